"""文京区 戦略点検シート as blocks: the form's layout, with the ways in which editions differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from .blocks import Block, Cell, Chart, Charts, Gap, Icons, Line, NewPage, Table, glue, row
from .content import Cost, Indicator, Program, Sheet
from .print_style import YEAR_STYLES, era, narrow_kana, spaced, wide, wide_number

PALE = "#d9e1f2"
DEFAULT_BARS = (("R4", 1326.0), ("R5", 1564.0), ("R6", 1587.0))
ASIDES = {
    "aim": "主要課題の戦略シートで設定している「4年後の目指す姿」と「計画期間の方向性」を転記しています。",
    "1": "戦略シートの課題の解決手段として紐づけた計画事業について、「何をしたか」「何がどうなったか」を記しています。",
    "2": "人口の増減や、国や都の動きなど、主要課題の背景に関して「何があったか」"
    "「今後予想される」等の社会の変化を捉えています。",
    "3": "1と2に基づき、計画期間の方向性ごとに「課題解決にどのような成果があったか」"
    "「成果が出ない要因は何か」「新たな課題が生じてないか」などを点検・分析します。",
    "4": "3を踏まえ、「何の対応が必要か」「何をどのようにしていくか」など、今後の戦略としての進め方を記しています。",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What may differ between two prints of the same sheet, producers apart."""

    years: str = "letter-paren"
    notes_heading: bool = True
    heads: str = "each"
    """事業名称 … headings: "each" program, or "first" only (the older edition)."""
    glued: bool = False
    cost: str = "stacked"
    """上段/下段: "stacked" lines in one cell, "rows" (two cells), or HTML's "flex" and "grid"."""
    unit_in_cell: bool = True
    brackets: str = "()"
    dash: str = "―"
    review_mark: str = "〇"
    joiner: str = "・"
    digits: str = "narrow"
    """Of the values: "narrow", "wide"."""
    kana: str = "wide"
    labels: str = "close"
    """Of the headings: "close", "spaced" (全角 blank), "thin" (half-width blank)."""
    vertical: bool = False
    number: str = "主要課題 No. {}"
    title: str = "令和{}年度進行管理　戦略点検シート"
    asides: bool = True
    break_before_2: bool = True
    indent: str = "　"
    fill: str | None = PALE
    size: float = 8.0
    value_align: str = "right"
    roomy: bool = True


def year(look: Look, fiscal: int) -> str:
    """A fiscal-year heading in the look's style."""
    return YEAR_STYLES[look.years](fiscal)


def label(look: Look, text: str) -> str:
    """A column heading, letter-spaced where the look says so."""
    if look.labels == "close":
        return text
    return spaced(text, "　" if look.labels == "spaced" else " ")


def head(look: Look, text: str, **more: object) -> Cell:
    """A shaded heading cell."""
    cell = Cell(text, align="center", fill=look.fill, size=look.size)
    return replace(cell, **more)  # type: ignore[arg-type]


def prose(look: Look, text: str) -> str:
    """Paragraphs, each opened by an ideographic space."""
    return "\n".join(look.indent + wide(p) for p in text.split("\n"))


def name(look: Look, text: str) -> str:
    """A name as printed: wide brackets, and narrow kana where the look says so."""
    printed = wide(text)
    return narrow_kana(printed) if look.kana == "narrow" else printed


def money(look: Look, cost: Cost | None) -> str:
    """One line of 事業費, in thousands of yen."""
    if cost is None or cost.yen is None:
        return look.dash
    thousands = abs(cost.yen) // 1000
    text = f"{'△' if cost.yen < 0 else ''}{thousands:,}{'千円' if look.unit_in_cell else ''}"
    if cost.kind != "actual":
        text = f"{look.brackets[0]}{text}{look.brackets[1]}"
    return text if look.digits == "narrow" else text.translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789,"})


def value(look: Look, printed: str) -> str:
    """An indicator's value; a dash in the look's own form."""
    if printed == "―":
        return look.dash
    text = printed.replace("~", "～")
    return text if look.digits == "narrow" else text.translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789,."})


def _program_head(look: Look) -> Table:
    names = ("事業名称", "所管課", "事業の持つ役割", "事業費(千円)")
    cells = [head(look, label(look, n)) for n in names]
    return Table((278, 195, 360, 167), (row(cells, head=True),))


def _program_body(look: Look, program: Program) -> Table:
    by_kind = {c.kind: c for c in program.costs}
    upper, lower = money(look, by_kind.get("actual")), money(look, by_kind.get("initial_budget"))
    left = (
        Cell(name(look, program.name), bold=True, middle=False, size=look.size),
        Cell(look.joiner.join(program.departments), align="center", size=look.size),
        Cell(wide(program.role), middle=False, size=look.size),
    )
    widths = (278, 195, 360, 167)
    if look.cost == "rows":
        top = Cell(upper, align="right", size=look.size)
        spans = [replace(c, rows=2) for c in left]
        return Table(widths, (row([*spans, top]), row([replace(top, text=lower)])))
    flow = look.cost if look.cost in ("flex", "grid") else "lines"
    costs = Cell(f"{upper}\n{lower}", align="right", size=look.size, flow=flow)
    return Table(widths, (row([*left, costs], least=24.0 if look.roomy else 20.0),))


def _result_widths(count: int) -> tuple[int, ...]:
    each = 84 if count <= 6 else 504 // count
    return (1000 - 82 - each * count, 82, *[each] * count)


def _results(look: Look, years: tuple[int, ...], indicators: tuple[Indicator, ...]) -> Table:
    small = look.size - 0.5
    heads = [head(look, label(look, "主な取組実績")), head(look, label(look, "単位"))]
    heads += [head(look, year(look, y), size=small) for y in years]
    rows = [row(heads, head=True)]
    for i in indicators:
        cells = [
            Cell(name(look, i.name), size=look.size),
            Cell(i.unit.replace("m2", "㎡").replace("%", "％"), align="center", size=look.size),
        ]
        align = "center" if look.value_align == "center" else "right"
        cells += [Cell(value(look, v.printed), align=align, size=look.size) for v in i.values]  # type: ignore[arg-type]
        rows.append(row(cells))
    return Table(_result_widths(len(years)), tuple(rows))


def _notes(look: Look, program: Program) -> Table:
    rows = [
        row([head(look, year(look, y)), Cell(prose(look, text), middle=False, size=look.size)], least=18.0)
        for y, text in program.notes
    ]
    return Table((128, 872), tuple(rows))


def _program(look: Look, sheet: Sheet, program: Program, *, first: bool) -> Iterator[Block]:
    if first or look.heads == "each":
        yield _program_head(look)
    yield _program_body(look, program)
    if program.indicators:
        yield _results(look, sheet.years, program.indicators)
    if program.notes:
        if look.notes_heading:
            yield Line("●特記事項（実績の補足）", size=look.size, bold=True)
        yield _notes(look, program)
    if not look.glued:
        yield Gap(4)


def _merged(blocks: list[Block]) -> Iterator[Block]:
    """Runs of tables as one table each: no gap, one frame."""
    for is_table, run in groupby(blocks, lambda b: isinstance(b, Table)):
        if is_table:
            yield glue([b for b in run if isinstance(b, Table)])
        else:
            yield from run


def _section(look: Look, number: str, text: str, aside: str) -> Iterator[Block]:
    yield Line(f"{number}　{text}", bold=True, aside=ASIDES[aside] if look.asides else "")
    yield Gap(3)


def _opening(look: Look, sheet: Sheet) -> Iterator[Block]:
    edition = wide_number(era(sheet.edition)[2])
    yield Table((1000,), (row([head(look, look.title.format(edition), size=12.0, bold=True)], least=20.0),))
    yield Gap(4)
    policy = f"{wide_number(sheet.policy_no)}　{sheet.policy}"
    title = [
        head(look, look.number.format(wide_number(int(sheet.number)) if "Ｎ" in look.number else sheet.number)),
        Cell(wide(sheet.title), bold=True, size=look.size),
    ]
    yield Table((195, 805), (row([head(look, "◎基本政策"), Cell(policy, size=look.size)]), row(title)))
    yield Gap(3)
    yield Line("●４年後の目指す姿・計画期間の方向性●", bold=True, aside=ASIDES["aim"] if look.asides else "")
    yield Gap(2)
    aims = (("vision", "４年後の\n目指す姿"), ("direction", "計画期間\nの方向性"))
    rows = []
    for section, text in aims:
        shown = text.replace("\n", "") if look.vertical else text
        mark = head(look, shown, vertical=look.vertical)
        least = 90.0 if look.vertical else 40.0
        rows.append(row([mark, Cell(prose(look, sheet.section(section)), middle=False, size=look.size)], least=least))
    yield Table((60, 940) if look.vertical else (166, 834), tuple(rows))
    yield Gap(6)


def _changes(look: Look, sheet: Sheet) -> Table:
    rows = [row([head(look, "チェック"), head(look, "チェック項目")], head=True)]
    rows += [row([Cell(a, align="center", size=look.size), Cell(wide(q), size=look.size)]) for q, a in sheet.answers]
    rows.append(
        row([Cell(prose(look, sheet.section("social_change")), cols=2, middle=False, size=look.size)], least=36.0)
    )
    return Table((141, 859), tuple(rows))


def _closing(look: Look, sheet: Sheet) -> Iterator[Block]:
    yield from _section(look, "２", "社会ではどのような動きがあったか（社会環境等の変化）", "2")
    yield _changes(look, sheet)
    yield Gap(8)
    yield from _section(look, "３", "成果や課題は何か（点検・分析）", "3")
    rows = []
    for n in sheet.narratives:
        if n.section == "review":
            rows.append(row([Cell(look.review_mark + wide(n.heading or ""), bold=True, size=look.size)]))
            rows.append(row([Cell(prose(look, n.text), middle=False, size=look.size)], least=30.0))
    if rows:
        yield Table((1000,), tuple(rows))
    yield Gap(4)
    sources = [f"資料：{wide(f.source)}" if f.source else "" for f in sheet.figures]
    charts = tuple(
        Chart(f"●{wide(f.caption)}●", source, f.bars or DEFAULT_BARS)
        for f, source in zip(sheet.figures, sources, strict=True)
    )
    for start in range(0, len(charts), 2):
        yield Charts(charts[start : start + 2])
    yield Icons("【ＳＤＧｓの視点】", sheet.sdgs)
    yield Gap(6)
    yield from _section(look, "４", "今後どのように進めていくか（展開）", "4")
    step = Cell(prose(look, sheet.section("next_step")), middle=False, size=look.size)
    yield Table((1000,), (row([step], least=40.0),))


def blocks(sheet: Sheet, look: Look) -> list[Block]:
    """The sheet's blocks from its title to 4 今後どのように進めていくか."""
    out = list(_opening(look, sheet))
    out += _section(look, "１", "どのような事業で何をしたか（実績）", "1")
    result = wide_number(era(sheet.edition - 1)[2])
    result = "元" if result == "１" else result
    out.append(Line(f"事業費（令和{result}年度）　上段：実績　下段：当初予算", align="right"))
    out.append(Gap(2))
    programs: list[Block] = []
    for number, program in enumerate(sheet.programs):
        programs += _program(look, sheet, program, first=number == 0)
    out += _merged(programs) if look.glued else programs
    if look.break_before_2:
        out.append(NewPage())
    else:
        out.append(Gap(8))
    return out + list(_closing(look, sheet))
