"""One million mixed printed values through the Series path, beside pandas.to_numeric on clean digits.

Run from the repository: python benchmarks/normalize.py [rows]. Nearly every value is distinct, so that reading each
distinct text once does not flatter the figures; only headings repeat, as they do on sheets.
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from normalize import parse_number
from pipelines.series import amounts, clean, fiscal_years, numbers

WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
UNITS = ["人", "件", "回", "箇所", "世帯", "校", "㎡", "ポイント", "千円", "t-CO2", "g/人日"]
WORDS = ["―", "－", "…", "", "皆増", "集計中", "10～20", "3/5", "※", "A", "43（16）"]
# Shares of the forms, roughly those of the sheets of five cities; the last ones are read one by one.
FORMS: list[tuple[int, Callable[[int], str]]] = [
    (40, lambda n: f"{n:,}"),
    (8, lambda n: f"{n:,}".translate(WIDE)),
    (8, lambda n: f"△{n:,}"),
    (4, lambda n: f"▲ {n / 10:,.1f}"),
    (8, lambda n: f"{n / 100:.2f}％"),
    (12, lambda n: f"{n:,}{UNITS[n % len(UNITS)]}"),
    (3, lambda n: f"約{n:,}"),
    (2, lambda n: f"延べ{n:,}人"),
    (2, lambda n: f"{n}万人"),
    (8, lambda n: WORDS[n % len(WORDS)]),
    (1, lambda n: f"{n // 10000 + 1}億{n % 10000 + 1:,}万円"),
    (1, lambda n: f"（{n:,}千円）"),
    (1, lambda n: f"{n:,}(見込み)"),
    (1, lambda n: f"{n // 1000 + 1},{n // 10 % 100:02d} {n % 10}"),
    (1, lambda n: f"{n:,}～{n + 5:,}"),
]

HEADINGS = ["R{n}", "令和{n}年度", "{n}年度決算", "平成{n}年度", "H{n}", "R{n}（見込）", "令和{n}年3月"]
LABELS = [
    "相談支援機関の人材育成",
    "事　業　費",
    "⼦ども家庭支援センター",
    "延べ床面積（㎡）",
    "ＳＤＧｓの視点",
    "決 算",
]


def best(work: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the fastest run."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print seconds and the ratio to pandas.to_numeric."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rng = random.Random(20240401)
    makers = rng.choices([make for _, make in FORMS], [share for share, _ in FORMS], k=rows)
    mixed = pd.Series([make(rng.randrange(1, 10_000_000)) for make in makers])
    digits = pd.Series([str(rng.randrange(1, 10 ** min(len(text) or 1, 15))).zfill(len(text) or 1) for text in mixed])
    print(f"{rows:,} rows, {mixed.nunique():,} distinct; mean length {mixed.str.len().mean():.1f}")
    base = best(lambda: pd.to_numeric(digits))
    print(f"pandas.to_numeric  {base:6.2f} s   (digits of the same lengths)")
    headings = pd.Series([rng.choice(HEADINGS).format(n=rng.randrange(1, 31)) for _ in range(rows)])
    labels = pd.Series([f"{rng.choice(LABELS)}{rng.randrange(rows)}" for _ in range(rows)])
    for name, work in {
        "numbers": lambda: numbers(mixed),
        "amounts": lambda: amounts(mixed, "千円"),
        "fiscal_years": lambda: fiscal_years(headings, 2025),
        "clean": lambda: clean(labels),
    }.items():
        seconds = best(work, 3)
        print(f"{name:18} {seconds:6.2f} s   {seconds / base:5.1f} x")
    sample = mixed.iloc[: min(rows, 100_000)]
    one_by_one = best(lambda: [parse_number(text) for text in sample], 2)
    print(f"parse_number       {one_by_one / len(sample) * 1e6:6.1f} µs a text, one by one")


if __name__ == "__main__":
    main()
