"""Sheets bound into one volume: cover, contents, the sheets, an appendix that is no sheet."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pikepdf

from .blocks import Block, Cell, Gap, Line, NewPage, Table, row
from .content import Sheet
from .pen_reportlab import Ink, ReportlabPen
from .print_style import era, wide_number
from .typeset import Setting, Typesetter


def _front(sheets: list[Sheet], pages: list[int]) -> list[Block]:
    edition = wide_number(era(sheets[0].edition)[2])
    cover: list[Block] = [
        Gap(1), Line("文の京　総合戦略", 14, align="center"), Gap(150),
        Line(f"令和{edition}年度進行管理　戦略点検シート", 22, align="center"), Gap(320),
        Line(f"令和{edition}年９月", 12, align="center"), Line("文京区", 14, align="center"), NewPage(),
    ]  # fmt: skip
    contents: list[Block] = [Line("目　次", 14), Gap(20)]
    lines = [
        Line(f"主要課題 No.{s.number}　{s.title}　{'・' * 12}　{p}", 9) for s, p in zip(sheets, pages, strict=True)
    ]
    guide = Table(
        (250, 750),
        (
            row(
                [Cell("欄", align="center", fill="#eeeeee"), Cell("記載内容", align="center", fill="#eeeeee")],
                head=True,
            ),
            row([Cell("事業名称"), Cell("戦略シートに記載した計画事業の名称です。")]),
            row([Cell("主な取組実績"), Cell("計画期間の各年度の実績です。「―」は該当がないことを示します。")]),
        ),
    )
    return [*cover, *contents, *lines, Gap(20), Line("戦略点検シートの見方", 10, bold=True), guide]


def _appendix() -> list[Block]:
    def cells(*texts: str, fill: str | None = None) -> tuple[Cell, ...]:
        return tuple(Cell(t, align="center", fill=fill) for t in texts)

    table = Table(
        (400, 300, 300),
        (
            row(cells("基本政策", "主要課題数", "計画事業数", fill="#eeeeee"), head=True),
            row(cells("子どもたちに輝く未来をつなぐ", "10", "64")),
            row(cells("健康で安心な生活基盤の整備", "11", "58")),
            row(cells("合計", "21", "122")),
        ),
    )
    return [
        Line("資料編　主要課題一覧", 14, bold=True),
        Gap(10),
        table,
        Gap(10),
        Line("※ 端数処理のため合計は一致しないことがあります。", 8),
    ]


def _draw(blocks: list[Block], out: Path, number: int) -> None:
    pen = ReportlabPen(out, Ink(font="IPAexGothic"))
    Typesetter(pen, Setting(page_number=number)).set(blocks)
    pen.close()


def bind(sheets: list[Sheet], parts: list[Path], out: Path) -> None:
    """Join finished sheet PDFs, in order, into one volume."""
    with tempfile.TemporaryDirectory() as folder, pikepdf.new() as volume:
        counts = [len(pikepdf.open(p).pages) for p in parts]
        starts = [3 + sum(counts[:i]) for i in range(len(counts))]
        front, back = Path(folder) / "front.pdf", Path(folder) / "back.pdf"
        _draw(_front(sheets, starts), front, 0)
        _draw(_appendix(), back, 3 + sum(counts))
        for path in (front, *parts, back):
            with pikepdf.open(path) as part:
                volume.pages.extend(part.pages)
        volume.save(out, deterministic_id=True)
