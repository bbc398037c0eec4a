"""The normalizers on a whole pandas Series: the same values in nullable columns, a column at a time.

What `normalize` says is the law here too. Most cells are digits with something before and behind (△ 463, 45.6％,
20,097千円), and columns repeat that frame: each frame is read around a few stand-in digits, and the digits are read
column-wise in Arrow. Every other distinct text is read once as it stands, and so is every text in a frame whose meaning
depends on the digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from normalize import Amount, Number, Status, clean_text, parse_amount, parse_date, parse_fiscal_year, parse_number
from pipelines.fitting import fitting

T = TypeVar("T")

_DTYPES: Final = {
    pa.float64(): pd.Float64Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.string(): pd.StringDtype("pyarrow", na_value=pd.NA),
}

_WIDE: Final = dict(zip("０１２３４５６７８９，．", "0123456789,.", strict=True))
_HAS_WIDE: Final = f"[{''.join(_WIDE)}]"
_FRAMED: Final = r"^(?P<head>[^0-9]*)(?P<digits>[0-9][0-9,]*)(?P<fraction>\.[0-9]+)?(?P<tail>(?:[^0-9.,][^0-9]*)?)$"
# Twelve digits: times a scale of up to a million they fit 64 bits, and alone they fit a float64 exactly.
_DIGITS: Final = r"^(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){0,3}|[1-9][0-9]{0,11}|0)$"
_FRACTION: Final = r"^(?:\.[0-9]{1,3})?$"
_LONGEST: Final = 60
_LARGEST_FACTOR: Final = 10**6
_LARGEST_EXACT: Final = 2**53  # of float64's whole numbers
# Two to tell what a frame makes of its digits; and 5, which like 6 is a grade of an earthquake before 強 and 弱.
_STAND_INS: Final = (7, 11, 5)
# A sign that no row here has, to keep head and tail apart.
_GAP: Final = "\x00"
# Nothing in it that clean_text would change: no space, no dash, no wide or rare sign.
_CLEAN: Final = "^[0-9A-Za-z一-龥ぁ-ゖァ-ヶー々、。「」（）・]*$"


@dataclass(frozen=True, slots=True)
class _Digits:
    """The rows that are digits in a frame, taken apart column-wise.

    Attributes:
        rows: for every row of the column, whether it is one of these.
        frames: the distinct frames, head and tail around a gap.
        places: for each of these rows, the place of its frame.
        digits: each number's digits, without commas and without its fraction, as int64.
        value: each number with its fraction, as float64.
        whole: for each of these rows, whether it has no fraction.
    """

    rows: pa.BooleanArray
    frames: list[str]
    places: pa.Array
    digits: pa.Int64Array
    value: pa.DoubleArray
    whole: pa.BooleanArray


def _texts(series: pd.Series[Any]) -> pa.StringArray:
    """The Series as one Arrow array of strings; missing values stay missing."""
    try:
        array = pa.array(series, type=pa.string(), from_pandas=True)
    except UnicodeEncodeError:  # a lone surrogate: no text, but no reason to stop
        safe = [None if pd.isna(text) else text.encode("utf-8", "replace").decode("utf-8") for text in series]
        array = pa.array(safe, type=pa.string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _halved(texts: pa.StringArray) -> pa.StringArray:
    """Full-width digits and their signs half-width, in the rows that have any."""
    wide = pc.fill_null(pc.match_substring_regex(texts, _HAS_WIDE), False)
    if not pc.any(wide).as_py():
        return texts
    rows = texts.filter(wide)
    for sign, half in _WIDE.items():
        rows = pc.replace_substring(rows, sign, half)
    return pc.replace_with_mask(texts, wide, rows)


def _take_apart(texts: pa.StringArray) -> _Digits:
    parts = pc.extract_regex(_halved(texts), _FRAMED)
    digits, fraction = pc.struct_field(parts, "digits"), pc.struct_field(parts, "fraction")
    proper = pc.and_(pc.match_substring_regex(digits, _DIGITS), pc.match_substring_regex(fraction, _FRACTION))
    short = pc.less(pc.utf8_length(texts), _LONGEST)
    apart = pc.invert(pc.match_substring(texts, _GAP))
    rows = pc.fill_null(pc.and_(pc.and_(proper, short), apart), False)
    kept = parts.filter(rows)
    head, fraction, tail = (pc.struct_field(kept, name) for name in ("head", "fraction", "tail"))
    digits = pc.replace_substring(pc.struct_field(kept, "digits"), ",", "")
    frames = pc.binary_join_element_wise(head, tail, _GAP).dictionary_encode()
    return _Digits(
        rows=rows,
        frames=frames.dictionary.to_pylist(),
        places=frames.indices,
        digits=digits.cast(pa.int64()),
        value=pc.binary_join_element_wise(digits, fraction, "").cast(pa.float64()),
        whole=pc.equal(fraction, ""),
    )


def _readings(frames: Sequence[str], read: Callable[[str], T]) -> list[tuple[T, ...]]:
    """Every frame read around each of the stand-ins."""
    return [tuple(read(frame.replace(_GAP, str(digits))) for digits in _STAND_INS) for frame in frames]


def _factor(values: Sequence[Decimal | int | None]) -> int | None:
    """What a frame makes of its digits, as the stand-ins for them tell; None where the value is not made of them."""
    first = values[0]
    if first is None or first % _STAND_INS[0]:
        return None
    factor = int(first) // _STAND_INS[0]
    made = [factor * digits for digits in _STAND_INS]
    return factor if abs(factor) <= _LARGEST_EXACT and list(values) == made else None


def _all_text(readings: Iterable[tuple[Number, ...] | tuple[Amount, ...]]) -> list[bool]:
    """Whether a frame is no number, whatever the digits in it are."""
    return [all(reading.status == Status.TEXT for reading in around) for around in readings]


def _distinct(texts: pa.StringArray, read: Callable[[str], T], missing: T) -> tuple[list[T], pa.Array]:
    """Read every distinct text once: the results, and for every row the place of its result."""
    encoded = texts.dictionary_encode()
    results = [read(text) for text in encoded.dictionary.to_pylist()]
    return [*results, missing], pc.fill_null(encoded.indices, len(results))


def _taken(values: Sequence[Any], kind: pa.DataType, places: pa.Array) -> pa.Array:
    return pa.array(values, type=kind).take(places)


def _merged(rows: pa.BooleanArray, fast: pa.Array, slow: pa.Array) -> pa.Array:
    """The rows read column-wise and the others, back in the column's order."""
    nth_fast = pc.cumulative_sum(rows.cast(pa.int64()))
    nth_slow = pc.cumulative_sum(pc.invert(rows).cast(pa.int64()))
    places = pc.subtract(pc.if_else(rows, nth_fast, pc.add(nth_slow, len(fast))), 1)
    return pa.concat_arrays([fast, slow]).take(places)


def _frame(columns: dict[str, pa.Array], index: pd.Index[Any]) -> pd.DataFrame:
    frame: pd.DataFrame = pa.table(columns).to_pandas(types_mapper=_DTYPES.get)
    return frame.set_axis(index, axis="index")


def _named(values: pa.Array, like: pd.Series[Any]) -> pd.Series[Any]:
    """The values as a Series with the index and the name of another."""
    column: pd.Series[Any] = _frame({"values": values}, like.index)["values"]
    column.name = like.name
    return column


def _within(rows: pa.BooleanArray, sure: pa.BooleanArray) -> pa.BooleanArray:
    """Of the rows, those that are sure; ``sure`` has one entry for each of the rows."""
    return pc.replace_with_mask(rows, rows, sure)


def numbers(series: pd.Series[Any]) -> pd.DataFrame:
    """`normalize.parse_number` on a Series of texts.

    Args:
        series: texts as printed; missing values count as blank cells.

    Returns:
        A frame on the same index: ``value`` (Float64), ``status``, ``qualifier`` and ``unit`` (string).

    >>> numbers(pd.Series(["1,234", "約△5％", "―", "10～20"])).value.to_list()
    [1234.0, -5.0, <NA>, <NA>]
    """
    texts = _texts(series)
    found = _take_apart(texts)
    readings = _readings(found.frames, parse_number)
    frames = [around[0] for around in readings]
    factors = [None if around[0].unit == "年" else _factor([number.value for number in around]) for around in readings]
    factor = _taken(factors, pa.float64(), found.places)
    nonzero = pc.not_equal(found.digits, 0)  # 7千年 is no quantity, and 0千年 is one
    text = pc.and_(_taken(_all_text(readings), pa.bool_(), found.places), nonzero)
    plain = pc.fill_null(pc.or_(found.whole, pc.equal(pc.abs(factor), 1.0)), False)
    sure = pc.or_(text, pc.and_(factor.is_valid(), plain))
    rows = _within(found.rows, sure)
    value = pc.add(pc.multiply(found.value, factor), 0.0).filter(sure)  # adding zero: no -0.0
    places = found.places.filter(sure)
    parsed, slow = _distinct(texts.filter(pc.invert(rows)), parse_number, Number(None, Status.BLANK))
    floats = [None if number.value is None else float(number.value) for number in parsed]
    columns = {"value": _merged(rows, value, _taken(floats, pa.float64(), slow))}
    for name in ("status", "qualifier", "unit"):
        fast_column = _taken([getattr(number, name) for number in frames], pa.string(), places)
        slow_column = _taken([getattr(number, name) for number in parsed], pa.string(), slow)
        columns[name] = _merged(rows, fast_column, slow_column)
    return _frame(columns, series.index)


def amounts(series: pd.Series[Any], unit: str | None = None) -> pd.DataFrame:
    """`normalize.parse_amount` on a Series of texts under one header.

    Args:
        series: texts as printed; missing values count as blank cells.
        unit: the unit that heads the column: 千円, （単位：百万円） …

    Returns:
        A frame on the same index: ``yen`` (Int64), ``status`` and ``qualifier`` (string). An amount beyond 64 bits,
        nine quintillion yen, is null and ``text``.

    >>> amounts(pd.Series(["20,097", "▲ 1,839", "(17,387千円)", ""]), unit="千円").yen.to_list()
    [20097000, -1839000, 17387000, <NA>]
    """
    texts = _texts(series)
    found = _take_apart(texts)
    readings = _readings(found.frames, lambda text: parse_amount(text, unit))
    frames = [around[0] for around in readings]
    factors = [_factor([amount.yen for amount in around]) for around in readings]
    factors = [None if factor is None or abs(factor) > _LARGEST_FACTOR else factor for factor in factors]
    factor = _taken(factors, pa.int64(), found.places)
    nonzero = pc.not_equal(found.digits, 0)  # 0 is zero in any unit: no frame knows that
    text = pc.and_(_taken(_all_text(readings), pa.bool_(), found.places), nonzero)
    sure = pc.or_(text, pc.and_(pc.and_(factor.is_valid(), found.whole), nonzero))
    rows = _within(found.rows, sure)
    yen = pc.multiply(found.digits, factor).filter(sure)
    places = found.places.filter(sure)
    others = texts.filter(pc.invert(rows))
    parsed, slow = _distinct(others, lambda text: fitting(parse_amount(text, unit)), Amount(None, Status.BLANK))
    columns = {"yen": _merged(rows, yen, _taken([amount.yen for amount in parsed], pa.int64(), slow))}
    for name in ("status", "qualifier"):
        fast_column = _taken([getattr(amount, name) for amount in frames], pa.string(), places)
        slow_column = _taken([getattr(amount, name) for amount in parsed], pa.string(), slow)
        columns[name] = _merged(rows, fast_column, slow_column)
    return _frame(columns, series.index)


def _map(series: pd.Series[Any], read: Callable[[str], Any], kind: pa.DataType) -> pd.Series[Any]:
    results, places = _distinct(_texts(series), read, None)
    return _named(_taken(results, kind, places), series)


def fiscal_years(series: pd.Series[Any], near: int | None = None) -> pd.Series[Any]:
    """`normalize.parse_fiscal_year` on a Series of headings or cells.

    Args:
        series: texts as printed.
        near: a fiscal year that settles a year without its era (6年度): the edition.

    Returns:
        The fiscal years (Int64) on the same index, missing where the text names none.

    >>> fiscal_years(pd.Series(["R6(2024)", "6年度", "合計"]), near=2025).to_list()
    [2024, 2024, <NA>]
    """
    return _map(series, lambda text: parse_fiscal_year(text, near), pa.int64())


def dates(series: pd.Series[Any], near: int | None = None) -> pd.Series[Any]:
    """`normalize.parse_date` on a Series of texts.

    Args:
        series: texts as printed.
        near: a year that settles one without its era (17. 4. 1).

    Returns:
        ISO dates (string) to the day or to the month on the same index, missing where the text prints none.

    >>> dates(pd.Series(["R6.3.15", "未定"])).to_list()
    ['2024-03-15', <NA>]
    """
    return _map(series, lambda text: parse_date(text, near), pa.string())


def clean(series: pd.Series[Any]) -> pd.Series[Any]:
    """`normalize.clean_text` on a Series of texts.

    Args:
        series: texts as printed.

    Returns:
        The cleaned texts (string) on the same index; missing values stay missing.

    >>> clean(pd.Series(["⺠⽣委員", "目　　　的", None])).to_list()
    ['民生委員', '目的', <NA>]
    """
    texts = _texts(series)
    as_it_is = pc.fill_null(pc.match_substring_regex(texts, _CLEAN), True)
    results, places = _distinct(texts.filter(pc.invert(as_it_is)), clean_text, None)
    merged = _merged(as_it_is, texts.filter(as_it_is), _taken(results, pa.string(), places))
    return _named(merged, series)
