"""Which variants are kept with the repository: the names only, so that no maker need be installed to know them."""

from __future__ import annotations

SPECIMENS = (
    "reportlab-frames-cid",
    "reportlab-vertical-cid",
    "reportlab-form-inset",
    "reportlab-short-slivers",
    "fpdf-identity-v",
    "weasyprint-split-rows",
    "typst-landscape-glued",
    "calc-dashed-landscape",
    "word-gothic-repeat",
    "cid-turned90-rc4",
    "cid-vertical-turned270",
    "reportlab-slivers-cid-mincho",
    "shift-jis-turned90",
    "reportlab-shuffled-framed",
    "ikeda-reportlab-cid",
)
"""Variants of which one small sheet each is kept with the repository, so that its tests need no maker."""

FOUND = {
    "calc-cut-row": ("calc-a3", 3, "44"),
    "writer-cut-row": ("writer-html", 13, "14"),
    "weasyprint-cut-row": ("weasyprint-split-rows", 5, "28"),
    "firefox-cut-table": ("firefox-split-rows", 82, "50"),
    "firefox-cut-row": ("firefox-glued", 81, "33"),
}
"""Sheets kept because they were once misread: the variant, the seed and the sheet's number by which they are made."""
