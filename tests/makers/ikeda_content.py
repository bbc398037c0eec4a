"""池田市 目標設定シート: invented content and its truth rows (form ikeda-program)."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .content import Row, Truth

MUNICIPALITY = "272043"
PILLARS = {
    1: "価値を高め発信するまちづくり",
    2: "子どもと大人の未来を育てるまちづくり",
    3: "いきいきと暮らし続けられるまちづくり",
    4: "快適さを実感できる安全・安心なまちづくり",
}
PROGRAMS = (
    "緑化推進事業",
    "商店街にぎわい創出事業",
    "放課後児童健全育成事業(なかよし会)",
    "図書館サービス推進事業",
    "地域包括支援センター運営事業",
    "防災行政無線・情報伝達事業",
    "ごみ減量・リサイクル推進事業",
    "DX推進事業",
    "学校ICT環境整備事業",
    "高齢者見守り事業「あんしんコール」",
)
DEPARTMENTS = (
    "環境政策課",
    "商工振興課",
    "高齢・福祉総務課",
    "国保・年金課",
    "教育センター",
    "石橋図書館",
    "危機管理課",
    "学校教育推進課",
    "シティプロモーション課",
    "障がい福祉課",
)
ITEMS = (
    "委託料",
    "消耗品費",
    "報償金",
    "通信運搬費",
    "システム利用料",
    "負担金【総務管理費】",
    "印刷製本費",
    "補助金",
    "広報誌等発行業務委託料",
)
INDICATORS = (
    ("利用者数", "人"),
    ("講座開催回数", "回"),
    ("満足度", "%"),
    ("加盟店舗数", "店"),
    ("市HP「池田の魅力」のPV数", "PV"),
    ("1人1日当たりのごみ排出量", "g"),
    ("不登校児童生徒の割合(小・中学校)", "%"),
    ("交付金申請者数", "人"),
)
FUNDS = ("国・府支出金", "地方債", "その他", "うち受益者負担", "一般財源")
ANSWERS = {
    "成果指標の達成状況": ("A.順調に推移している", "B.順調に推移していない", "C.判断できない"),
    "事業の有効性": ("A.有効的である(改善の余地がない)", "B.改善の余地がある"),
    "事業の効率性": ("A.効率的である(改善の余地がない)", "B.改善の余地がある"),
    "以降の事業の方向性": ("現状維持", "拡充", "縮小", "その他"),
    "実施形態(直営/委託)": ("直営", "一部委託", "全部委託"),
}
REASONS = (
    "当初予定どおりに推移しているため。",
    "数値としては前年度と同値であるが、教員からの要望に応じた提案も行っており、サポート体制の充実は図られているため。",
    "新型コロナウイルス感染症の影響が続き、参加者数が令和元年度の水準に戻っていないが、オンライン(Zoom)での開催により裾野は広がっている。",
    "月1回発行が適切",
)

Amounts = tuple[int | str | None, ...]
"""Four columns in thousands of yen: a number, None for blank, "-" for a dash."""


@dataclass(frozen=True, slots=True)
class Target:
    """One 成果指標 with its four columns; None is a dash."""

    name: str
    unit: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class IkedaSheet:
    """One 事務事業."""

    edition: int
    number: int
    title: str
    department: str
    pillar: int
    measure: str
    role: str
    means: str
    sdgs: tuple[int, ...]
    cost: Amounts
    details: tuple[tuple[str, Amounts], ...]
    funds: tuple[tuple[str, Amounts], ...]
    burden: tuple[float | None, ...]
    targets: tuple[Target, ...]
    answers: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def columns(self) -> tuple[tuple[int, str], ...]:
        """Fiscal year and kind of the four money columns."""
        e = self.edition
        return (e - 2, "actual"), (e - 1, "actual"), (e, "budget"), (e, "actual")

    @property
    def target_columns(self) -> tuple[tuple[int, str], ...]:
        e = self.edition
        return (e - 1, "actual"), (e, "expected"), (e, "actual"), (e + 3, "expected")

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(f"R{self.edition - 2017}年度{q}" if q.startswith("以降") else q for q in ANSWERS)


def _amounts(r: random.Random, low: int, high: int) -> Amounts:
    return tuple(r.randint(low, high) for _ in range(4))


def _gappy(r: random.Random, amounts: Amounts) -> Amounts:
    blank = r.choice((None, None, "-"))
    return tuple(a if r.random() < 0.6 else blank for a in amounts)


def _funds(r: random.Random, cost: Amounts) -> tuple[tuple[str, Amounts], ...]:
    """Sources that add up to the cost; 一般財源 is what is left."""
    state, other = r.random() < 0.5, r.random() < 0.6
    shares: dict[str, list[int | str | None]] = {f: [] for f in FUNDS}
    for c in cost:
        total = c if isinstance(c, int) else 0
        first = total // 3 if state and r.random() < 0.8 else None
        second = total // 5 if other else None
        shares["国・府支出金"].append(first)
        shares["地方債"].append(None)
        shares["その他"].append(second)
        shares["うち受益者負担"].append(None if second is None else r.choice((0, second // 2)))
        shares["一般財源"].append(total - (first or 0) - (second or 0))
    return tuple((f, tuple(a)) for f, a in shares.items())


def invent(seed: str, edition: int, count: int) -> list[IkedaSheet]:
    """`count` invented sheets, the same for the same seed."""
    r = random.Random(seed)
    out = []
    for number in sorted(r.sample(range(1, 130), count)):
        cost = _amounts(r, 300, 90_000)
        named = r.sample(ITEMS, r.randint(1, 3))
        targets = []
        for name, unit in r.sample(INDICATORS, r.randint(1, 3)):
            scale = 100 if unit == "%" else r.choice((30, 900, 20_000))
            values = [round(r.uniform(1, scale), 1 if unit == "%" else 0) for _ in range(4)]
            targets.append(Target(name, unit, tuple(None if r.random() < 0.07 else v for v in values)))
        burden = tuple(round(r.uniform(0.5, 40), 1) for _ in range(4)) if r.random() < 0.4 else (None,) * 4
        pillar = r.choice(list(PILLARS))
        out.append(
            IkedaSheet(
                edition,
                number,
                r.choice(PROGRAMS),
                r.choice(DEPARTMENTS),
                pillar,
                "「環境共創」のまちづくり",
                "".join(r.sample(REASONS, 2)),
                "・啓発冊子の作成及び配布\n・研修会やイベント等の実施",
                tuple(sorted(r.sample(range(1, 18), r.randint(1, 6)))),
                cost,
                tuple((n, _gappy(r, _amounts(r, 10, 300))) for n in named),
                _funds(r, cost),
                burden,
                tuple(targets),
                tuple(r.choice(a) for a in ANSWERS.values()),
                tuple(r.choice(REASONS) for _ in range(3)),
            )
        )
    return out


def _money(sheet: IkedaSheet, key: Row, item: str, part: str, amounts: Amounts) -> list[Row]:
    rows = []
    for (year, kind), amount in zip(sheet.columns, amounts, strict=True):
        status = "blank" if amount is None else "dash" if isinstance(amount, str) else "reported"
        yen = amount * 1000 if isinstance(amount, int) else None
        rows.append(
            {
                **key,
                "program": sheet.title,
                "fiscal_year": year,
                "kind": kind,
                "item": item,
                "part": part,
                "amount_yen": yen,
                "status": status,
            }
        )
    return rows


def _targets(sheet: IkedaSheet, key: Row) -> list[Row]:
    rows = []
    for (year, kind), value in zip(sheet.columns, sheet.burden, strict=True):
        shown = "expected" if kind == "budget" else kind
        rows.append(
            {
                **key,
                "program": sheet.title,
                "indicator": "受益者負担率",
                "unit": "%",
                "fiscal_year": year,
                "kind": shown,
                "value": value,
                "status": "blank" if value is None else "reported",
            }
        )
    for t in sheet.targets:
        for (year, kind), value in zip(sheet.target_columns, t.values, strict=True):
            rows.append(
                {
                    **key,
                    "program": sheet.title,
                    "indicator": t.name,
                    "unit": t.unit,
                    "fiscal_year": year,
                    "kind": kind,
                    "value": value,
                    "status": "dash" if value is None else "reported",
                }
            )
    return rows


def truth_of(sheets: list[IkedaSheet]) -> Truth:
    """Truth rows in the shape that the scorer compares."""
    truth: Truth = {name: [] for name in ("sheets", "programs", "budgets", "indicators", "answers")}
    for s in sheets:
        key: Row = {"municipality_code": MUNICIPALITY, "edition": s.edition, "sheet_no": str(s.number)}
        truth["sheets"].append(
            {**key, "title": s.title, "policy_no": s.pillar, "policy": PILLARS[s.pillar], "sdgs": list(s.sdgs)}
        )
        truth["programs"].append(
            {**key, "program": s.title, "program_no": 1, "role": s.role, "departments": [s.department]}
        )
        truth["budgets"] += _money(s, key, "事業費", "total", s.cost)
        for name, amounts in s.details:
            truth["budgets"] += _money(s, key, f"主な内訳 / {name}", "of_which", amounts)
        for name, amounts in s.funds:
            part = "of_which" if name.startswith("うち") else "component"
            truth["budgets"] += _money(s, key, f"財源 / {name}", part, amounts)
        truth["indicators"] += _targets(s, key)
        truth["answers"] += [{**key, "item": q, "answer": a} for q, a in zip(s.questions, s.answers, strict=True)]
    return truth
