"""Forms drafted from sample sheets: they load, they recognise their own sheets, and they read the tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.book import sheets
from extract.draft import draft
from extract.form import Form, load_forms, read_form
from extract.page import UnreadablePdfError
from extract.section_titles import slugs_of
from pipelines.options import Options
from pipelines.run import run
from tests.catalogue import REAL, ROOT
from tests.drawing import Drawing
from tests.truth import faults, scores

# What a person would change in the draft of the real sheets: (line as drafted, line instead).
EDITS = [
    ('id = "draft"', 'id = "ikeda-drafted"'),
    ('name = "第7次池田市総合計画前期基本計画事務事業評価(実施事業)"', 'name = "目標設定シート"'),
    ('to = "narrative:direction"', 'to = "answer"'),
    ('direction = "', ""),  # and so no section of that name
]
MOST_EDITS = 20


def form_of(text: str, folder: Path) -> Form:
    folder.mkdir(exist_ok=True)
    (folder / "draft.toml").write_text(text, encoding="utf-8")
    return read_form(folder / "draft.toml")


def test_a_form_drafted_from_five_real_sheets_reads_their_budgets(tmp_path: Path) -> None:
    folder = REAL / "272043-ikeda"
    if not folder.is_dir():
        pytest.skip(f"the real sheets are not part of this repository: no folder {folder}")
    files = sorted(folder.glob("*.pdf"))[:5]
    lines = draft(files).splitlines()
    for before, after in EDITS:
        assert sum(line.startswith(before) for line in lines) == 1, before
        lines = [after if line.startswith(before) else line for line in lines]
    assert len(EDITS) <= MOST_EDITS
    form_of("\n".join(lines) + "\n", tmp_path / "forms")
    run(files, Options(tmp_path / "out", 1, "ikeda-drafted", (tmp_path / "forms",)))
    truth = json.loads((REAL / "272043-ikeda.json").read_text(encoding="utf-8"))
    numbers = {
        facts.sheet_no for path in files for facts in sheets(path, load_forms((tmp_path / "forms",))) if facts.form
    }
    wanted = {name: [row for row in rows if row["sheet_no"] in numbers] for name, rows in truth.items()}
    (tmp_path / "truth.json").write_text(json.dumps(wanted), encoding="utf-8")
    result = scores(tmp_path / "out", tmp_path / "truth.json")
    assert result["budgets"].expected > 100
    assert faults(result, {"*": 100.0}) == []


def sample(path: Path, number: int, name: str, amounts: list[str]) -> Path:
    """A sheet of a form that nobody knows."""
    drawing = Drawing(path)
    drawing.text(180, 40, "令和6年度 事務事業評価調書（箕面市）", 14)
    drawing.table(
        80, [60, 60, 70, 180, 60, 50], [["整理番号", str(number), "事務事業名", name, "担当課", f"第{number}課"]]
    )
    drawing.table(110, [60, 420], [["目的", f"{name}により市民の暮らしを支える。"], ["実施形態", "直営"]])
    drawing.table(
        170,
        [60, 100, 100, 100, 100],
        [
            ["区分（千円）", "<", "令和4年度決算", "令和5年度決算", "令和6年度予算"],
            ["総事業費", "<", *amounts[:3]],
            ["財源", "国庫支出金", *amounts[3:6]],
            ["^", "一般財源", *amounts[6:]],
        ],
    )
    return drawing.save()


def samples(folder: Path) -> list[Path]:
    rows = [
        ("図書館運営事業", ["1,200", "1,250", "1,300", "200", "210", "―", "1,000", "1,040", "1,300"]),
        ("公園管理事業", ["80", "90", "95", "", "", "", "80", "90", "95"]),
        ("防災訓練事業", ["3,000", "2,500", "2,600", "1,500", "1,250", "1,300", "1,500", "1,250", "1,300"]),
    ]
    return [sample(folder / f"{n}.pdf", n, name, amounts) for n, (name, amounts) in enumerate(rows, start=1)]


def test_a_draft_reads_the_sheets_that_it_was_made_from(tmp_path: Path) -> None:
    files = samples(tmp_path)
    text = draft(files)
    form = form_of(text, tmp_path / "forms")
    assert (form.municipality, form.municipality_code) == ("箕面市", "272205")
    read = [facts for path in files for facts in sheets(path, (form,))]
    assert [(facts.form, facts.edition, facts.sheet_no) for facts in read] == [
        ("draft", 2024, str(n)) for n in (1, 2, 3)
    ]
    assert [facts.fields["title"].text for facts in read] == ["図書館運営事業", "公園管理事業", "防災訓練事業"]
    assert [facts.programs[0].fields["departments"].text for facts in read] == ["第1課", "第2課", "第3課"]
    found = {(b.item, b.side, b.part, b.kind, b.year): b.printed.text for b in read[0].budgets}
    assert found == {
        ("総事業費", "cost", "total", "actual", 2022): "1,200",
        ("総事業費", "cost", "total", "actual", 2023): "1,250",
        ("総事業費", "cost", "total", "budget", 2024): "1,300",
        ("財源 / 国庫支出金", "funding", "component", "actual", 2022): "200",
        ("財源 / 国庫支出金", "funding", "component", "actual", 2023): "210",
        ("財源 / 国庫支出金", "funding", "component", "budget", 2024): "―",
        ("財源 / 一般財源", "funding", "component", "actual", 2022): "1,000",
        ("財源 / 一般財源", "funding", "component", "actual", 2023): "1,040",
        ("財源 / 一般財源", "funding", "component", "budget", 2024): "1,300",
    }
    assert {b.unit for b in read[0].budgets} == {"千円"}
    assert [n.printed.text for n in read[1].narratives if n.section == "purpose"] == [
        "公園管理事業により市民の暮らしを支える。"
    ]
    assert [(facts.place.page if facts.place else 0, facts.doubts) for facts in read] == [(1, [])] * 3


def test_a_draft_marks_its_guesses_and_is_the_same_each_time(tmp_path: Path) -> None:
    files = samples(tmp_path)
    text = draft(files)
    assert text == draft(files)
    assert [line for line in text.splitlines() if line.startswith('id = "d')] == [
        'id = "draft"  # ? small letters and hyphens'
    ]
    assert "  # ?" in next(line for line in text.splitlines() if line.startswith("edition"))


def test_a_draft_calls_its_sections_by_the_labels_that_the_sheets_print(tmp_path: Path) -> None:
    form = form_of(draft(samples(tmp_path)), tmp_path / "forms")
    assert form.section_titles["purpose"] == ("目的",)
    assert sorted(form.section_titles) == sorted(slugs_of(form))


def test_a_draft_from_committed_specimens_recognises_each_of_them(tmp_path: Path) -> None:
    files = sorted((ROOT / "data" / "raw" / "131059" / "2025").glob("*.pdf"))
    assert len(files) > 4
    form = form_of(draft(files), tmp_path / "forms")
    assert (form.municipality_code, form.municipality) == ("131059", "文京区")
    for path in files:
        first = next(sheets(path, (form,)))
        assert (first.form, first.edition) == ("draft", 2025), path
        assert len(first.indicators) > 3, path


def test_a_sample_without_text_is_named(tmp_path: Path) -> None:
    """A draft from a scan would be one of nothing."""
    drawing = Drawing(tmp_path / "scan.pdf")
    drawing.fill(50, 50, 400, 600)
    drawing.save()
    with pytest.raises(UnreadablePdfError, match=r"scan\.pdf: no text in the file"):
        draft([*samples(tmp_path), tmp_path / "scan.pdf"])


def test_a_draft_from_one_sheet_loads(tmp_path: Path) -> None:
    assert form_of(draft(samples(tmp_path)[:1]), tmp_path / "forms").id == "draft"
