"""Tables and PDFs for the tests of the site: small, made up, and with everything in them that a site may stumble on."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from pipelines.package import PACKAGE_FILE, describe, facts_of
from pipelines.schema import TABLES
from pipelines.tables import table_of

Row = dict[str, Any]

SCRIPT: Final = "<script>window.hit = 1</script>"
BREAKOUT: Final = '</script><img src=x onerror="window.hit = 2">'
ANSI: Final = "\x1b[31m赤\x1b[0m"
BIDI: Final = "課\u202e長"
# Where the value 971 stands on page 1, in points.
BOX_971: Final = (300.0, 200.0, 360.0, 220.0)
YEARS: Final = (2022, 2023, 2024, 2025)


def pdf(*pages: str) -> bytes:
    """A PDF with a word on each page; 971 stands in its box on the first."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1)
    for word in pages:
        canvas.drawString(72, A4[1] - 72, word)
        x0, top, x1, bottom = BOX_971
        canvas.rect(x0, A4[1] - bottom, x1 - x0, bottom - top)
        canvas.drawRightString(x1 - 4, A4[1] - bottom + 6, "971")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def source(content: bytes, file: str, pages: int, **more: Any) -> Row:
    sha256 = hashlib.sha256(content).hexdigest()
    row = {"source_id": sha256[:16], "file": file, "sha256": sha256, "bytes": len(content), "pages": pages,
           "status": "ok", "tool_version": "0.1.0", "extracted_at": 0, "form": "bunkyo-strategy"}  # fmt: skip
    return row | more


class Maker:
    """Collects rows of sheets."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in TABLES}

    def source(self, row: Row) -> Row:
        self.rows["sources"].append(row)
        for page in range(1, (row["pages"] or 0) + 1):
            self.rows["pages"].append({"source_id": row["source_id"], "page": page, "width": 595.28, "height": 841.89,
                                       "rotation": 0, "glyphs": 10, "in_fields": 6, "in_labels": 3, "in_figures": 0,
                                       "in_furniture": 0, "unread": 1})  # fmt: skip
        return row

    def sheet(self, no: str, title: str, source: Row, edition: int = 2025, **more: Any) -> Row:
        key = {"municipality_code": "131059", "form": "bunkyo-strategy", "edition": edition, "sheet_no": no}
        place = {"source_id": source["source_id"], "page": 1, "x0": 50.0, "top": 60.0, "x1": 500.0, "bottom": 80.0}
        sheet_id = f"131059-bunkyo-strategy-{edition}-{no}"
        row = {**key, "sheet_id": sheet_id, "municipality": "文京区", "title": title, "policy_no": 2,
               "policy": "健康で安心な生活基盤の整備", "sdgs": [1, 3], "result_fiscal_year": 2024, "page_first": 1,
               "page_last": source["pages"], **place, **more}  # fmt: skip
        self.rows["sheets"].append(row)
        return {**key, "sheet_id": sheet_id, **place}

    def program(self, base: Row, no: int, name: str, departments: list[str], **more: Any) -> Row:
        program_id = f"{base['sheet_id']}-{no:02}"
        self.rows["programs"].append({**base, "program_id": program_id, "program_no": no, "program": name,
                                      "departments": departments, **more})  # fmt: skip
        return {**base, "program_id": program_id}

    def budget(self, base: Row, kind: str, amount: int | None, raw: str, **more: Any) -> None:
        row = {**base, "fiscal_year": 2024, "kind": kind, "side": "cost", "item": "事業費", "part": "total",
               "amount_yen": amount, "status": "dash" if amount is None else "reported", "raw": raw}  # fmt: skip
        self.rows["budgets"].append(row | more)

    def indicator(self, base: Row, no: int, name: str, cells: list[tuple[str, float | None, str]], **more: Any) -> None:
        """Cells are (status, value, raw), one per year of `YEARS`."""
        for at, (year, (status, value, raw)) in enumerate(zip(YEARS, cells, strict=True)):
            box = dict(zip(("x0", "top", "x1", "bottom"), BOX_971, strict=True))
            box |= {"x0": box["x0"] + 60 * (at - 1), "x1": box["x1"] + 60 * (at - 1), "top": 200.0 + 20 * (no - 1),
                    "bottom": 220.0 + 20 * (no - 1)}  # fmt: skip
            row = {**base, "indicator_id": f"{base['program_id']}-{no:02}", "indicator_no": no, "indicator": name,
                   "category": "activity", "unit": "人", "fiscal_year": year, "kind": "actual", "value": value,
                   "status": status, "raw": raw, **box}  # fmt: skip
            self.rows["indicators"].append(row | more)

    def issue(self, issue_id: str, **more: Any) -> None:
        self.rows["issues"].append({"issue_id": issue_id, "severity": "warning", "code": "unread_glyphs"} | more)

    def write(self, out: Path) -> Path:
        """Write the tables as a run would; returns the folder."""
        facts = {}
        for name, rows in self.rows.items():
            target = out / name / "131059-bunkyo-strategy-2025.parquet"
            target.parent.mkdir(parents=True)
            pq.write_table(table_of(name, rows), target)
            facts[f"{name}/{target.name}"] = facts_of(target.read_bytes())
        (out / PACKAGE_FILE).write_bytes(describe(facts))
        return out


FOUR: Final[list[tuple[str, float | None, str]]] = [
    ("reported", 438.0, "438"), ("reported", 971.0, "971"), ("dash", None, "―"), ("blank", None, ""),
]  # fmt: skip
WORDS: Final[list[tuple[str, float | None, str]]] = [
    ("reported", 1200.5, "約1,200.5"), ("text", None, "集計中"), ("reported", 0.0, "0"), ("blank", None, ""),
]  # fmt: skip


def small(folder: Path) -> tuple[Path, Path]:
    """Two editions, hostile texts, issues with and without a place, a file of an unknown form, one that failed.

    Returns:
        The folder of the tables, and the folder of the PDFs.
    """
    raw = folder / "raw"
    raw.mkdir(parents=True)
    made = Maker()
    first, second, unknown = pdf("first", "second"), pdf("newer"), pdf("unknown")
    one = source(first, str(raw / "15.pdf"), 2)
    two = source(second, str(raw / "r8" / "15.pdf"), 1)  # is not there: it lies elsewhere
    three = source(unknown, str(raw / "other.pdf"), 1, form=None, status="unknown_form")
    gone = source(b"gone", f"../../{ANSI}.pdf", 0, status="failed", error=f"broken {SCRIPT}") | {"pages": None}
    (raw / "15.pdf").write_bytes(first)
    (raw / "other.pdf").write_bytes(unknown)
    (raw / "moved").mkdir()
    (raw / "moved" / "x.pdf").write_bytes(second)
    for row in (one, two, three, gone):
        made.source(row)
    base = made.sheet("15", f"包括的な支援 {SCRIPT}", one)
    program = made.program(base, 1, "ヤングケアラー支援推進事業", ["福祉政策課", BIDI], role=ANSI)
    made.budget(program, "actual", 1_195_000, "1,195千円")
    made.budget(program, "initial_budget", 3_025_000, "(3,025千円)")
    made.indicator(program, 1, "相談支援機関の人材育成", FOUR)
    made.indicator(program, 2, f"連絡会 {BREAKOUT}", WORDS, qualifier=None)
    made.rows["notes"].append({**program, "fiscal_year": 2024, "text": f"段落1\n段落2 {BREAKOUT}"})
    child = made.program(base, 2, BREAKOUT, [], parent_program_id=program["program_id"])
    made.budget(child, "actual", 500_000, "500千円")
    plain = made.program(base, 3, "健康診査", ["健康推進課"])
    made.budget(plain, "actual", None, "―")
    made.rows["narratives"].append({**base, "section": "review", "heading_no": 1, "heading": "見出し", "text": SCRIPT})
    made.rows["narratives"].append({**base, "section": "own_section", "heading_no": 1, "text": "本文"})
    made.rows["answers"].append({**base, "item_no": 1, "item": "法改正があった", "answer": "有"})
    made.rows["answers"].append({**base, "item_no": 2, "item": "変化があった", "answer": None})
    made.rows["figures"].append(
        {**base, "figure_no": 1, "caption": "実績の図", "source": "統計", "labels": ["R4", SCRIPT]}
    )
    newer = made.sheet("15", "包括的な支援", two, edition=2026, result_fiscal_year=2025)
    made.program(newer, 1, "ヤングケアラー支援推進事業", ["福祉政策課"])
    at = {"x0": 72.0, "top": 60.0, "x1": 120.0, "bottom": 75.0}
    key = {name: base[name] for name in ("municipality_code", "form", "edition", "sheet_no")}
    made.issue("a1", message=f"left over: {SCRIPT}", source_id=one["source_id"], page=2, **key, **at)
    made.issue(
        "b2",
        message=f"{raw}/other.pdf: no form is known",
        severity="info",
        code="unknown_form",
        source_id=three["source_id"],
        page=1,
    )
    made.issue("c3", message="broken", severity="error", code="damaged_pdf", source_id=gone["source_id"])
    made.rows["cells"].append(
        {
            "source_id": three["source_id"],
            "page": 1,
            "table_no": 1,
            "row": 1,
            "column": 1,
            "row_span": 1,
            "column_span": 2,
            "row_labels": [],
            "column_labels": [],
            "text": SCRIPT,
            **at,
        }
    )
    return made.write(folder / "tables"), raw


def many(folder: Path, count: int) -> Path:
    """Tables of `count` sheets with five programs each, without any PDF."""
    made = Maker()
    policies = (
        "子どもたちに輝く未来をつなぐ",
        "健康で安心な生活基盤の整備",
        "活力と魅力あふれるまちの創造",
        "行財政運営",
    )
    departments = [
        f"{name}課" for name in ("防災", "福祉政策", "健康推進", "教育総務", "環境政策", "区民", "広報", "施設管理")
    ]
    for number in range(1, count + 1):
        row = source(f"{number}".encode(), f"raw/{number}.pdf", 1)
        made.source(row)
        base = made.sheet(str(number), f"課題その{number}", row, policy_no=number % 4 + 1, policy=policies[number % 4])
        for no in range(1, 6):
            program = made.program(
                base, no, f"事業{number}の{no} 相談体制整備", [departments[(number + no) % 8]], role="支援する。"
            )
            made.budget(program, "actual", (number * 37 + no) * 1000, "")
            made.budget(program, "initial_budget", (number * 40 + no) * 1000, "")
            made.indicator(program, 1, f"利用者数{no}", FOUR)
    return made.write(folder / "tables")
