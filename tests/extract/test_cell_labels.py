"""The labels of cells that no form has read: drawn reports of several kinds, and what they should bear."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.book import sheets
from pipelines.source import read_source
from pipelines.work import Task
from tests.drawing import Drawing

Rows = list[list[str]]
Labels = tuple[tuple[str, ...], tuple[str, ...]]

# name → (widths, rows, text of a cell → (row labels, column labels))
REPORTS: dict[str, tuple[list[float], Rows, dict[str, Labels]]] = {
    "a budget, headings in two rows, nested names": (
        [30, 90, 80, 80, 80],
        [
            ["#区分", "<", "#令和5年度", "#令和6年度", "<"],
            ["^", "<", "#決算", "#予算", "#決算"],
            ["#事業費（千円）", "<", "1,200", "1,300", "1,290"],
            ["#財源", "国庫支出金", "500", "510", "511"],
            ["^", "一般財源", "700", "△790", "―"],
        ],
        {
            "1,200": (("事業費（千円）",), ("令和5年度", "決算")),
            "1,290": (("事業費（千円）",), ("令和6年度", "決算")),
            "510": (("財源", "国庫支出金"), ("令和6年度", "予算")),
            "△790": (("財源", "一般財源"), ("令和6年度", "予算")),
            "―": (("財源", "一般財源"), ("令和6年度", "決算")),
        },
    ),
    "statistics without shading, a blank corner, units in the headings": (
        [70, 70, 70, 70, 70],
        [
            ["", "人口（人）", "<", "世帯", "面積（km²）"],
            ["^", "男", "女", "^", "^"],
            ["北地区", "1,021", "1,103", "880", "3.2"],
            ["南地区", "2,044", "2,011", "1,790", "4.51"],
            ["合計", "3,065", "3,114", "2,670", "7.71"],
        ],
        {
            "1,021": (("北地区",), ("人口（人）", "男")),
            "2,011": (("南地区",), ("人口（人）", "女")),
            "2,670": (("合計",), ("世帯",)),
            "4.51": (("南地区",), ("面積（km²）",)),
        },
    ),
    "years down the side": (
        [90, 80, 80],
        [
            ["年度", "利用者数", "利用率"],
            ["令和4年度", "12,345", "45.6％"],
            ["令和5年度", "13,001", "47.0％"],
        ],
        {"12,345": (("令和4年度",), ("利用者数",)), "47.0%": (("令和5年度",), ("利用率",))},
    ),
    "a survey: questions, options, counts": (
        [120, 120, 60, 60],
        [
            ["#設問", "#選択肢", "#回答数", "#割合"],
            ["満足していますか", "はい", "320", "64.0％"],
            ["^", "いいえ", "180", "36.0％"],
        ],
        {
            "320": (("満足していますか", "はい"), ("回答数",)),
            "36.0%": (("満足していますか", "いいえ"), ("割合",)),
        },
    ),
    "words only, under a shaded row": (
        [100, 180, 100],
        [
            ["#事業名", "#取組内容", "#担当課"],
            ["図書館運営", "本を貸し出します。", "文化課"],
            ["公園管理", "草を刈ります。", "みどり課"],
        ],
        {
            "図書館運営": ((), ("事業名",)),
            "草を刈ります。": (("公園管理",), ("取組内容",)),
            "文化課": (("図書館運営",), ("担当課",)),
        },
    ),
    "labels and values in turns": (
        [60, 70, 110, 70, 110],
        [
            ["基本情報", "事業名", "図書館運営事業", "担当課", "文化課"],
            ["^", "開始年度", "平成3年度", "根拠法令", "図書館法"],
            ["目的", "<", "本を広く市民に貸し出し、学びを支えます。", "<", "<"],
        ],
        {
            "図書館運営事業": (("基本情報", "事業名"), ()),
            "文化課": (("担当課",), ()),
            "平成3年度": (("基本情報", "開始年度"), ()),
            "図書館法": (("根拠法令",), ()),
            "本を広く市民に貸し出し、学びを支えます。": (("目的",), ()),
        },
    ),
    "a name across the years over its row": (
        [90, 80, 80],
        [
            ["実績", "4年度", "5年度"],
            ["^", "相談件数", "<"],
            ["^", "81", "92"],
            ["^", "訪問件数", "<"],
            ["^", "17", "18"],
        ],
        {"92": (("実績", "相談件数"), ("5年度",)), "17": (("実績", "訪問件数"), ("4年度",))},
    ),
    "words under years are answers, not headings": (
        [100, 80, 80],
        [
            ["#", "#5年度決算", "#6年度決算"],
            ["#実施方法", "直営", "一部委託"],
            ["#職員数", "3.0人", "2.5人"],
        ],
        {
            "一部委託": (("実施方法",), ("6年度決算",)),
            "3.0人": (("職員数",), ("5年度決算",)),
        },
    ),
    "sections across the table": (
        [90, 90, 90],
        [
            ["#1 収入", "<", "<"],
            ["区分", "5年度", "6年度"],
            ["使用料", "10", "11"],
            ["#2 支出", "<", "<"],
            ["区分", "5年度", "6年度"],
            ["委託料", "20", "22"],
        ],
        {"11": (("使用料",), ("1収入", "6年度")), "20": (("委託料",), ("2支出", "5年度"))},
    ),
}  # fmt: skip


def labels_of(path: Path) -> list[tuple[int, str, Labels]]:
    """Every cell that prints something: page, text, (row labels, column labels)."""
    return [
        (cell.printed.place.page, cell.printed.text, (cell.printed.row_labels, cell.printed.column_labels))
        for facts in sheets(path, ())
        for cell in facts.cells
        if cell.printed.text
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_every_value_bears_its_labels(name: str, tmp_path: Path) -> None:
    widths, rows, truth = REPORTS[name]
    drawing = Drawing(tmp_path / "report.pdf")
    drawing.table(80, widths, rows)
    found = {text: labels for _, text, labels in labels_of(drawing.save())}
    assert {text: found.get(text) for text in truth} == truth


@pytest.mark.parametrize("name", REPORTS)
def test_no_label_is_a_number(name: str, tmp_path: Path) -> None:
    widths, rows, _ = REPORTS[name]
    drawing = Drawing(tmp_path / "report.pdf")
    drawing.table(80, widths, rows)
    said = {label for _, _, (row, column) in labels_of(drawing.save()) for label in (*row, *column)}
    assert said
    assert [label for label in said if not any(c.isalpha() for c in label)] == []


def test_a_table_goes_on_over_a_page_end_with_and_without_its_heading(tmp_path: Path) -> None:
    widths, heading = [90, 80, 80], ["#区分", "#5年度", "#6年度"]
    drawing = Drawing(tmp_path / "report.pdf")
    drawing.table(80, widths, [heading, ["人件費", "1", "2"]])
    drawing.page()
    drawing.table(60, widths, [["物件費", "3", "4"]])
    drawing.page()
    drawing.table(60, widths, [heading, ["扶助費", "5", "6"]])
    found = {text: labels for _, text, labels in labels_of(drawing.save())}
    assert found["2"] == (("人件費",), ("6年度",))
    assert found["3"] == (("物件費",), ("5年度",))
    assert found["6"] == (("扶助費",), ("6年度",))


def test_a_table_of_other_columns_does_not_go_on_with_the_page_before(tmp_path: Path) -> None:
    drawing = Drawing(tmp_path / "report.pdf")
    drawing.table(80, [90, 80, 80], [["#区分", "#5年度", "#6年度"], ["人件費", "1", "2"]])
    drawing.page()
    drawing.table(60, [60, 110, 80], [["氏名", "山田", "3"]])
    found = {text: labels for _, text, labels in labels_of(drawing.save())}
    assert found["山田"] == (("氏名",), ())


def test_an_unknown_form_gives_its_labelled_cells_and_one_info_issue(tmp_path: Path) -> None:
    widths, rows, truth = REPORTS["a budget, headings in two rows, nested names"]
    drawing = Drawing(tmp_path / "report.pdf")
    drawing.table(80, widths, rows)
    read = read_source(Task(drawing.save(), "report.pdf"))
    assert (read.source["status"], read.source["form"]) == ("unknown_form", None)
    assert [(issue["severity"], issue["code"]) for issue in read.issues] == [("info", "unknown_form")]
    cells = [row for sheet in read.sheets for row in sheet.rows("cells")]
    found = {row["text"]: (tuple(row["row_labels"]), tuple(row["column_labels"])) for row in cells}
    assert {text: found[text] for text in truth} == truth
    assert {row["page"] for row in cells} == {1}
    assert all(row["x0"] < row["x1"] and row["top"] < row["bottom"] for row in cells)
