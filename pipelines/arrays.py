"""Python values → Arrow arrays, buffer by buffer.

`pyarrow.array` imports pandas to ask whether it was given something of pandas', which takes longer than reading ten
pages. These columns are lists of checked values; what their buffers hold is laid down in the Arrow columnar format.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.columns import MOMENT, REAL, TEXT, TEXTS, WHOLE, WHOLES, Kind, arrow_type

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def array_of(kind: Kind, values: Sequence[Any]) -> pa.Array:
    """The Arrow array of a column; None is null.

    Args:
        kind: what the column holds.
        values: as `pipelines.checking.columns_of` lets them through.
    """
    return _MAKERS[kind](values)


def places_of(numbers: NDArray[np.int64]) -> pa.Array:
    """The numbers of rows, to take them by."""
    return pa.Array.from_buffers(arrow_type(WHOLE), len(numbers), [None, pa.py_buffer(np.ascontiguousarray(numbers))])


def texts(values: Sequence[str]) -> pa.Array:
    """Texts without a null."""
    return _texts(values)


def moments(microseconds: Sequence[int]) -> pa.Array:
    """Moments as microseconds since 1970, without a null."""
    return _fixed(MOMENT, microseconds, np.int64)


def numbers_of(array: pa.Array, nothing: int) -> NDArray[np.int64]:
    """The whole numbers of an Arrow array, with a number that stands for null."""
    bitmap, content = array.buffers()
    span = slice(array.offset, array.offset + len(array))
    found = np.frombuffer(content, dtype=np.int64)[span] if len(array) else np.empty(0, dtype=np.int64)
    if not array.null_count:
        return found
    there = np.unpackbits(np.frombuffer(bitmap, dtype=np.uint8), bitorder="little")[span]
    return np.where(there == 1, found, nothing)


def _presence(values: Sequence[Any]) -> tuple[pa.Buffer | None, int]:
    """The bitmap of the values that are there (None where all are), and the number of those that are not."""
    missing = values.count(None)
    if not missing:
        return None, 0
    there = np.array([value is not None for value in values], dtype=np.bool_)
    return pa.py_buffer(np.packbits(there, bitorder="little")), missing


def _fixed(kind: Kind, values: Sequence[Any], dtype: type) -> pa.Array:
    bitmap, missing = _presence(values)
    filled = [0 if value is None else value for value in values] if missing else values
    content = pa.py_buffer(np.array(filled, dtype=dtype))
    return pa.Array.from_buffers(arrow_type(kind), len(values), [bitmap, content], missing)


def _offsets(lengths: Sequence[int]) -> pa.Buffer:
    ends = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(np.array(lengths, dtype=np.int64), out=ends[1:])
    if ends[-1] >= 2**31:
        raise OverflowError("more text than one Arrow array holds")
    return pa.py_buffer(ends.astype(np.int32))


def _texts(values: Sequence[str | None]) -> pa.Array:
    bitmap, missing = _presence(values)
    filled = [value or "" for value in values]
    whole = "".join(filled)
    lengths = [len(value) for value in filled] if whole.isascii() else [len(value.encode()) for value in filled]
    buffers = [bitmap, _offsets(lengths), pa.py_buffer(whole.encode())]
    return pa.Array.from_buffers(arrow_type(TEXT), len(values), buffers, missing)


def _lists(kind: Kind, item: Kind, values: Sequence[Sequence[Any] | None]) -> pa.Array:
    bitmap, missing = _presence(values)
    filled = [value or () for value in values]
    items = array_of(item, [one for value in filled for one in value])
    buffers = [bitmap, _offsets(list(map(len, filled)))]
    return pa.Array.from_buffers(arrow_type(kind), len(values), buffers, missing, children=[items])


def _moments(values: Sequence[datetime | int | None]) -> pa.Array:
    return _fixed(MOMENT, [_microseconds(v) if isinstance(v, datetime) else v for v in values], np.int64)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


_MAKERS: Final[dict[Kind, Callable[[Sequence[Any]], pa.Array]]] = {
    TEXT: _texts,
    WHOLE: lambda values: _fixed(WHOLE, values, np.int64),
    REAL: lambda values: _fixed(REAL, values, np.float64),
    TEXTS: lambda values: _lists(TEXTS, TEXT, values),
    WHOLES: lambda values: _lists(WHOLES, WHOLE, values),
    MOMENT: _moments,
}
