"""The one declaration of every table: names, types, units, titles, descriptions, keys.

The Arrow schemas, `datapackage.json`, the data dictionary, the export headings and the checks are all made from it.
"""

from __future__ import annotations

from typing import Final

from pipelines.columns import MOMENT, REAL, TEXT, TEXTS, WHOLE, WHOLES, Column, ForeignKey, Kind, Table

BUDGET_KINDS: Final = ("actual", "initial_budget", "budget", "current_budget", "budget_proposal")
INDICATOR_KINDS: Final = ("actual", "target", "expected")
SIDES: Final = ("cost", "funding")
PARTS: Final = ("total", "component", "of_which")
CATEGORIES: Final = ("activity", "outcome", "unit_cost", "staff")
STATUSES: Final = ("reported", "dash", "blank", "text")
SOURCE_STATUSES: Final = ("ok", "partial", "unknown_form", "scanned", "failed")
SEVERITIES: Final = ("error", "warning", "info")
PLACE: Final = ("page", "x0", "top", "x1", "bottom")  # the columns of every row that stands somewhere


def _must(name: str, title: str, ja: str, says: str, type: Kind = TEXT, unit: str | None = None,
          enum: tuple[str, ...] = ()) -> Column:  # fmt: skip
    return Column(name, type, title, ja, says, unit, nullable=False, enum=enum)


def _may(name: str, title: str, ja: str, says: str, type: Kind = TEXT, unit: str | None = None,
         enum: tuple[str, ...] = ()) -> Column:  # fmt: skip
    return Column(name, type, title, ja, says, unit, nullable=True, enum=enum)


def _natural_key(nullable: bool) -> tuple[Column, ...]:
    declare = _may if nullable else _must
    return (
        declare("municipality_code", "Municipality code", "全国地方公共団体コード",
                "Six-digit code of the local government, check digit included."),
        declare("form", "Form", "様式", "Short id of the form that the sheet follows."),
        declare("edition", "Edition", "版(年度)",
                "Fiscal year by which the publication names itself: 令和7年度進行管理 is 2025.", WHOLE, "fiscal year"),
        declare("sheet_no", "Sheet number", "シート番号",
                "Number printed on the sheet, half-width; else the page number printed on its first page; else the "
                "file's first eight hex digits and the page in the file (1a2b3c4dp1). Of two sheets that bear one "
                "number the later one's has （2） added to it."),
    )  # fmt: skip


NATURAL_KEY: Final = ("municipality_code", "form", "edition", "sheet_no")
_KEY: Final = _natural_key(nullable=False)
_KEY_IF_KNOWN: Final = _natural_key(nullable=True)

_SOURCE_ID: Final = _must("source_id", "Source", "ファイルID", "First 16 hex digits of the SHA-256 of the PDF.")
_PAGE: Final = _must("page", "Page", "ページ", "Page of that file, counted from 1.", WHOLE)


def _box(nullable: bool) -> tuple[Column, ...]:
    edges = (("x0", "Left edge", "左端"), ("top", "Top edge", "上端"), ("x1", "Right edge", "右端"),
             ("bottom", "Bottom edge", "下端"))  # fmt: skip
    says = "of the box it was read from; origin at the top left of the page as a viewer shows it."
    return tuple(Column(name, REAL, title, ja, f"{title} {says}", "pt", nullable) for name, title, ja in edges)


_BOX: Final = _box(nullable=False)
_PLACE: Final = (_SOURCE_ID, _PAGE, *_box(nullable=False))

_SHEET_ID: Final = _must("sheet_id", "Sheet", "シートID", "The sheet: municipality, form, edition and sheet number.")
_PROGRAM_ID: Final = _must("program_id", "Program", "事業ID", "The program that the row belongs to.")
_PROGRAM_ID_IF_ANY: Final = _may("program_id", "Program", "事業ID", "The program, where the row speaks of one.")
_FISCAL_YEAR: Final = _must("fiscal_year", "Fiscal year", "年度",
    "Calendar year in which the fiscal year begins: 令和6年度 is 2024.", WHOLE, "fiscal year")  # fmt: skip
_STATUS: Final = _must("status", "Status", "値の状態",
    "What was printed: reported (a number), dash (not applicable), blank (empty), text (words; see raw).",
    enum=STATUSES)  # fmt: skip
_RAW: Final = _must("raw", "As printed", "原文", "The print that the value was read from; empty for an empty cell.")

_TO_SHEET: Final = ForeignKey(("sheet_id",), "sheets")
_TO_PROGRAM: Final = ForeignKey(("program_id",), "programs")
_TO_SOURCE: Final = ForeignKey(("source_id",), "sources")
_CONTENT: Final = (_TO_SHEET, _TO_PROGRAM, _TO_SOURCE)

SHEETS: Final = Table(
    "sheets", "Sheets", "シート", "One row is one sheet: one 主要課題, one 事務事業評価, one page or more of a PDF.",
    (
        *_KEY,
        _SHEET_ID,
        _must("municipality", "Municipality", "自治体", "Name of the local government."),
        _must("title", "Title", "題名", "What the sheet is about: 主要課題, 事務事業名, 事業名."),
        _may("policy_no", "Policy number", "政策番号", "Number of the policy.", WHOLE),
        _may("policy", "Policy", "政策", "Policy that the sheet belongs to: 基本政策, 施策の柱."),
        _may("measure_no", "Measure number", "施策番号", "Number of the measure.", WHOLE),
        _may("measure", "Measure", "施策", "Measure that the sheet belongs to: 施策名称."),
        _must("sdgs", "SDGs", "SDGs", "Numbers of the Sustainable Development Goals that are marked.", WHOLES),
        _may("result_fiscal_year", "Fiscal year of results", "実績年度",
             "Latest fiscal year whose results the sheet reports.", WHOLE, "fiscal year"),
        _must("page_first", "First page", "開始ページ", "First page of the sheet in its file, counted from 1.", WHOLE),
        _must("page_last", "Last page", "終了ページ", "Last page of the sheet in its file, counted from 1.", WHOLE),
        *_PLACE,
    ),
    ("sheet_id",), (_TO_SOURCE,),
)  # fmt: skip

PROGRAMS: Final = Table(
    "programs", "Programs", "事業", "One row is one program (計画事業, 事務事業) or sub-program (細事業) of a sheet.",
    (
        *_KEY,
        _PROGRAM_ID,
        _SHEET_ID,
        _must("program_no", "Program number", "事業番号", "Place of the program on its sheet, from 1.", WHOLE),
        _may("parent_program_id", "Parent program", "上位事業ID", "For a 細事業, the program that it is part of."),
        _must("program", "Program name", "事業名", "Name of the program. Where a sub-program bears its program's name, "
              "（細事業） is added to it; no sheet prints that."),
        _must("departments", "Departments", "所管課", "Departments in charge, in the order printed.", TEXTS),
        _may("role", "Role", "事業の役割・概要", "What the program does: 事業の持つ役割, 事業概要, 事業内容."),
        *_PLACE,
    ),
    ("program_id",), (_TO_SHEET, ForeignKey(("parent_program_id",), "programs"), _TO_SOURCE),
)  # fmt: skip

BUDGETS: Final = Table(
    "budgets", "Budgets", "事業費", "One row is one amount of money: a program, a fiscal year, a kind, an item.",
    (
        *_KEY,
        _PROGRAM_ID,
        _SHEET_ID,
        _FISCAL_YEAR,
        _must("kind", "Kind", "区分",
              "actual 決算・実績, initial_budget 当初予算, budget 予算, current_budget 予算現額, "
              "budget_proposal 予算案.",
              enum=BUDGET_KINDS),
        _must("side", "Side", "歳出・財源", "Money spent (cost), or where it comes from (funding).", enum=SIDES),
        _must("item", "Item", "費目", "Printed row label; nested labels joined by ' / ', outermost first. The second "
              "of two alike for one fiscal year and kind has （2） added to it."),
        _must("part", "Part", "内訳区分",
              "total: a sum the sheet itself gives; component: adds up to it; of_which: is inside another row.",
              enum=PARTS),
        _may("amount_yen", "Amount", "金額(円)", "The amount in yen; null where none was printed (see status).",
             WHOLE, "yen"),
        _STATUS,
        _RAW,
        *_PLACE,
    ),
    ("program_id", "fiscal_year", "kind", "item"), _CONTENT,
)  # fmt: skip

INDICATORS: Final = Table(
    "indicators", "Indicators", "指標・実績",
    "One row is one printed fiscal-year column of one indicator of a program, blank ones too.",
    (
        *_KEY,
        _must("indicator_id", "Indicator", "指標ID", "The indicator that the value belongs to."),
        _PROGRAM_ID,
        _SHEET_ID,
        _must("indicator_no", "Indicator number", "指標番号", "Place of the indicator in its program, from 1.", WHOLE),
        _must("indicator", "Indicator name", "指標名", "Name of the indicator."),
        _may("indicator_note", "Indicator note", "指標の注", "Footnote (※) that trails the indicator's name."),
        _may("category", "Category", "指標の種類",
             "activity 活動・実績, outcome 成果, unit_cost 単位あたりコスト, staff 従事人員.", enum=CATEGORIES),
        _may("unit", "Unit", "単位", "Unit of the value as printed, cleaned; null where none is printed."),
        _FISCAL_YEAR,
        _must("kind", "Kind", "区分", "actual 実績, target 目標, expected 見込・想定.", enum=INDICATOR_KINDS),
        _may("value", "Value", "値", "The number, in the unit of the row; null where none was printed (see status).",
             REAL, "see the column unit"),
        _may("qualifier", "Qualifier", "限定語", "Word that softens the number: 約, 延べ, 以上, 未満, 見込, 速報 ..."),
        _STATUS,
        _RAW,
        *_PLACE,
    ),
    ("indicator_id", "fiscal_year", "kind"), _CONTENT,
)  # fmt: skip

NOTES: Final = Table(
    "notes", "Notes", "特記事項", "One row is the text that a program gives for one fiscal year.",
    (*_KEY, _PROGRAM_ID, _SHEET_ID, _FISCAL_YEAR, _must("text", "Text", "本文", "The text."), *_PLACE),
    ("program_id", "fiscal_year"), _CONTENT,
)  # fmt: skip

NARRATIVES: Final = Table(
    "narratives", "Narratives", "記述", "One row is one piece of prose: a section of a sheet, or one heading in it.",
    (
        *_KEY,
        _SHEET_ID,
        _PROGRAM_ID_IF_ANY,
        _must("section", "Section", "欄", "Short name of the section, defined by the form."),
        _must("heading_no", "Heading number", "見出し番号", "Place of the piece in its section.", WHOLE),
        _may("heading", "Heading", "見出し", "Printed heading of the piece, where there is one."),
        _must("text", "Text", "本文", "The text; paragraphs are separated by a line break."),
        *_PLACE,
    ),
    ("sheet_id", "section", "heading_no"), _CONTENT,
)  # fmt: skip

ANSWERS: Final = Table(
    "answers", "Answers", "点検項目", "One row is one question that a sheet asks, with the answer that is marked.",
    (
        *_KEY,
        _SHEET_ID,
        _PROGRAM_ID_IF_ANY,
        _must("item_no", "Item number", "項目番号", "Place of the question on its sheet, from 1.", WHOLE),
        _must("item", "Item", "項目", "The question as printed."),
        _may("answer", "Answer", "回答", "The mark or the chosen option as printed; null where none is marked."),
        *_PLACE,
    ),
    ("sheet_id", "item_no"), _CONTENT,
)  # fmt: skip

FIGURES: Final = Table(
    "figures", "Figures", "図表", "One row is one figure: a chart or picture with its caption.",
    (
        *_KEY,
        _SHEET_ID,
        _must("figure_no", "Figure number", "図番号", "Place of the figure on its sheet, from 1.", WHOLE),
        _must("caption", "Caption", "図題", "Caption of the figure."),
        _must("source", "Source", "出典", "What stands after 資料：; empty where nothing does."),
        _must("labels", "Labels", "図中の文字", "Texts printed inside the figure: axes, legend, data labels.", TEXTS),
        *_PLACE,
    ),
    ("sheet_id", "figure_no"), (_TO_SHEET, _TO_SOURCE),
)  # fmt: skip

CELLS: Final = Table(
    "cells", "Cells", "セル", "One row is one cell of one ruled table, of known and unknown forms alike.",
    (
        *_KEY_IF_KNOWN,
        _SOURCE_ID,
        _PAGE,
        _must("table_no", "Table number", "表番号", "Place of the ruled table on its page, from 1.", WHOLE),
        _must("row", "Row", "行", "First grid row of the cell.", WHOLE),
        _must("column", "Column", "列", "First grid column of the cell.", WHOLE),
        _must("row_span", "Row span", "行の結合数", "How many grid rows the cell covers.", WHOLE),
        _must("column_span", "Column span", "列の結合数", "How many grid columns the cell covers.", WHOLE),
        _must("row_labels", "Row labels", "行見出し", "Labels of its row, outermost first.", TEXTS),
        _must("column_labels", "Column labels", "列見出し", "Labels of its column, outermost first.", TEXTS),
        _must("text", "Text", "文字", "What is printed in the cell; empty for an empty cell."),
        *_BOX,
    ),
    ("source_id", "page", "table_no", "row", "column"), (ForeignKey(("source_id", "page"), "pages"),),
    per_sheet=False,
)  # fmt: skip

_WHERE_READ: Final = ("in_fields", "in_labels", "in_figures", "in_furniture", "unread")

PAGES: Final = Table(
    "pages", "Pages", "ページ", "One row is one page, with the ledger of its glyphs: each ended in exactly one place.",
    (
        _SOURCE_ID,
        _PAGE,
        _must("width", "Width", "幅", "Width of the page as a viewer shows it.", REAL, "pt"),
        _must("height", "Height", "高さ", "Height of the page as a viewer shows it.", REAL, "pt"),
        _must("rotation", "Rotation", "回転", "Clockwise rotation at which the page is read.", WHOLE, "degree"),
        _must("glyphs", "Glyphs", "文字数", "Characters printed on the page.", WHOLE, "glyph"),
        _must("in_fields", "In fields", "項目", "Glyphs that became values.", WHOLE, "glyph"),
        _must("in_labels", "In labels", "見出し", "Glyphs that are the form's own labels.", WHOLE, "glyph"),
        _must("in_figures", "In figures", "図", "Glyphs inside figures.", WHOLE, "glyph"),
        _must("in_furniture", "In furniture", "柱・ノンブル", "Glyphs of page numbers, running heads, instructions; "
              "on a page of no sheet, all outside cells.", WHOLE, "glyph"),
        _must("unread", "Unread", "未読", "Glyphs that nothing accounts for: each is in an issue.", WHOLE, "glyph"),
    ),
    ("source_id", "page"), (_TO_SOURCE,), per_sheet=False, adds_up=(_WHERE_READ, "glyphs"),
)  # fmt: skip

SOURCES: Final = Table(
    "sources", "Sources", "ファイル", "One row is one PDF file that was read, or could not be.",
    (
        _SOURCE_ID,
        _must("file", "File", "ファイル名", "Path of the file as it was given."),
        _may("sha256", "SHA-256", "SHA-256", "SHA-256 of the file's bytes; null where they could not be read."),
        _may("bytes", "Size", "サイズ", "Size of the file; null where it could not be read.", WHOLE, "byte"),
        _may("pages", "Pages", "ページ数", "Number of pages; null where the file could not be opened.", WHOLE, "page"),
        _may("producer", "Producer", "作成ソフト", "Program that wrote the PDF, by its own word."),
        _may("creator", "Creator", "原稿ソフト", "Program that the document came from, by the PDF's word."),
        _may("form", "Form", "様式", "Short id of the form that its sheets follow; null where none is known."),
        _must("status", "Status", "状態", "How reading went.", enum=SOURCE_STATUSES),
        _may("error", "Error", "エラー", "Why it failed, for people; null where it did not."),
        _must("tool_version", "Tool version", "ツールの版",
              "Version of tenken that read it, and a mark of its code and forms; `.in-part` after it where some of its "
              "sheets went when another file's run replaced their edition: the next run over it reads it again."),
        _must("extracted_at", "Extracted at", "抽出日時",
              "When a run first gave this very row; a run that finds nothing changed keeps it.", MOMENT),
    ),
    ("source_id",), (), per_sheet=False,
)  # fmt: skip

ISSUES: Final = Table(
    "issues", "Issues", "要確認事項", "One row is one thing that was not read, or was read with doubt.",
    (
        *_KEY_IF_KNOWN,
        _must("issue_id", "Issue", "ID", "Stable id of the issue."),
        _must("severity", "Severity", "重要度", "error: data is missing; warning: doubt; info: for the record.",
              enum=SEVERITIES),
        _must("code", "Code", "コード", "Stable short name of the kind of issue."),
        _must("message", "Message", "内容",
              "What was seen, for people; what to do about it stands by its code in docs/issues.md."),
        _may("table", "Table", "表", "Table of the row that it speaks of."),
        _may("row_id", "Row", "行ID", "Id of the row that it speaks of."),
        _may("source_id", "Source", "ファイルID", "The file that it speaks of."),
        _may("page", "Page", "ページ", "Page of that file, counted from 1.", WHOLE),
        *_box(nullable=True),
    ),
    ("issue_id",), (_TO_SOURCE,), per_sheet=False,
)  # fmt: skip

TABLES: Final = {
    table.name: table
    for table in (SHEETS, PROGRAMS, BUDGETS, INDICATORS, NOTES, NARRATIVES, ANSWERS, FIGURES,
                  CELLS, PAGES, SOURCES, ISSUES)
}  # fmt: skip
