"""SDG icons as small PNGs: official colour, white number, white sign below.

The sheet prints the goals only as pictures, so a reader can know them by colour alone.
"""

from __future__ import annotations

import base64
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

COLOURS = (
    "#E5243B", "#DDA63A", "#4C9F38", "#C5192D", "#FF3A21", "#26BDE2", "#FCC30B", "#A21942", "#FD6925",
    "#DD1367", "#FD9D24", "#BF8B2E", "#3F7E44", "#0A97D9", "#56C02B", "#00689D", "#19486A",
)  # fmt: skip
"""Goals 1 to 17, by the United Nations' colour guide."""


@cache
def icon(goal: int, side: int = 64) -> Image.Image:
    """One goal's icon, `side` pixels square."""
    picture = Image.new("RGB", (side, side), COLOURS[goal - 1])
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=side * 0.4)
    draw.text((side * 0.08, side * 0.02), str(goal), fill="white", font=font)
    draw.rectangle((side * 0.25, side * 0.6, side * 0.78, side * 0.82), fill="white")
    return picture


@cache
def icon_png(goal: int) -> bytes:
    """The icon as PNG bytes."""
    out = BytesIO()
    icon(goal).save(out, "PNG")
    return out.getvalue()


def icon_uri(goal: int) -> str:
    """The icon as a data URI, for HTML."""
    return "data:image/png;base64," + base64.b64encode(icon_png(goal)).decode()
