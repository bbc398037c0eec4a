"""Which program of one edition is which of another: by name, department and values, with a score from 0 to 1.

Offices rename programs, move them between departments and renumber sheets, but go on printing the same past figures:
a list of equal values is stronger evidence than a similar name.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, TypeVar

from normalize import canonical_unit

T = TypeVar("T")
Time = tuple[str, int, str]  # table, fiscal year, kind
Values = Mapping[Time, float]

# What makes two programs one, in parts of 1; where no value can be compared, the others share its part.
_NAME: Final = 0.45
_VALUES: Final = 0.30
_DEPARTMENTS: Final = 0.15
_SHEET: Final = 0.10
_ENOUGH: Final = 0.6
_ENOUGH_WITHOUT_VALUES: Final = 0.8
# So many equal values are no accident, whatever the names say.
_SAME_VALUES: Final = 0.9
_MANY_VALUES: Final = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator, or one item of money, of one program: its values by fiscal year and kind."""

    name: str
    unit: str | None
    values: Values

    @property
    def key(self) -> tuple[str, str]:
        """Name and unit without the accidents of print."""
        return plain(self.name), plain(canonical_unit(self.unit) or "") if self.unit else ""


@dataclass(frozen=True)
class Profile:
    """What a program is recognised by."""

    name: str
    sheet: str
    departments: frozenset[str]
    series: tuple[Series, ...]

    @cached_property
    def values(self) -> Counter[tuple[Time, float]]:
        """Every value with its fiscal year and kind; names left out, they may have changed."""
        return Counter(item for series in self.series for item in series.values.items())

    @cached_property
    def times(self) -> Counter[Time]:
        """How many values it has of each fiscal year and kind."""
        return Counter(time for series in self.series for time in series.values)


def match_programs(before: Sequence[Profile], after: Sequence[Profile]) -> list[tuple[int, int, float]]:
    """Pair programs: (index before, index after, score), in the order of `after`.

    First those of the same name on a sheet of the same title, then those of the same name, then the most alike.
    """
    same_name = _grouped(before, after, lambda profile: (plain(profile.name),))
    same_sheet = _grouped(before, after, lambda profile: (plain(profile.sheet), plain(profile.name)))
    score = _remembered(before, after)
    pairs: list[tuple[int, int, float]] = []
    for candidates in (same_sheet, same_name, None):
        left, right = _free(before, pairs, 0), _free(after, pairs, 1)
        offered = candidates if candidates is not None else [(one, other) for one in left for other in right]
        scored = [(score(one, other), one, other) for one, other in offered if one in left and other in right]
        if candidates is None:
            scored = [(total, one, other) for total, one, other in scored if is_same(before[one], after[other], total)]
        pairs += assign(scored)
    return sorted(pairs, key=lambda pair: pair[1])


def match_series(before: Sequence[Series], after: Sequence[Series]) -> list[tuple[int, int, float]]:
    """Pair the indicators (or items) of one program: same name and unit, then same name, then the most alike."""
    same_key = _grouped(before, after, lambda series: series.key)
    same_name = _grouped(before, after, lambda series: series.key[:1])
    pairs: list[tuple[int, int, float]] = []
    for candidates in (same_key, same_name, None):
        left, right = _free(before, pairs, 0), _free(after, pairs, 1)
        offered = candidates if candidates is not None else [(one, other) for one in left for other in right]
        scored = [
            (series_likeness(before[one], after[other]) - abs(one - other) * 1e-6, one, other)
            for one, other in offered
            if one in left and other in right
        ]
        if candidates is None:
            scored = [item for item in scored if item[0] >= _ENOUGH_WITHOUT_VALUES]
        pairs += assign(scored)
    return sorted(pairs, key=lambda pair: pair[1])


def assign(scored: Iterable[tuple[float, int, int]]) -> list[tuple[int, int, float]]:
    """Take the best pair, then the best of what is left, and so on.

    >>> assign([(0.7, 0, 0), (0.9, 0, 1), (0.8, 1, 1), (0.5, 1, 0)])
    [(0, 1, 0.9), (1, 0, 0.5)]
    """
    taken: list[tuple[int, int, float]] = []
    left: set[int] = set()
    right: set[int] = set()
    for score, one, other in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if one not in left and other not in right:
            left.add(one)
            right.add(other)
            taken.append((one, other, score))
    return taken


def likeness(one: Profile, other: Profile) -> float:
    """How alike two programs are, from 0 to 1."""
    parts = [
        (_NAME, text_likeness(one.name, other.name)),
        (_DEPARTMENTS, _overlap(one.departments, other.departments)),
        (_SHEET, text_likeness(one.sheet, other.sheet)),
    ]
    equal, compared = shared_values(one, other)
    if compared:
        parts.append((_VALUES, equal / compared))
    return sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)


def is_same(one: Profile, other: Profile, score: float) -> bool:
    """Whether two programs of different names are one, given their likeness."""
    equal, compared = shared_values(one, other)
    if equal >= _MANY_VALUES and equal / compared >= _SAME_VALUES:
        telling = (count for (_, value), count in (one.values & other.values).items() if value)  # zeros are everywhere
        if sum(telling) >= _MANY_VALUES:
            return True
    return score >= (_ENOUGH if compared else _ENOUGH_WITHOUT_VALUES)


def shared_values(one: Profile, other: Profile) -> tuple[int, int]:
    """How many values are equal, and how many could have been: those of fiscal years and kinds that both report."""
    times = one.times.keys() & other.times.keys()
    sizes = [sum(side.times[time] for time in times) for side in (one, other)]
    return _in_common(one.values, other.values), min(sizes)


def series_likeness(one: Series, other: Series) -> float:
    """How alike two indicators are, from 0 to 1: half the name, half the values where there are any to compare."""
    name = text_likeness(one.name, other.name)
    times = one.values.keys() & other.values.keys()
    if not times:
        return name
    equal = sum(one.values[time] == other.values[time] for time in times) / len(times)
    # One or two equal small numbers prove little; three or more prove a new name.
    certain = min(len(times), 3) / 3
    return max((name + equal) / 2, equal * certain if one.key[1] == other.key[1] else 0.0)


def text_likeness(one: str, other: str) -> float:
    """Share of two-character pieces that two texts have in common (Dice), from 0 to 1.

    >>> round(text_likeness("子育て相談事業", "子育て相談推進事業"), 2)
    0.71
    """
    mine, theirs = _pieces(plain(one)), _pieces(plain(other))
    if not mine or not theirs:
        return float(plain(one) == plain(other))
    return 2 * _in_common(mine, theirs) / (mine.total() + theirs.total())


@lru_cache(maxsize=4096)  # each text is held against all those of the other side
def plain(text: str) -> str:
    """A text for comparing only: compatibility forms folded, white space gone.

    >>> plain("ＩＣＴ 機器") == plain("ICT機器")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4096)
def _pieces(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _in_common(one: Counter[T], other: Counter[T]) -> int:
    """How many things two collections share, each as often as both have it."""
    return sum(min(one[thing], other[thing]) for thing in one.keys() & other.keys())


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def _grouped(before: Sequence[T], after: Sequence[T], key: Callable[[T], Hashable]) -> list[tuple[int, int]]:
    """Every pair of one from before and one from after that share a key."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, item in enumerate(before):
        groups[key(item)].append(at)
    return [(one, at) for at, item in enumerate(after) for one in groups.get(key(item), ())]


def _free(items: Sequence[object], pairs: Iterable[tuple[int, int, float]], side: int) -> set[int]:
    return set(range(len(items))) - {pair[side] for pair in pairs}


def _remembered(before: Sequence[Profile], after: Sequence[Profile]) -> Callable[[int, int], float]:
    known: dict[tuple[int, int], float] = {}

    def score(one: int, other: int) -> float:
        if (one, other) not in known:
            known[one, other] = likeness(before[one], after[other])
        return known[one, other]

    return score
