"""How offices print: values → texts, written without a look at how `normalize` reads them."""

from collections.abc import Callable
from decimal import Decimal

WIDE = str.maketrans("0123456789,.%()", "０１２３４５６７８９，．％（）")
DIGITS = "〇一二三四五六七八九"
FORMAL = str.maketrans("一二三十", "壱弐参拾")


def grouped(value: Decimal | int) -> str:
    return f"{value:,}"


def plain(value: Decimal | int) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def wide(text: str) -> str:
    return text.translate(WIDE)


def kanji(value: int) -> str:
    """Kanji numerals as they are read: 12,034 → 一万二千三十四."""
    if value == 0:
        return "〇"
    parts = []
    for power, big in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        section, value = divmod(value, power)
        if section:
            parts.append(_section(section, whole=bool(big)) + big)
    return "".join(parts)


def _section(value: int, *, whole: bool) -> str:
    text = ""
    for power, small in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, power)
        if digit:
            text += ("" if digit == 1 and not (whole and power == 1000) else DIGITS[digit]) + small
    return text + (DIGITS[value] if value else "")


def positional(value: int) -> str:
    """Kanji numerals digit by digit: 305 → 三〇五."""
    return "".join(DIGITS[int(digit)] for digit in str(value))


def mixed(value: int, *, small: bool = False) -> str:
    """Figures and scales: 38,477,000 → 3,847万7,000; with small scales 3,847万7千."""
    if value == 0:
        return "0"
    text = ""
    for power, big in ((10**12, "兆"), (10**8, "億"), (10**4, "万")):
        section, value = divmod(value, power)
        if section:
            text += f"{section:,}{big}"
    if value and small and value % 1000 == 0:
        return text + f"{value // 1000}千"
    return text + (f"{value:,}" if value else "")


def letter_spaced(text: str, gaps: list[bool]) -> str:
    return "".join(sign + (" " if gap else "") for sign, gap in zip(text, gaps, strict=False)) + text[len(gaps) :]


ERAS: list[tuple[str, str, str, int, int]] = [
    ("明治", "M", "㍾", 1868, 45),
    ("大正", "T", "㍽", 1912, 15),
    ("昭和", "S", "㍼", 1926, 64),
    ("平成", "H", "㍻", 1989, 31),
    ("令和", "R", "㋿", 2019, 31),
]

# name, letter, square, number, western year → a heading
YEAR_STYLES: list[Callable[[str, str, str, int, int], str]] = [
    lambda name, letter, square, n, west: f"{name}{n}年度",
    lambda name, letter, square, n, west: wide(f"{name}{n}年度"),
    lambda name, letter, square, n, west: f"{name} {n} 年度",
    lambda name, letter, square, n, west: f"{name}\n{n}年度",
    lambda name, letter, square, n, west: "　".join(f"{name}{n}年度"),
    lambda name, letter, square, n, west: f"{name}{'元' if n == 1 else n}年度",
    lambda name, letter, square, n, west: f"{name}{kanji(n)}年度",
    lambda name, letter, square, n, west: f"{name}{positional(n)}年度",
    lambda name, letter, square, n, west: f"{name}{n}年",
    lambda name, letter, square, n, west: f"{letter}{n}年度",
    lambda name, letter, square, n, west: f"{letter}{n:02d}年度",
    lambda name, letter, square, n, west: f"{letter}.{n}年度",
    lambda name, letter, square, n, west: f"{chr(ord(letter) + 0xFEE0)}{n}年度",
    lambda name, letter, square, n, west: f"{letter}{'元' if n == 1 else n}({west})",
    lambda name, letter, square, n, west: wide(f"{letter}{n}({west})"),
    lambda name, letter, square, n, west: f"{letter}{n}年4月",
    lambda name, letter, square, n, west: f"{letter}{n}.4.1",
    lambda name, letter, square, n, west: f"{square}{n}年度",
    lambda name, letter, square, n, west: f"{name[0]}{n}年度",
    lambda name, letter, square, n, west: f"{name}{n}({west})年度",
    lambda name, letter, square, n, west: f"{name}{n}年度（{west}年度）",
    lambda name, letter, square, n, west: f"{west}({letter}{n})",
    lambda name, letter, square, n, west: f"{west}年度（{name}{n}年度）",
    lambda name, letter, square, n, west: f"{west}年度",
    lambda name, letter, square, n, west: wide(f"{west}年度"),
    lambda name, letter, square, n, west: f"{west}",
    lambda name, letter, square, n, west: f"FY{west}",
    lambda name, letter, square, n, west: f"{name}{n}年度決算",
    lambda name, letter, square, n, west: f"{name}{n}年度当初予算額（千円）",
    lambda name, letter, square, n, west: f"{letter}{n}年度末実績",
    lambda name, letter, square, n, west: f"事業費（{name}{n}年度）",
]
