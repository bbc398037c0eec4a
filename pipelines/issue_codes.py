"""Every issue code: how grave it is, what it means, what to do. `docs/issues.md` is made from this list.

``python -m pipelines.issue_codes > docs/issues.md``
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class IssueCode:
    """A kind of issue.

    Attributes:
        code: its stable short name.
        severity: ``error`` data is missing, ``warning`` doubt, ``info`` for the record.
        means: what was seen.
        do: what a newcomer can do about it.
    """

    code: str
    severity: str
    means: str
    do: str


_FETCH = "Fetch the file again from where it was published; else open it in a viewer and print it to a new PDF."
_LOOK = "Look at the page (`tenken draw FILE --page N`) at the box that the issue names."
_FORM = "Look at the page; if the form has changed, add the label to its form file: [how](new-fiscal-year.md#the-form-changed)."
_REPORT = "Please report it, with the file if it is public."

_FILES: Final = (
    IssueCode("empty_file", "error", "The file has 0 bytes.", _FETCH),
    IssueCode("not_a_pdf", "error", "The file is not a PDF: a web page or another format under a PDF's name.",
              "Fetch the PDF itself; a download page often stands at the address that looks like it."),
    IssueCode("password", "error", "The PDF opens only with a password.",
              "Ask the publisher for an open copy, or save one without a password."),
    IssueCode("damaged_pdf", "error", "The PDF is damaged or cut off and could not be repaired.", _FETCH),
    IssueCode("damaged_page", "error", "One page cannot be opened; the file's other pages are in the tables.", _FETCH),
    IssueCode("missing_pages", "error", "The file's own count of pages is higher than the pages that are there.",
              _FETCH),
    IssueCode("repaired_file", "warning", "The file lacks its end or its index and was read by repairing it: what stood "
              "in the lost part is not in the tables.", _FETCH),
    IssueCode("too_many_objects", "error", "A page draws more lines, texts or characters than any sheet holds.",
              "If the page is genuine (a map, a plan), leave it out; else treat the file with care."),
    IssueCode("scanned", "error", "The file holds pictures of pages, no text.",
              "Run an OCR program over it, or ask for the original."),
    IssueCode("scanned_page", "error", "One page is a picture, without text; the file's other pages are in the tables.",
              "Run an OCR program over it, or ask for the original."),
    IssueCode("unreadable_file", "error", "The system does not give the file's content.",
              "Check permissions, and links that lead nowhere."),
    IssueCode("unreadable_folder", "error", "A folder could not be listed: PDFs inside it were not read.",
              "Check its permissions and run again."),
    IssueCode("not_a_file", "error", "The name belongs to a pipe, a socket or a device, not to a file with content.",
              "Remove it from the folder; it was not opened."),
    IssueCode("file_changed", "error", "The file was written to while it was read.", "Run again when it is complete."),
    IssueCode("took_too_long", "error", "Reading took longer than the time limit.",
              "Raise `--time-limit` if the file is genuine."),
    IssueCode("too_much_memory", "error", "Reading took more memory than the limit.",
              "Raise `--memory-limit` if the file is genuine."),
    IssueCode("reader_crashed", "error", "The process that read the file died.",
              "Open the file in a viewer and print it to a new PDF. " + _REPORT),
    IssueCode("internal_error", "error", "tenken itself failed on the file.", _REPORT),
    IssueCode("unknown_form", "info", "No form is known for any page of the file, or none but those that `--form` left out; its "
              "ruled cells are in `cells`.",
              "Write a form file for it, or leave it."),
    IssueCode("pages_outside_sheets", "info", "Pages of a volume that belong to no sheet: covers, contents, appendices.",
              "Nothing, unless a sheet stands there."),
    IssueCode("duplicate_file", "info", "Two files have the same content; it was read once.", "Nothing."),
    IssueCode("duplicate_sheet", "warning", "One sheet stands in two files, or twice in one; the first one's rows count.",
              "Decide which one is current and leave the other out."),
    IssueCode("same_number", "warning", "Two sheets of other titles or departments bear one number; the later one has "
              "（2） added to it in all tables.", "If one is a correction of the other, leave one out; else go by their titles: which "
              "one is the later depends on the names of the files."),
)  # fmt: skip

_SHEETS: Final = (
    IssueCode("unrecognised_sheet", "warning", "A page bears labels of a known form, but not the title by which a sheet "
              "begins.", _FORM),
    IssueCode("no_edition", "error", "The sheet names no fiscal year of its own, so its rows have no key.", _LOOK),
    IssueCode("no_sheet_no", "error", "The sheet's number was not found; file and page stand in for it.", _FORM),
    IssueCode("no_title", "error", "The sheet's title was not found.", _FORM),
    IssueCode("no_programs", "error", "No program was found on the sheet.", _FORM),
    IssueCode("no_program_name", "error", "A program of the sheet has no name.", _LOOK),
    IssueCode("uncertain_program", "warning", "Text that was not read, perhaps the row of a program, stands above a program's "
              "values, or they stand beside its name, not below it: they may be another program's.", _LOOK),
    IssueCode("missing_part", "warning", "A part that every sheet of this form has was not found on this one, or not as often "
              "as on every other.", _FORM),
    IssueCode("repeated_part", "warning", "A heading that every sheet has once stands on two pages of this one: one of them "
              "may belong to another sheet, whose first page is missing.", _LOOK),
    IssueCode("pages_side_by_side", "warning", "Two upright pages seem to be printed side by side on one sheet of paper: "
              "then their rows were read across, and belong to the wrong programs or are missing.",
              "Give the file with one page to a page, as published. Of a form that is as wide as two pages all is well."),
    IssueCode("no_fiscal_year", "error", "A value stands under no fiscal year, so it has no key and no row.", _LOOK),
    IssueCode("unread_text", "warning", "Text that nothing of the form reads; the message holds it.", _FORM),
    IssueCode("garbled_page", "error", "The fonts of a page do not say what most of its glyphs mean, or no Japanese "
              "letter is known.",
              "Read the print itself, or ask for the original: the PDF was made anew by a program that lost the meanings."),
    IssueCode("garbled_text", "warning", "Glyphs without a code for their character: �, private use, or a bare glyph "
              "number. An `info` in a chart.", "Read the print itself: the PDF's font does not say what its glyphs mean."),
    IssueCode("hidden_text", "warning", "Text that nobody sees, white on white, transparent, painted over or in a layer that "
              "is off: it is in no table. The message quotes it.",
              "Ask the publisher if it matters: the print does not show it."),
    IssueCode("picture_in_cell", "warning", "A picture stands in a cell, or letters that were turned into outlines: what they "
              "show is in no table.", _LOOK),
    IssueCode("struck_text", "warning", "A line runs through some of a text, as if it were struck out: it was read as if it "
              "stood.", _LOOK),
    IssueCode("missing_value", "warning", "A label of the form stands without a cell for its value, a question without an "
              "answer, a row without what every row has, or nothing in a heading over others.", _LOOK),
    IssueCode("no_icons", "info", "No icon of a Sustainable Development Goal stands beside the label for them.",
              "Look at the page; the sheet may have none."),
    IssueCode("overprinted_text", "warning", "Letters stand upon one another: two texts are printed in one place, "
              "or small letters over a line, its reading, were left out of it; "
              "`info` for the labels of a chart.",
              _LOOK),
    IssueCode("label_in_value", "warning", "A label of the form stands inside a value, or a piece of a value in a label: a rule "
              "between them is missing.",
              _LOOK),
    IssueCode("merged_cells", "warning", "One cell where others of its row have two or more, several options, marks or "
              "headings in one, or one label beside several rows: a rule is missing, and two values may have run "
              "together.", _LOOK),
    IssueCode("cut_text", "warning", "A rule runs through a text: one letter or mark stands alone beside the rest, "
              "half a pair of brackets in a heading over years, or the text runs over the side of its cell, or has no "
              "room in it; or the two prints of a line that a page end cuts differ.", _LOOK),
    IssueCode("prose_in_figure", "warning", "A sentence or an inner heading stands among a figure's texts, which run to "
              "the next caption or section: it may belong to the section's prose.", _LOOK),
)  # fmt: skip

_ROWS: Final = (
    IssueCode("not_a_number", "warning", "Words stand where a number would; the value is null, the print is in `raw`, or, "
              "where no row holds it, in the message.", "Read the print."),
    IssueCode("unit_mismatch", "warning", "A value prints another unit than its row, the number is as printed; or the sheet prints "
              "another money unit than its form has, and its amounts may be a thousand times off.", _LOOK),
    IssueCode("unknown_column", "warning", "A column that the form does not know holds something.", _FORM),
    IssueCode("unknown_row", "warning", "A row that the form does not know holds something, or has a name; or cells of a "
              "table stand in a section's prose.", _FORM),
    IssueCode("unknown_mark", "warning", "A mark beside an option that the form does not know.", _FORM),
    IssueCode("unnamed_row", "warning", "Values stand in a row without a name, or an answer in one without its question.", _LOOK),
    IssueCode("merged_value", "warning", "One cell stands for several fiscal years or questions; each one's row bears its value.",
              _LOOK),
    IssueCode("stacked_amounts", "warning", "A cell that holds two amounts, an upper and a lower one or one in "
              "brackets, holds another number of them.", _LOOK),
    IssueCode("repeated_row", "warning", "One item stands twice for one fiscal year, and the second is numbered; or one "
              "question is answered twice.", _LOOK),
    IssueCode("repeated_column", "error", "Two columns say the same fiscal year; the second one's values are left out.",
              _LOOK),
)  # fmt: skip

_GATES: Final = (
    IssueCode("sum_mismatch", "warning", "A printed sum or difference is not that of its parts, within rounding. "
              "The printed values stay.", "Compare with the print: a misreading of tenken, or an error of the publisher."),
    IssueCode("ratio_mismatch", "warning", "A printed ratio is not the quotient of its two figures, within rounding.",
              "Compare with the print."),
    IssueCode("conflicting_value", "warning", "A sheet prints a value that it has once twice, and not alike; the first "
              "print counts. A page of another sheet may stand among its own.", _LOOK),
    IssueCode("years_out_of_order", "warning", "The fiscal years over a row do not rise from left to right.",
              "Compare the headings with the print."),
    IssueCode(
        "number_gap",
        "warning",
        "A volume without a contents page, or an edition of several files, holds no sheet of some number between its "
        "first and its last. Where more numbers are missing than are there, only some sheets of an edition were given, "
        "and nothing is said.",
        "Look for the sheet in the volume, or for its file; it may bear another number.",
    ),
    IssueCode("page_gap", "warning", "The printed page numbers of a sheet's pages do not go on from one to the next: a "
              "page is missing between them, or stands in another place.", _LOOK),
    IssueCode("not_in_contents", "warning", "The volume's contents page and its sheets do not agree.", _LOOK),
    IssueCode("readers_differ", "warning", "Two readers give different text for one cell (`--verify`); `info` where the "
              "cause is known: see [two readings](two-readings.md).", _LOOK),
    IssueCode("verify_failed", "info", "The second reader could not read the page, so it was not compared (`--verify`).",
              "Nothing: the first reading stands."),
)  # fmt: skip

PARTS: Final = (
    ("Files", "A file or a folder as a whole.", _FILES),
    ("Sheets and pages", "What is printed, and where it ended.", _SHEETS),
    ("Rows and values", "One row or one value.", _ROWS),
    ("Checks", "What the print says twice, or two readers read.", _GATES),
)
CODES: Final = {code.code: code for _, _, codes in PARTS for code in codes}


def as_page() -> str:
    """The page `docs/issues.md`."""
    lines = [
        "# Issues: what was not read, or read with doubt",
        "",
        "Made by `python -m pipelines.issue_codes > docs/issues.md`; do not edit by hand.",
        "",
        "Every row of the table `issues` has one of these codes. An `error` means that data is missing, a `warning` that",
        "something wants a look, an `info` is for the record. The message says what was seen; page and box say where.",
    ]
    for title, says, codes in PARTS:
        lines += [
            "",
            f"## {title}",
            says,
            "",
            "| code | severity | what it means | what to do |",
            "| --- | --- | --- | --- |",
        ]
        lines += [f"| `{c.code}` | {c.severity} | {c.means} | {c.do} |" for c in codes]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_page())
