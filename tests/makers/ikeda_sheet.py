"""池田市 事務事業評価 目標設定シート as blocks: one page, two tables side by side at its foot."""

from __future__ import annotations

from dataclasses import replace

from .blocks import Align, Block, Cell, Gap, Line, Table, TableRow, glue, row
from .ikeda_content import PILLARS, Amounts, IkedaSheet, Target
from .print_style import wide, wide_number

BLUE, GREY, YELLOW, PINK = "#d6dce4", "#f2f2f2", "#ffff00", "#fce4d6"
GOALS = (
    "貧困をなくそう",
    "飢餓をゼロに",
    "すべての人に健康と福祉を",
    "質の高い教育をみんなに",
    "ジェンダー平等を実現しよう",
    "安全な水とトイレを世界中に",
    "エネルギーをみんなに そしてクリーンに",
    "働きがいも経済成長も",
    "産業と技術革新の基盤をつくろう",
    "人や国の不平等をなくそう",
    "住み続けられるまちづくりを",
    "つくる責任 つかう責任",
    "気候変動に具体的な対策を",
    "海の豊かさを守ろう",
    "陸の豊かさも守ろう",
    "平和と公正をすべての人に",
    "パートナーシップで目標を達成しよう",
)
CIRCLED = "①②③④⑤⑥⑦⑧⑨"
SMALL = 6.5


def _c(text: str = "", fill: str | None = None, align: Align = "center", cols: int = 1, rows: int = 1) -> Cell:
    return Cell(text, cols=cols, rows=rows, align=align, fill=fill, size=SMALL)


def _head(text: str, cols: int = 1, rows: int = 1) -> Cell:
    return _c(text, BLUE, "center", cols, rows)


def _prose(text: str, fill: str | None = None, cols: int = 1, rows: int = 1) -> Cell:
    return replace(_c(wide(text), fill, "left", cols, rows), middle=True)


def _opening(s: IkedaSheet) -> list[Block]:
    era = wide_number(s.edition - 2018)
    bare = replace(
        _c(f"第７次池田市総合計画 前期基本計画　　事務事業評価（令和{era}年度実施事業）"), bare=True, size=9.0
    )
    number = replace(_c("NO."), bare=True, bold=True, size=9.0)
    top = Table((820, 80, 100), (row([bare, number, replace(_c(str(s.number)), bold=True, size=9.0)]),))
    names = Table(
        (167, 241, 209, 383),
        (row([_head("担当部署名"), _c(s.department, GREY), _head("事務事業名"), _c(wide(s.title), GREY)], least=18),),
    )
    pillar = f"{CIRCLED[s.pillar - 1]}{PILLARS[s.pillar]}"
    plan = Table(
        (87, 80, 311, 106, 69, 347),
        (
            row(
                [
                    _head("総合計画\nの体系", rows=2),
                    _head("施策の柱"),
                    _c(pillar, GREY),
                    _c("国土強靭化\n地域計画の体系\n※ 該当する場合のみ", YELLOW, rows=2),
                    _c("事前に備える\nべき目標", YELLOW),
                    _c(),
                ]
            ),
            row([_head("施策名称"), _c("①" + s.measure, GREY), _c("施策分野", YELLOW), _c()], least=18),
        ),
    )
    title = Line("目標設定シート", 10, bold=True, align="center")
    return [top, title, Line("（１）事務事業名・総合計画の体系等", 8, bold=True), names, Gap(4), plan, Gap(4)]


def _outline(s: IkedaSheet) -> Table:
    period = "令和　５　年度　～　令和　９　年度"
    return Table(
        (167, 241, 70, 522),
        (
            row(
                [
                    _head("実施期間\n（第７次総合計画 前期基本計画期間\nである令和５～９年度の間で設定）"),
                    _c(period),
                    _head("事業内容", rows=3),
                    _prose(s.role, rows=3),
                ]
            ),
            row([_head("事業の対象\n（誰を、何を）"), _prose("市内小・中学生、教員、保護者等")], least=22),
            row([_head("事業の手段・方法\n（どのように）"), _prose(s.means)], least=22),
            row(
                [_head("実施形態（直営/委託）"), _prose(s.answers[4]), _head("関連計画\n・例規"), _prose("特になし")],
                least=20,
            ),
        ),
    )


def _views(s: IkedaSheet) -> Table:
    rows: list[TableRow] = []
    for i in range(6):
        cells = [_head("関連するSDGsのゴール\n※ １つ以上に○", rows=6)] if i == 0 else []
        for goal in (i + 1, i + 7, i + 13):
            if goal > 17:
                cells.append(_c(cols=2))
                continue
            cells += [_c("○" if goal in s.sdgs else ""), _c(f"{goal}  {GOALS[goal - 1]}", GREY, "left")]
        rows.append(row(cells))
    goals = Table((167, 34, 243, 33, 244, 36, 243), tuple(rows))
    return glue([goals, *_elements(s)])


def _elements(s: IkedaSheet) -> list[Table]:
    """The 行財政改革 part: its left label spans two inner grids, so it is drawn per grid."""
    era = wide_number(s.edition - 2018)
    marks = Table(
        (167, 138, 36, 312, 34, 313),
        (
            row(
                [
                    _head("行財政改革などに向けて\n特に意識すべき要素\n※ １つ以上に○", rows=3),
                    _head("「みんなで取り組む\nまちづくり」の視点"),
                    _c("○"),
                    _c("まちづくりの活動への支援とつながりづくり", GREY, "left"),
                    _c(""),
                    _c("情報の収集・発信と多様な主体のまちづくりへの参画の促進", GREY, "left"),
                ]
            ),
            row(
                [
                    _head("「持続可能な\n都市経営」の視点", rows=2),
                    _c(""),
                    _c("効果的かつ効率的な行財政運営の推進", GREY, "left"),
                    _c(""),
                    _c("公共施設等のマネジメントの推進", GREY, "left"),
                ]
            ),
            row(
                [
                    _c("○"),
                    _c("人材育成と働きやすい環境づくりの推進", GREY, "left"),
                    _c(""),
                    _c("広域行政の推進", GREY, "left"),
                ]
            ),
        ),
    )
    work = Table(
        (167, 107, 310, 103, 313),
        (
            row(
                [
                    _head(""),
                    _head(f"上記要素に係る\nＲ{era}年度取組予定"),
                    _prose(s.reasons[0]),
                    _head(f"上記要素に係る\nＲ{era}年度取組実績"),
                    _prose(s.reasons[1], PINK),
                ],
                least=30,
            ),
        ),
    )
    return [marks, work]


def _money(amounts: Amounts) -> list[Cell]:
    texts = ["" if a is None else f"{a:,}" if isinstance(a, int) else a for a in amounts]
    return [_c(t, PINK if i == 3 else None, "right") for i, t in enumerate(texts)]


def _target(t: Target | None) -> list[Cell]:
    if t is None:
        return [_c(cols=2), _c(), *[_c() for _ in range(4)], _c()]
    decimals = 1 if t.unit == "%" else 0
    values = ["－" if v is None else f"{v:,.{decimals}f}" for v in t.values]
    unit = t.unit.replace("%", "％")
    return [_c(wide(t.name), cols=2), _c(unit), *[_c(v, None, "right") for v in values], _c()]


LEFT = (36, 26, 105, 68, 70, 69, 70)
RIGHT = (69, 104, 40, 64, 55, 54, 55, 115)


def _heads(s: IkedaSheet) -> list[list[Cell]]:
    y = {n: f"Ｒ{wide_number(s.edition - 2018 + n)}年度" for n in (-2, -1, 0, 3)}
    first = [
        _head("区　　　分", 3, 2),
        _head(y[-2]),
        _head(y[-1]),
        _head(y[0], 2),
        _head("成果指標の内容", 2, 2),
        _head("単位", 1, 2),
        _head("目標値", 4),
        _c("国土強靭化\n地域計画の指標\nに該当", YELLOW, rows=2),
    ]
    second = [_head(t) for t in ("決　算", "決　算", "予　算", "決　算")]
    columns = (f"{y[-1]}\n実　績", f"{y[0]}\n見　込", f"{y[0]}\n実　績", f"{y[3]}\n見　込")
    return [first, second + [_head(t) for t in columns]]


def _answer(question: str, answer: str) -> list[Cell]:
    return [_head(wide(question), 4), replace(_c(wide(answer), PINK, cols=4), bold=True)]


def _reason(text: str, rows: int = 1) -> list[Cell]:
    return [_head("判断理由", rows=rows), _prose(text, PINK, 7, rows)]


def _evaluation(s: IkedaSheet) -> Table:
    targets: list[Target | None] = [*s.targets, None, None][:3]
    details: list[tuple[str, Amounts]] = [*s.details, *[("", (None,) * 4)] * 3][:3]
    funds = dict(s.funds)
    rows = _heads(s)
    rows.append([_head("事　業　費　　Ａ", 3), *_money(s.cost), *_target(targets[0])])
    beside = [_target(targets[1]), _target(targets[2]), _answer(s.questions[0], s.answers[0])]
    for i, (name, amounts) in enumerate(details):
        mark = [replace(_head("主な内訳", rows=3), vertical=True)] if i == 0 else []
        rows.append([*mark, _c(wide(name), cols=2), *_money(amounts), *beside[i]])
    right = {
        "国・府支出金": _reason(s.reasons[0], 2),
        "地方債": [],
        "その他": _answer(s.questions[1], s.answers[1]),
        "うち受益者負担": _answer(s.questions[2], s.answers[2]),
        "一般財源": _reason(s.reasons[1], 2),
    }
    for name, cells in right.items():
        mark = [replace(_head("財源", rows=5), vertical=True)] if name == "国・府支出金" else []
        inner = name.startswith("うち")
        label = [_c(), _c(f"{name} Ｂ")] if inner else [_c(name, GREY, cols=2)]
        rows.append([*mark, *label, *_money(funds[name]), *cells])
    burden = ["" if b is None else f"{b:.1f}" for b in s.burden]
    rows.append([_head("受益者負担率　Ｂ÷Ａ", 3), *[_c(b, GREY, "right") for b in burden]])
    other = f"Ｒ{wide_number(s.edition - 2018)}年度における\n「その他」財源の主な内容"
    rows.append([_head(other, 3, 2), _prose("", None, 4, 2), *_answer(s.questions[3], s.answers[3])])
    rows.append(_reason(s.reasons[2]))
    return Table(LEFT + RIGHT, tuple(row(r, least=15.0) for r in rows))


def blocks(s: IkedaSheet) -> list[Block]:
    """The whole page."""
    return [
        *_opening(s),
        Line("（２）事業の概要", 8, bold=True),
        _outline(s),
        Gap(4),
        Line("（３）「まちづくりの進め方」の視点", 8, bold=True),
        _views(s),
        Gap(4),
        Line("（４）事業費等（千円単位。千円未満は四捨五入）　　　（５）事業の成果指標及び評価", 8, bold=True),
        _evaluation(s),
        Gap(6),
        Line("※備　考", 6.5),
        Table((1000,), (row([Cell("")], least=36),)),
    ]
