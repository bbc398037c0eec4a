"""A function of pdfium called many times: the loop runs in C, and the answers land in arrays.

A call through pypdfium2's bindings costs more in Python (wrapping pointers, reading structure fields) than pdfium takes
to answer, and a page needs thousands. Where installing could compile ``calls.c`` (see ``hatch_build.py``) its loops
make them. Elsewhere ``map`` does, over C's own pointers and whole numbers that fit a C int: checking and wrapping each
of them would double the time. Both give the same.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.page import Bools, Ints

SOURCE: Final = Path(__file__).with_name("calls.c")
LIBRARY: Final = Path(__file__).with_name("_calls.so")
MARK: Final = Path(__file__).with_name("_calls.sha256")

_ADDRESS = ctypes.c_void_p
OBJECT = ctypes.c_size_t  # an address that is a number where it is null, too
_LOOPS: Final = {ctypes.c_int: "tenken_numbers", OBJECT: "tenken_addresses", ctypes.c_double: "tenken_reals"}
_WRITTEN: Final = "tenken_written"
_CALLS = (_ADDRESS, _ADDRESS, ctypes.c_int64, _ADDRESS, ctypes.c_int64)
_ASKED: Final = ctypes.PYFUNCTYPE(None, *_CALLS, _ADDRESS)
_LANDED: Final = ctypes.PYFUNCTYPE(None, *_CALLS, ctypes.c_int64, _ADDRESS, ctypes.c_int64, ctypes.c_int64, _ADDRESS)
_ROWS: Final = 1024  # answers that land before they are copied out
_LANDING: Final = np.zeros((_ROWS, 4), dtype=np.float64)  # four places of eight bytes, or one of 32, for each call
_PLACES: Final = [
    [_ADDRESS(at) for at in range(first, first + _LANDING.nbytes, _LANDING.strides[0])]
    for first in range(_LANDING.ctypes.data, _LANDING.ctypes.data + _LANDING.strides[0], _LANDING.strides[1])
]


def compiled() -> dict[str, Any] | None:
    """The loops of ``calls.c``; None where nobody compiled them here.

    Nor are those taken of another version of that file, or a library that is no longer whole: see ``hatch_build.py``.
    """
    try:
        if MARK.read_text() != sha256(SOURCE.read_bytes() + LIBRARY.read_bytes()).hexdigest():
            return None
        library = ctypes.PyDLL(str(LIBRARY))
        loops = {name: _ASKED((name, library)) for name in _LOOPS.values()}
        return {**loops, _WRITTEN: _LANDED((_WRITTEN, library))}
    except (OSError, ValueError, AttributeError):
        return None


_compiled = compiled()


class Written(NamedTuple):
    """Answers, ``(n, width)``, 0 where a function wrote none; and what it returned for each, ``(n,)``."""

    answers: NDArray[Any]
    returned: Ints

    @property
    def known(self) -> Bools:
        """Whether it says that it knew them, ``(n,)``."""
        known: Bools = self.returned != 0
        return known


class Function:
    """A function of pdfium that takes an object's address, or that and a number."""

    def __init__(self, function: Any, result: Any = ctypes.c_int) -> None:
        """Find it.

        Args:
            function: one of the bindings.
            result: what it returns: ``c_int``, `OBJECT` or ``c_double``.
        """
        self._address = address_of(function)
        self._bare = ctypes.PYFUNCTYPE(result)(self._address)  # takes what C takes, unchecked
        self._loop = _LOOPS[result]
        self._kind = np.float64 if result is ctypes.c_double else np.int64

    def asked(self, of: int | Ints, at: Ints | None = None) -> NDArray[Any]:
        """What it returns, ``(n,)``, as int64 or float64.

        Args:
            of: an address, or int array ``(n,)``: one for each call.
            at: the number in each call, int array ``(n,)``; None for a function that takes none.
        """
        if _compiled is None:
            arguments = _arguments(of, at)
            return np.fromiter(map(self._bare, *arguments), self._kind, len(arguments[0]))
        objects, step, numbers, count = _laid_out(of, at)
        found = np.empty(count, dtype=self._kind)
        where = None if numbers is None else numbers.ctypes.data
        _compiled[self._loop](self._address, objects.ctypes.data, step, where, count, found.ctypes.data)
        return found

    def written(self, of: int | Ints, at: Ints | None, places: int, width: int, kind: Any) -> Written:
        """What it writes through pointers.

        Args:
            of: as for :meth:`asked`.
            at: as for :meth:`asked`.
            places: how many pointers it takes: 1 for a structure, else one for each answer, 2 or 4.
            width: how many answers it gives.
            kind: their dtype: at most eight bytes, and 32 in all.
        """
        if _compiled is None:
            return self._mapped(of, at, places, width, kind)
        objects, step, numbers, count = _laid_out(of, at)
        found = np.zeros((count, width), dtype=kind)
        returned = np.empty(count, dtype=np.int64)
        where = None if numbers is None else numbers.ctypes.data
        out, (row, gap) = found.ctypes.data, found.strides
        calls = (self._address, objects.ctypes.data, step, where, count)
        _compiled[_WRITTEN](*calls, places, out, gap, row, returned.ctypes.data)
        return Written(found, returned)

    def _mapped(self, of: int | Ints, at: Ints | None, places: int, width: int, kind: Any) -> Written:
        arguments = _arguments(of, at)
        found = np.zeros((len(arguments[0]), width), dtype=kind)
        returned: list[int] = []
        landing = _LANDING.view(kind).reshape(_ROWS, 4, -1)
        answers = landing.reshape(_ROWS, -1) if places == 1 else landing[:, :, 0]
        for start in range(0, len(found), _ROWS):
            some = slice(start, min(start + _ROWS, len(found)))
            _LANDING[: some.stop - start] = 0
            returned += map(self._bare, *(argument[some] for argument in arguments), *_PLACES[:places])
            found[some] = answers[: some.stop - start, :width]
        return Written(found, np.array(returned, dtype=np.int64))


def address_of(pointer: Any) -> int:
    """Where a pointer of the bindings points to; 0 for a null pointer."""
    return ctypes.cast(pointer, _ADDRESS).value or 0


def _arguments(of: int | Ints, at: Ints | None) -> tuple[Sequence[Any], ...]:
    """What each call takes: C's own pointers, and whole numbers."""
    _check_lengths(of, at)
    if at is None:
        return (list(map(_ADDRESS, np.atleast_1d(of).tolist())),)
    pointers = [_ADDRESS(of)] * len(at) if isinstance(of, int) else list(map(_ADDRESS, of.tolist()))
    return pointers, at.tolist()


def _laid_out(of: int | Ints, at: Ints | None) -> tuple[Ints, int, Ints | None, int]:
    """What the loops take: addresses, how far one call's lies from the next one's, numbers, and how many calls."""
    _check_lengths(of, at)
    objects = np.ascontiguousarray(of, dtype=np.int64).reshape(-1)
    numbers = None if at is None else np.ascontiguousarray(at, dtype=np.int64)
    return objects, int(not isinstance(of, int)), numbers, len(objects) if numbers is None else len(numbers)


def _check_lengths(of: int | Ints, at: Ints | None) -> None:
    if at is not None and not isinstance(of, int) and len(of) != len(at):
        raise ValueError(f"{len(of)} addresses and {len(at)} numbers")
