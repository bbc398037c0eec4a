"""The small chart of one indicator: an SVG, drawn with the site, whose points stand above the years' columns."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup

YEAR_WIDTH: Final = 76  # px; the style sheet gives a year's column the same
_HEIGHT: Final = 38
_FLOOR: Final = _HEIGHT - 3
# Colours that stand for the style sheet's: a site has two themes, a drawing one set of colours.
_COLOURS: Final = {
    "#000a01": "var(--actual)",
    "#000a02": "var(--plan)",
    "#000a03": "var(--soft)",
    "#000a04": "var(--paper)",
}
_ACTUAL, _PLAN, _SOFT, _PAPER = _COLOURS
_DECIMALS: Final = re.compile(r"(\.\d\d)\d+")
_SPOKEN: Final = re.compile(r' (?:aria-[a-z]+|role|font-family|xmlns(?::xlink)?)="[^"]*"')


def spark(years: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> Markup | None:
    """Draw one indicator.

    Args:
        years: the fiscal years of the columns, ascending.
        rows: the indicator's rows: `fiscal_year`, `kind`, `value`, `status`.

    Returns:
        SVG for a page, or None where no number was printed.
    """
    if not any(row["status"] == "reported" for row in rows):
        return None
    points = tuple(
        sorted((row["fiscal_year"], row["kind"] == "actual", row["kind"], row["value"], row["status"]) for row in rows
               if row["value"] is not None)
    )  # fmt: skip
    # A mark for what is no number: of the results only, or of the plans where there is nothing else.
    leading = "actual" if any(row["kind"] == "actual" for row in rows) else rows[0]["kind"]
    marks = tuple(sorted((r["fiscal_year"], r["status"]) for r in rows if r["value"] is None and r["kind"] == leading))
    return _drawn(tuple(years), points, marks)


@lru_cache(maxsize=4096)
def _drawn(years: tuple[int, ...], points: tuple[Any, ...], marks: tuple[Any, ...]) -> Markup:
    import vl_convert

    spec = copy.deepcopy(_vega(years))
    every = [
        *({"y": year, "s": kind, "v": value, "t": "n"} for year, _, kind, value, _ in points),
        *({"y": year, "s": "", "v": None, "t": status} for year, status in marks),
    ]
    # A column that was not printed for a kind must break nothing, one that was and holds no number breaks the line.
    next(data for data in spec["data"] if data["name"] == "rows")["values"] = every + _gaps(points, marks)
    return Markup(_dressed(vl_convert.vega_to_svg(spec)))


def _gaps(points: tuple[Any, ...], marks: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Missing points of the line of results, so that it does not run across years without a number."""
    if not any(is_actual for _, is_actual, *_ in points):
        return []
    return [{"y": year, "s": "actual", "v": None, "t": "n"} for year, _ in marks]


@lru_cache(maxsize=256)
def _vega(years: tuple[int, ...]) -> dict[str, Any]:
    """The chart for these years, compiled once: compiling costs far more than drawing."""
    import altair as alt
    import vl_convert

    scale = alt.Scale(domain=list(years), type="point", padding=0.5)
    base = alt.Chart(alt.NamedData("rows")).encode(x=alt.X("y:O", axis=None, scale=scale))
    level = alt.Y("v:Q", axis=None, scale=alt.Scale(zero=False, nice=False, padding=5))
    numbers = base.transform_filter("datum.t == 'n'")
    actual = numbers.transform_filter("datum.s == 'actual'").encode(y=level)
    planned = numbers.transform_filter("datum.s != 'actual'").encode(y=level, detail="s:N")
    floor = alt.value(_FLOOR)
    layers = [
        planned.mark_line(color=_PLAN, strokeWidth=1.25, strokeDash=[3, 3]),
        planned.transform_filter("datum.v != null").mark_point(
            stroke=_PLAN, fill=_PAPER, filled=False, size=26, opacity=1, strokeWidth=1.5
        ),
        actual.mark_line(color=_ACTUAL, strokeWidth=1.75),
        actual.transform_filter("datum.v != null").mark_point(color=_ACTUAL, filled=True, size=30, opacity=1),
        base.transform_filter("datum.t == 'blank'").mark_point(
            shape="square", stroke=_SOFT, filled=False, size=16, opacity=0.4, strokeWidth=1
        ).encode(y=floor),
        base.transform_filter("datum.t == 'dash'").mark_point(
            shape="stroke", stroke=_SOFT, size=70, opacity=1, strokeWidth=1.5
        ).encode(y=floor),
        base.transform_filter("datum.t == 'text'").mark_text(
            text="文", color=_SOFT, fontSize=9, baseline="bottom"
        ).encode(y=alt.value(_HEIGHT)),
    ]  # fmt: skip
    chart = (
        alt.layer(*layers)
        .properties(width=YEAR_WIDTH * len(years), height=_HEIGHT, padding=0, background="transparent", autosize="none")
        .configure_view(stroke=None)
    )
    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(chart.to_dict())
    return compiled


def _dressed(svg: str) -> str:
    """Leave the drawing only what it needs: the values stand in the table below it, for eyes and for screen readers."""
    svg = _DECIMALS.sub(r"\1", _SPOKEN.sub("", svg))
    for stand_in, colour in _COLOURS.items():
        svg = svg.replace(stand_in, colour)
    svg = svg.replace('class="marks"', 'class="spark"', 1)
    return svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
