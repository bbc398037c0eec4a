"""Charts as pictures, for producers that cannot draw: no text in them, only pixels."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from .blocks import Chart


def chart_png(chart: Chart, width: int = 700, height: int = 260) -> bytes:
    """The bars, their numbers and names, rastered."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=20)
    most = max(v for _, v in chart.bars) or 1.0
    step = width / len(chart.bars)
    draw.line((10, height - 34, width - 10, height - 34), fill="black", width=2)
    for i, (name, number) in enumerate(chart.bars):
        x, tall = i * step + step / 4, (height - 80) * number / most
        draw.rectangle((x, height - 34 - tall, x + step / 2, height - 34), fill="#5b9bd5")
        draw.text((x, height - 62 - tall), f"{number:,.0f}", fill="black", font=font)
        draw.text((x, height - 30), name.replace("元", "1"), fill="black", font=font)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
