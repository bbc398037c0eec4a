"""The glyph ledger: every glyph of a page ends in exactly one account."""

from __future__ import annotations

from collections import Counter

from extract.facts import PageFacts
from extract.layout import PageLayout, Role


def page_facts(layout: PageLayout) -> PageFacts:
    """Add up where the glyphs of a page went; the five accounts make up all glyphs."""
    account: Counter[Role] = Counter()
    for region in layout.regions:
        if region.blank:
            continue
        glyphs = region.glyphs
        captured = min(region.captured, glyphs)
        account[region.role] += glyphs - captured
        account[Role.FIELD] += captured
        account[Role.FURNITURE] += sum(line.glyphs for line in region.readings)
    return PageFacts(
        layout.number, layout.width, layout.height, layout.rotation, layout.glyphs,
        account[Role.FIELD], account[Role.LABEL], account[Role.FIGURE], account[Role.FURNITURE], account[Role.UNREAD],
    )  # fmt: skip
