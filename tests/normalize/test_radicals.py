"""The radicals table is Unicode's own, whole, and named at its head."""

import unicodedata
from importlib.resources import files

from normalize import clean_text
from normalize.radicals import JAPANESE_GLYPHS, RADICALS, unicode_equivalents

ASSIGNED = [chr(code) for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)) if unicodedata.name(chr(code), "")]


def test_every_radical_that_has_an_equivalent_is_there() -> None:
    assert set(ASSIGNED) - set(unicode_equivalents()) == {"\N{CJK RADICAL REPEAT}"}
    assert len(unicode_equivalents()) == 328


def test_agrees_with_compatibility_decompositions() -> None:
    """Where Python's own Unicode data decomposes a radical, the table says the same."""
    decomposed = {r: unicodedata.normalize("NFKC", r) for r in ASSIGNED if unicodedata.normalize("NFKC", r) != r}
    assert len(decomposed) == 216
    assert {radical: unicode_equivalents()[radical] for radical in decomposed} == decomposed


def test_equivalents_are_ideographs_and_stay() -> None:
    for radical, ideograph in RADICALS.items():
        assert "IDEOGRAPH" in unicodedata.name(ideograph, "CJK UNIFIED IDEOGRAPH of a newer Unicode")
        assert clean_text(radical) == ideograph
        assert clean_text(ideograph) == ideograph


def test_only_two_differ_from_unicode() -> None:
    different = {radical for radical, ideograph in unicode_equivalents().items() if RADICALS[radical] != ideograph}
    assert different == set(JAPANESE_GLYPHS) == {"⼾", "⿊"}


def test_source_and_licence_are_stated() -> None:
    head = (files("normalize") / "data" / "radicals.txt").read_text(encoding="utf-8")[:1500]
    assert "EquivalentUnifiedIdeograph" in head
    assert "15.0.0" in head
    assert "Unicode License Agreement" in head
