"""Where lines of Japanese text end: the few rules that matter for looks."""

from __future__ import annotations

from .pen import Pen

NOT_FIRST = set("、。，．・：；？！）」』】〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々)]},.%％千ﾞﾟ")
NOT_LAST = set("（「『【〔([{△約")


def wrap(pen: Pen, text: str, size: float, width: float) -> list[str]:
    """Lines of a text in a column, with the line-break rules that matter for looks."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for unit in _units(paragraph):
            if line and pen.measure(line + unit, size) > width and unit[0] not in NOT_FIRST:
                carry = ""
                while line and line[-1] in NOT_LAST and len(line) > 1:
                    carry, line = line[-1] + carry, line[:-1]
                lines.append(line)
                line = carry
            elif line and pen.measure(line + unit, size) > width + size * 0.3 and len(line) > 1:
                lines.append(line[:-1])
                line = line[-1]
            line += unit
        lines.append(line)
    return lines


def _units(text: str) -> list[str]:
    """Pieces that are not broken: a Latin word or number, else one character."""
    out: list[str] = []
    for char in text:
        latin = char.isascii() and (char.isalnum() or char in ",.-/%")
        joins = latin and out and out[-1][-1].isascii() and (out[-1][-1].isalnum() or out[-1][-1] in ",.-/")
        if joins and len(out[-1]) < 14:
            out[-1] += char
        else:
            out.append(char)
    return out
