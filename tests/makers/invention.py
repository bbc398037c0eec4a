"""Invented sheets: seeded, with the values that make readers stumble in real life."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .content import Cost, Figure, Indicator, Narrative, Program, Sheet, Value, print_number
from .print_style import YEAR_STYLES
from .wordstock import (
    ANSWERS,
    DEEDS,
    DEPARTMENTS,
    INDICATORS,
    POLICIES,
    ROLES,
    SENTENCES,
    SOURCES,
    TARGETS,
    TITLES,
)

DASHES = ("―", "－", "-", "—", "─", "–", "…", "***", "・・・")
WORDS = ("集計中", "皆増", "皆減", "10~20", "※", "調整中", "未定", "3/5", "43(16)", "なし", "実施", "1,23")


@dataclass(frozen=True, slots=True)
class Plan:
    """How rich and how tricky an invented edition is."""

    edition: int = 2025
    columns: tuple[int, ...] = ()
    """Fiscal years of the columns; by default edition-3 … edition+2."""
    tricky: float = 0.12
    """Share of values that are no plain number."""
    programs: tuple[int, int] = (2, 6)
    figures: tuple[int, int] = (0, 3)
    goals: tuple[int, int] = (1, 6)
    words: bool = True
    """Whether values may be words and softened numbers (not all fonts have all their glyphs)."""
    avoid: str = ""
    """Characters that the producer's font cannot draw."""

    @property
    def years(self) -> tuple[int, ...]:
        return self.columns or tuple(range(self.edition - 3, self.edition + 3))


class Inventor:
    """Makes sheets from one seeded stream, so a folder is the same at every run."""

    def __init__(self, seed: str, plan: Plan) -> None:
        self.rng = random.Random(seed)
        self.plan = plan

    def sentence(self) -> str:
        r = self.rng
        return r.choice(SENTENCES).format(
            t=r.choice(TARGETS), d=r.choice(DEEDS[:5]), n=r.randint(12, 9876), e=r.randint(2, 6),
            p=r.randint(3, 95), h=r.randint(25, 30),
        )  # fmt: skip

    def paragraphs(self, most: int = 3) -> str:
        r = self.rng
        return "\n".join("".join(self.sentence() for _ in range(r.randint(1, 3))) for _ in range(r.randint(1, most)))

    def _number(self, kind: str) -> float:
        r = self.rng
        if kind == "count":
            return float(r.choice((0, r.randint(1, 99), r.randint(100, 9999), r.randint(1000, 99999))))
        if kind == "small":
            return float(r.randint(0, 48))
        if kind == "big":
            return float(r.randint(10_000, 12_345_678))
        if kind == "decimal":
            return round(r.uniform(0.1, 2500), r.choice((1, 2)))
        if kind == "area":
            return round(r.uniform(10, 99999), r.choice((0, 1, 2)))
        if kind == "signed":
            return round(r.uniform(-9.9, 9.9), 1)
        return round(r.uniform(0, 100), 1)

    def _plain(self, year: int, kind: str) -> Value:
        number = self._number(kind)
        if kind in ("signed", "rate"):
            printed = f"{abs(number):.1f}"
        elif number == int(number):
            printed = f"{abs(number):,.0f}"
        else:
            printed = print_number(abs(number))
        if number < 0:
            printed = self.rng.choice(("△", "△", "▲", "△ ", "-", "−")) + printed
        return Value(year, printed, number + 0.0, "reported")

    def _softened(self, year: int) -> Value:
        r = self.rng
        n = r.randint(100, 30000)
        return r.choice(
            (
                Value(year, f"約{n:,}", float(n), "reported"),
                Value(year, f"延べ{n:,}", float(n), "reported"),
                Value(year, f"累計{n:,}", float(n), "reported"),
                Value(year, f"1万{n % 9000 + 1000}", 10000.0 + n % 9000 + 1000, "reported"),
                Value(year, f"{n:,}(見込み)", float(n), "reported"),
                Value(year, "1,234.56", 1234.56, "reported"),
                Value(year, "0.0", 0.0, "reported"),
                Value(year, "0", 0.0, "reported"),
                Value(year, f"{n}", float(n), "reported"),
            )
        )

    def value(self, year: int, kind: str) -> Value:
        """One printed value; years that have not been are blank."""
        r, plan = self.rng, self.plan
        if year >= plan.edition:
            return Value(year, "", None, "blank")
        if r.random() >= plan.tricky:
            return self._plain(year, kind)
        if not plan.words or r.random() < 0.45:
            dashes = [d for d in DASHES if not set(d) & set(plan.avoid)]
            return r.choice((Value(year, r.choice(dashes), None, "dash"), Value(year, "", None, "blank")))
        if r.random() < 0.5:
            return self._softened(year)
        words = [w for w in WORDS if not set(w) & set(plan.avoid)]
        return Value(year, r.choice(words), None, "text")

    def indicators(self) -> tuple[Indicator, ...]:
        r = self.rng
        chosen = r.sample(INDICATORS, r.choice((0, 1, 1, 2, 2, 3, 3, 4, 6)))
        return tuple(
            Indicator(name, unit, tuple(self.value(y, kind) for y in self.plan.years)) for name, unit, kind in chosen
        )

    def costs(self) -> tuple[Cost, ...]:
        r, year = self.rng, self.plan.edition - 1
        if r.random() < 0.12:
            yens: list[int | None] = [None, None]
        else:
            base = r.choice((r.randint(1, 999), r.randint(1000, 99999), r.randint(100_000, 12_000_000))) * 1000
            yens = [base, int(base * r.uniform(0.8, 1.4)) // 1000 * 1000]
            if r.random() < 0.15:
                yens[r.randint(0, 1)] = r.choice((None, 0, -r.randint(1, 900) * 1000))
        return Cost(year, "actual", yens[0]), Cost(year, "initial_budget", yens[1])

    def program(self, taken: set[str]) -> Program:
        r = self.rng
        while (name := r.choice(TARGETS) + r.choice(DEEDS)) in taken:
            pass
        taken.add(name)
        past = [y for y in self.plan.years if y < self.plan.edition]
        noted = sorted(r.sample(past, min(len(past), r.choice((0, 0, 1, 1, 2, 3)))))
        departments = r.sample(DEPARTMENTS, r.choice((1, 1, 1, 2, 2, 3, 4)))
        departments.sort(key=lambda d: d.endswith("等"))
        return Program(
            name,
            r.choice(ROLES).format(r.choice(TARGETS)),
            tuple(departments),
            self.costs(),
            self.indicators(),
            tuple((y, self.paragraphs(2)) for y in noted),
        )

    def narratives(self) -> tuple[Narrative, ...]:
        r = self.rng
        out = [Narrative(s, None, self.paragraphs()) for s in ("vision", "direction", "social_change")]
        headings = r.sample([t for t in TITLES if "「" not in t], r.randint(1, 4))
        out += [Narrative("review", h, self.paragraphs()) for h in headings]
        return (*out, Narrative("next_step", None, self.paragraphs()))

    def figures(self) -> tuple[Figure, ...]:
        r = self.rng
        titles = r.sample(TITLES, r.randint(*self.plan.figures))
        years = [y for y in self.plan.years if y < self.plan.edition] or [self.plan.edition - 1]
        return tuple(
            Figure(
                f"{t}の実績",
                r.choice(SOURCES),
                tuple((YEAR_STYLES["letter"](y), float(r.randint(50, 2500))) for y in years),
            )
            for t in titles
        )

    def sheet(self, number: int) -> Sheet:
        """A new sheet with the given 主要課題 number."""
        r = self.rng
        policy = r.choice(list(POLICIES))
        taken: set[str] = set()
        programs = tuple(self.program(taken) for _ in range(r.randint(*self.plan.programs)))
        if not any(p.indicators for p in programs):
            name, unit, kind = INDICATORS[0]
            row = Indicator(name, unit, tuple(self.value(y, kind) for y in self.plan.years))
            first = programs[0]
            programs = (
                Program(first.name, first.role, first.departments, first.costs, (row,), first.notes),
                *programs[1:],
            )
        return Sheet(
            self.plan.edition, str(number), r.choice(TITLES), policy, POLICIES[policy],
            tuple(sorted(r.sample(range(1, 18), r.randint(*self.plan.goals)))), programs, self.narratives(),
            tuple((q, r.choice("有無")) for q in ANSWERS), self.figures(),
        )  # fmt: skip


def invent(seed: str, plan: Plan, count: int) -> list[Sheet]:
    """`count` sheets with different numbers, the same for the same seed and plan."""
    inventor = Inventor(seed, plan)
    numbers = sorted(inventor.rng.sample(range(1, 61), count))
    return [inventor.sheet(n) for n in numbers]
