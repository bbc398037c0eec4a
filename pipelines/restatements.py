"""The table of past figures that a later edition prints otherwise: made on request by `tenken diff`."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipelines.columns import REAL, WHOLE, Column, Table
from pipelines.schema import BUDGETS, INDICATORS, SHEETS

_CODE, _FORM = SHEETS.by_name["municipality_code"], SHEETS.by_name["form"]
_KIND: Final = INDICATORS.by_name["kind"]


def _text(name: str, title: str, ja: str, says: str, nullable: bool = False) -> Column:
    return Column(name, _CODE.type, title, ja, says, nullable=nullable)


def _side(side: str, ja: str) -> tuple[Column, ...]:
    status, page = INDICATORS.by_name["status"], INDICATORS.by_name["page"]
    return (
        Column(f"edition_{side}", WHOLE, f"Edition {side}", f"版({ja})", f"The edition {side}.", "fiscal year", False),
        _text(f"row_id_{side}", f"Row {side}", f"行ID({ja})", "Its indicator_id, or for money its program_id."),
        Column(side, REAL, side.capitalize(), f"{ja}の値", f"The value {side}; see status.", "see the column unit"),
        replace(status, name=f"status_{side}", title=f"Status {side}", title_ja=f"状態({ja})"),
        _text(f"raw_{side}", f"As printed {side}", f"原文({ja})", f"The print {side}."),
        _text(f"source_id_{side}", f"Source {side}", f"ファイルID({ja})", "The file that it was read from."),
        replace(page, name=f"page_{side}", title=f"Page {side}", title_ja=f"ページ({ja})"),
    )  # fmt: skip


RESTATEMENTS: Final = Table(
    "restatements", "Restatements", "遡及修正",
    "One row is one figure of a past fiscal year that two editions print differently. Made by `tenken diff`.",
    (
        _CODE,
        _FORM,
        _text("table", "Table", "表", "Where the figure stands: indicators or budgets."),
        _text("sheet_no", "Sheet number", "シート番号", "Number of the sheet in the later edition."),
        _text("program", "Program name", "事業名", "Name of the program in the later edition."),
        _text("name", "Indicator or item", "指標・費目", "Name of the indicator or item in the later edition."),
        _text("unit", "Unit", "単位", "Unit in the later edition; yen for money.", nullable=True),
        INDICATORS.by_name["fiscal_year"],
        _text("kind", "Kind", "区分", f"{_KIND.description} For money: {BUDGETS.by_name['kind'].description}"),
        *_side("before", "前"),
        *_side("after", "後"),
    ),
    ("table", "row_id_before", "name", "fiscal_year", "kind"), per_sheet=False,
)  # fmt: skip
