"""One spelling for one text: code points repaired, widths settled, letter-spacing and wraps undone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import mojimoji

from normalize import marks
from normalize.radicals import RADICALS

_FULLWIDTH_WORD: Final = "".join(chr(code) for code in range(0xFF01, 0xFF5F) if chr(code).isalnum())  # ０-９Ａ-Ｚａ-ｚ
_HALFWIDTH_KANA: Final = "".join(map(chr, range(0xFF61, 0xFFA0)))  # from ｡ to ﾟ
_COMPATIBILITY: Final = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
_LIGATURES: Final = range(0xFB00, 0xFB07)  # LATIN SMALL LIGATURE FF … ST
_LONE_SURROGATES: Final = range(0xD800, 0xE000)
# Glyphs that vertical setting turns: back to the sign that was typed.
_VERTICAL: Final = dict(
    zip(
        "︐︑︒︓︔︕︖︙︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？…（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)


def _repairs() -> dict[int, str | None]:
    """The one table of single code points that are always another one (or none), for ``str.translate``."""
    table: dict[int, str | None] = {}
    for first, last in marks.INVISIBLE_RANGES:
        table.update(dict.fromkeys(range(ord(first), ord(last) + 1)))
    for wide in _FULLWIDTH_WORD:
        table[ord(wide)] = mojimoji.zen_to_han(wide)
    for half in _HALFWIDTH_KANA:
        table[ord(half)] = mojimoji.han_to_zen(half)
    for code in _COMPATIBILITY:
        canonical = unicodedata.normalize("NFC", chr(code))
        if canonical != chr(code):
            table[code] = canonical
    for code in _LIGATURES:
        table[code] = unicodedata.normalize("NFKC", chr(code))
    table.update(dict.fromkeys(_LONE_SURROGATES, "\N{REPLACEMENT CHARACTER}"))
    for source, target in (
        (marks.MIDDLE_DOTS, marks.MIDDLE_DOT),
        (marks.WAVES, marks.WAVE),
        (marks.PERCENTS, marks.PERCENT),
    ):
        table.update(dict.fromkeys(map(ord, source), target))
    table.update({ord(k): v for k, v in (RADICALS | _VERTICAL).items()})
    return table


def _character_class(codes: list[int]) -> str:
    """A regular-expression class of the code points, runs as ranges."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in runs)


_REPAIRS: Final = _repairs()
_BROKEN: Final = re.compile(f"[{_character_class(list(_REPAIRS))}]")

# A space is kept only between these: Latin, Greek, Cyrillic and the ASCII signs that go with them.
_WORD: Final = r"!-~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff"
_IS_WORD: Final = re.compile(f"[{_WORD}]")
_KATAKANA: Final = "ァ-ヺ"
_DASH: Final = f"[{re.escape(marks.DASHES)}]"
# A dash with a space on either side separates two katakana words: サービス － データ stays two words.
_SPACES: Final = re.compile(rf"(?<=[{_KATAKANA}])\s++({_DASH})\s++(?=[{_KATAKANA}])|\s+")
_SPACE: Final = re.compile(r"\s")
# What follows a stroke wraps without a blank: 円／|kWh.
_WRAP: Final = re.compile(rf"(?<=[／/])\n(?=[{_WORD}Ａ-Ｚａ-ｚ])")
_HYPHENATED: Final = re.compile("[A-Za-z]-")
_LONG_VOWEL: Final = re.compile(rf"(?<=[{_KATAKANA}]){_DASH}(?=[{_KATAKANA}])")
_FINAL_VOWEL: Final = re.compile(rf"(?<=[{_KATAKANA}ー][ァ-ッツ-ヺ]){_DASH}(?=$|[）)」』、。])")
_ANY_DASH: Final = re.compile(_DASH)
_MARKS: Final = (marks.VOICED, marks.SEMIVOICED, marks.VOICED_SPACING, marks.SEMIVOICED_SPACING)
_VOICING: Final = re.compile(f"([ぁ-ヿ])([{''.join(_MARKS)}])")
_TO_COMBINING: Final = {marks.VOICED_SPACING: marks.VOICED, marks.SEMIVOICED_SPACING: marks.SEMIVOICED}

# Full-width ASCII signs that belong to the half-width word around them: Ｗｉ－Ｆｉ, １，３２６, Ｎｏ．１, Ｑ＆Ａ.
# Not among them: （）：；！？［］｛｝＜＞, which are Japanese punctuation wherever they stand.
_SIGNS_IN_WORDS: Final = "．－＋／＝＆＠＿＃＊"
_SIGN_IN_WORD: Final = re.compile(
    rf"(?<=[0-9A-Za-z])[{_SIGNS_IN_WORDS}{marks.WORD_HYPHENS}](?=[0-9A-Za-z])|(?<=[0-9])，(?=[0-9])"
)
_LATE: Final = re.compile(f"[{re.escape(marks.DASHES)}{_SIGNS_IN_WORDS}，{''.join(_MARKS)}]")
_HALF: Final = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    marks.WORD_HYPHENS, "-"
)


_SHORT: Final = 80  # characters: a longer text is prose, and seldom comes twice


def repair(text: str) -> str:
    r"""Put single code points right and leave every space where it is.

    Args:
        text: any text.

    Returns:
        The text with radicals, compatibility ideographs, widths of digits, Latin and kana, middle dots and wave
        dashes in one form each, without characters that draw nothing; in Unicode's composed form (NFC).

    >>> repair("⺠⽣委員　Ｒ６")
    '民生委員\u3000R6'
    """
    if text.isascii() and text.isprintable():
        return text
    if _BROKEN.search(text):
        text = text.translate(_REPAIRS)
    return unicodedata.normalize("NFC", text)


def _one_space(match: re.Match[str]) -> str:
    """What a run of white space leaves behind: a space between Latin words, else nothing."""
    if dash := match[1]:
        return f" {dash} "
    text, start, end = match.string, match.start(), match.end()
    if not (start and end < len(text) and _IS_WORD.match(text, start - 1) and _IS_WORD.match(text, end)):
        return ""
    wrapped_after_hyphen = "\n" in match[0] and _HYPHENATED.match(text, max(start - 2, 0)) and text[end].isalpha()
    return "" if wrapped_after_hyphen else " "


def _voiced(match: re.Match[str]) -> str:
    """カ and a voicing mark of its own → ガ; a mark that fits no kana stays."""
    joined = unicodedata.normalize("NFC", match[1] + _TO_COMBINING.get(match[2], match[2]))
    return joined if len(joined) == 1 else match[0]


def clean_text(text: str) -> str:
    r"""One label, value or paragraph in one spelling.

    Digits and Latin letters become half-width and half-width kana full-width; Japanese punctuation stays
    full-width; radicals and compatibility ideographs become the ideograph; letter-spacing and line wraps go, a
    space between Latin words stays; a stroke between katakana is the long vowel. Characters with a meaning of
    their own (㎡ ① ㈱ ㋿ Ⅲ ² ½) survive, so no digit is made or lost. Idempotent; never raises.

    Args:
        text: what was printed, line breaks included; a line break only wraps.

    Returns:
        The cleaned text, without line breaks and without space at the ends.

    >>> clean_text("⺠⽣委員"), clean_text("目　　　的"), clean_text("ﾊﾟﾌﾞﾘｯｸ･ｺﾒﾝﾄ")
    ('民生委員', '目的', 'パブリック・コメント')
    >>> clean_text("（ＳＴＥＰ事業）\n KYOTO ART BOX  for KIDS"), clean_text("スーパ―マ−ケット")
    ('（STEP事業）KYOTO ART BOX for KIDS', 'スーパーマーケット')
    """
    return _kept(text) if len(text) <= _SHORT else _cleaned(text)


def _cleaned(text: str) -> str:
    if "\n" in text:
        text = _WRAP.sub("", text)
    text = repair(text)
    if _SPACE.search(text) and (joined := _SPACES.sub(_one_space, text)) != text:
        text = unicodedata.normalize("NFC", joined)  # a mark may have met its letter
    if not _LATE.search(text):
        return text
    text = unicodedata.normalize("NFC", _VOICING.sub(_voiced, text))
    text = _LONG_VOWEL.sub(marks.LONG_VOWEL, text)
    if len(_ANY_DASH.findall(text)) == 1:  # ―サービス― is a subtitle between two dashes
        text = _FINAL_VOWEL.sub(marks.LONG_VOWEL, text)
    return _SIGN_IN_WORD.sub(lambda match: _HALF[match[0]], text)


_kept = lru_cache(maxsize=16384)(_cleaned)  # labels come back on every sheet
