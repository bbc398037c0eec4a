"""The charts of the overview as Vega-Lite, drawn in the browser by the runtime that the site carries with it."""

from __future__ import annotations

from typing import Any, Final

import altair as alt

# Names of colours that the page's script replaces by those of the theme in use.
ACTUAL: Final = "@actual"
INK: Final = "@ink"
PAPER: Final = "@paper"
_BAR_STEP: Final = 30
_OKU: Final = 100_000_000


def runtime() -> str:
    """Vega, Vega-Lite and their embedding as one script that sets `vegaEmbed`; it loads nothing."""
    import vl_convert

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))


def money_chart(bars: int, largest: int, planned: bool, words: dict[str, str], language: str) -> dict[str, Any]:
    """Bars of actual money with a tick at the plan, one line per group; data is named `rows`.

    Args:
        bars: how many lines.
        largest: the greatest amount, which settles the unit of the axis.
        planned: whether there is any plan to mark.
        words: the texts `actual`, `plan`, `rate`.
        language: ja or en.
    """
    axis = alt.Axis(labelExpr=_amounts(largest, language), tickCount=4, grid=True, domain=False, ticks=False)
    name = alt.Y(f"{'name' if language == 'ja' else 'name_en'}:N", sort=None,
                 axis=alt.Axis(title=None, domain=False, ticks=False, labelPadding=10, labelLimit=230))  # fmt: skip
    tips = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip(f"actual_{language}:N", title=words["actual"]),
        alt.Tooltip(f"plan_{language}:N", title=words["plan"]),
        alt.Tooltip("rate:N", title=words["rate"]),
    ]
    base = alt.Chart(alt.NamedData("rows")).encode(y=name, tooltip=tips)
    bar = base.mark_bar(color=ACTUAL, height=12, cornerRadiusEnd=1).encode(x=alt.X("actual:Q", title=None, axis=axis))
    tick = base.mark_tick(color=INK, thickness=2, size=20).encode(x=alt.X("plan:Q", title=None))
    return _dict(alt.layer(*([bar, tick] if planned else [bar])).properties(width="container", height=_BAR_STEP * bars))


def rate_chart(largest: int, words: dict[str, str], language: str) -> dict[str, Any]:
    """A point per program: planned money against the execution rate; data is named `rows`."""
    powers = alt.Axis(labelExpr=_amounts(largest, language), values=[10**power for power in range(3, 14)], ticks=False,
                      domain=False, labelFlush=False, labelOverlap=True, grid=False)  # fmt: skip
    x = alt.X("plan:Q", title=words["plan"], scale=alt.Scale(type="log", nice=False, padding=12), axis=powers)
    y = alt.Y("rate:Q", title=words["rate"], scale=alt.Scale(zero=True, nice=True),
              axis=alt.Axis(format=".0%", tickCount=5, ticks=False, domain=False))  # fmt: skip
    tips = [
        alt.Tooltip("program:N", title=words["program"]),
        alt.Tooltip("departments:N", title=words["department"]),
        alt.Tooltip(f"actual_{language}:N", title=words["actual"]),
        alt.Tooltip(f"plan_{language}:N", title=words["plan"]),
        alt.Tooltip("rate_text:N", title=words["rate"]),
    ]
    points = (
        alt.Chart(alt.NamedData("rows"))
        .mark_point(filled=True, color=ACTUAL, opacity=0.75, size=55, stroke=PAPER, strokeWidth=1, cursor="pointer")
        .encode(x=x, y=y, tooltip=tips)
    )
    full = (
        alt.Chart(alt.InlineData(values=[{"full": 1}]))
        .mark_rule(color=INK, strokeDash=[2, 3], opacity=0.6)
        .encode(y="full:Q")
    )
    return _dict(alt.layer(full, points).properties(width="container", height=300))


def _amounts(largest: int, language: str) -> str:
    """A Vega expression that writes an amount on an axis."""
    if language == "en":
        big, small = "'¥' + format(datum.value / 1e9, '~') + 'bn'", "'¥' + format(datum.value / 1e6, ',~') + 'm'"
        return f"!datum.value ? '0' : datum.value >= 1e9 ? {big} : {small}"
    big = "format(datum.value / 1e8, ',~') + '億円'"
    small = "datum.value ? format(datum.value / 1e4, ',~') + '万円' : '0'"
    return f"datum.value >= {_OKU} ? {big} : {small}" if largest >= _OKU else small


def _dict(chart: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    made: dict[str, Any] = chart.properties(background="transparent").configure_view(stroke=None).to_dict()
    return made
