"""Many patterns held against one label at once. The labels of a form come back on every sheet, so answers are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

_KEPT = 4096  # answers: a form has some hundred labels, and values that come back
_LONG = 80  # characters: longer texts are prose, and do not come back


class Patterns:
    """Patterns in a fixed order, each of which matches a label as a whole."""

    def __init__(self, patterns: Iterable[re.Pattern[str] | None]) -> None:
        """Take the patterns; None stands for one that nothing matches."""
        self.patterns = tuple(patterns)
        self._numbered = [(number, pattern) for number, pattern in enumerate(self.patterns) if pattern is not None]
        self._odd = [(number, pattern) for number, pattern in self._numbered if not _is_plain(pattern)]
        self._answers: dict[str, tuple[int, ...]] = {}
        self._plain: re.Pattern[str] | None = None

    def matching(self, label: str) -> tuple[int, ...]:
        """The numbers of the patterns that match a label."""
        answer = self._answers.get(label)
        if answer is None:
            answer = tuple(self._search(label))
            if len(self._answers) < _KEPT and len(label) <= _LONG:
                self._answers[label] = answer
        return answer

    def match(self, label: str) -> bool:
        """Whether any pattern matches a label."""
        answer = self._answers.get(label)  # nearly always there, and asked for some hundred times a page
        return bool(self.matching(label) if answer is None else answer)

    def first(self, label: str) -> int | None:
        """The number of the first pattern that matches a label, or None."""
        return next(iter(self.matching(label)), None)

    def _search(self, label: str) -> Iterable[int]:
        plain = self._any_plain().fullmatch(label) is not None
        return (number for number, pattern in (self._numbered if plain else self._odd) if pattern.fullmatch(label))

    def _any_plain(self) -> re.Pattern[str]:
        """One pattern for all those that can stand in an alternation: most texts match none of them."""
        if self._plain is None:
            plain = [pattern.pattern for _, pattern in self._numbered if _is_plain(pattern)]
            self._plain = re.compile("|".join(f"(?:{pattern})" for pattern in plain) or "(?!)")
        return self._plain


def _is_plain(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern has neither groups nor flags of its own."""
    return not pattern.groups and pattern.flags == re.UNICODE
