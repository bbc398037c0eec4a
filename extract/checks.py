"""What a form says must agree on its sheets: sums, ratios, counts, order. Data only; ``pipelines`` does the sums."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Pattern = re.Pattern[str]


class Check(NamedTuple):
    """An arithmetic gate over one fiscal year and kind: ``total`` = sum of ``plus`` less ``minus``, divided by ``per``.

    All are patterns of a row's item (an indicator's name), as the tables hold it.

    Attributes:
        total: the printed result.
        plus: the summands.
        minus: what is taken away.
        per: the divisor of a ratio; a ratio in ％ is 100 times the quotient.
        scope: where the parts stand: ``program`` the same program, ``children`` its sub-programs, ``sheet`` anywhere.
    """

    total: Pattern
    plus: tuple[Pattern, ...]
    minus: tuple[Pattern, ...] = ()
    per: Pattern | None = None
    scope: Literal["program", "children", "sheet"] = "program"


class Count(NamedTuple):
    """How many rows of a table every sheet has.

    Attributes:
        table: ``answers``, ``narratives``, ``budgets``, ``indicators`` or ``programs``; or ``sdgs``: the Goals marked.
        where: pattern of the rows' item, section, name or number; all rows where there is none.
        rows: exactly so many; 0 for one or more.
        per: ``sheet``, or ``program`` for each program of it.
    """

    table: Literal["answers", "narratives", "budgets", "indicators", "programs", "sdgs"]
    where: Pattern | None = None
    rows: int = 0
    per: Literal["sheet", "program"] = "sheet"


class Order(NamedTuple):
    """What follows what.

    Attributes:
        years: ``rising``: the fiscal years over a row rise from left to right, within one kind.
        numbers: ``gapless``: the sheet numbers of an edition have no gaps.
        contents: pattern of an entry of a volume's contents page; group ``sheet_no``.
    """

    years: Literal["", "rising"] = ""
    numbers: Literal["", "gapless"] = ""
    contents: Pattern | None = None
