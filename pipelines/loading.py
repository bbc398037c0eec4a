"""The tables for analysts: `t = load("data/out")`, then `t.programs`, `t.wide("indicators")`, `t.joined("budgets")`.

Nothing here writes. A table is read when it is first asked for, and stays in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipelines.checking import TableError, declared
from pipelines.folder import Folder, LoadError, open_folder
from pipelines.schema import NATURAL_KEY, TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from pipelines.columns import Table

__all__ = ["LoadError", "Tables", "load"]

# What `wide` puts into the fiscal-year columns, and what it needs beside the table's own key to be readable.
_WIDE: Final = {
    "indicators": ("value", ("indicator", "unit", "category")),
    "budgets": ("amount_yen", ("side", "part")),
    "notes": ("text", ()),
}
_OF_SHEET: Final = ("municipality", "title", "policy_no", "policy", "measure_no", "measure")
_OF_PROGRAM: Final = ("program_no", "parent_program_id", "program", "departments")


def load(where: str | Path = "data/out") -> Tables:
    """Open the tables that `tenken run` wrote.

    Args:
        where: a folder, or an address that fsspec knows (`s3://…`, `https://…`, `memory://…`).

    Raises:
        LoadError: there are no tables; the message says what is missing and what to do.
    """
    return Tables(open_folder(where))


@dataclass(frozen=True)
class Tables:
    """One DataFrame per table, as an attribute of its name, with nullable dtypes and categories.

    `where` and `latest` give a smaller set of the same kind; they can follow each other.
    """

    folder: Folder
    chosen: Choice | None = None
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The table of that name; what is done to it changes no other answer."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in TABLES:
            raise AttributeError(f"no table is called {name!r}; there are {', '.join(TABLES)}")
        if name not in self._frames:
            frame = self.folder.frame(name)
            self._frames[name] = frame if self.chosen is None else self.chosen.rows_of(name, frame)
        return self._frames[name].copy(deep=False)  # pandas copies a column when it is written to

    def __dir__(self) -> Iterable[str]:
        """Names for completion in a notebook."""
        return [*TABLES, "arrow", "columns", "joined", "latest", "where", "wide"]

    def __repr__(self) -> str:
        """One line that says what is there."""
        sheets = self.sheets
        if sheets.empty:
            return f"<tenken tables of {self.folder.name}: no sheets>"
        editions = ", ".join(str(year) for year in sorted(sheets["edition"].unique()))
        places = ", ".join(sheets["municipality"].unique())
        return f"<tenken tables of {self.folder.name}: {len(sheets)} sheets, {places}, {editions}>"

    def where(
        self,
        *,
        edition: int | str | Sequence[int | str] | None = None,
        municipality: int | str | Sequence[int | str] | None = None,
        form: str | Sequence[str] | None = None,
        department: str | Sequence[str] | None = None,
    ) -> Tables:
        """Only the rows of some editions, municipalities, forms or departments.

        Args:
            edition: fiscal years, as numbers or as their digits.
            municipality: codes, as texts or as numbers, or names.
            form: ids of forms.
            department: names as printed.

        Returns:
            The same tables with these rows alone: each narrowing holds for all tables.

        Raises:
            LoadError: nothing there has one of the values; the message lists what has.
        """
        sheets, programs = self.sheets, self.programs
        if edition is not None:
            sheets = sheets[_found("edition", sheets["edition"], list(map(_year, _listed(edition))))]
        if form is not None:
            sheets = sheets[_found("form", sheets["form"], _listed(form))]
        if municipality is not None:
            wanted = list(map(_code, _listed(municipality)))
            sheets = sheets[_found("municipality", sheets["municipality"], wanted, sheets["municipality_code"])]
        programs = programs[programs["sheet_id"].isin(sheets["sheet_id"])]
        if department is not None:
            each = programs["departments"].explode()
            inside = each[_found("department", each, _listed(department))].index
            programs = self._with_parts(programs.loc[inside.unique().sort_values()])
            sheets = sheets[sheets["sheet_id"].isin(programs["sheet_id"])]
        chosen_before = self.chosen is not None and self.chosen.programs is not None
        only = frozenset(programs["program_id"]) if chosen_before or department is not None else None
        return replace(
            self, chosen=Choice.of(sheets, self.issues, only), _frames={"sheets": sheets, "programs": programs}
        )

    def _with_parts(self, programs: pd.DataFrame) -> pd.DataFrame:
        """Programs and their sub-programs (細事業), for which no sheet prints departments of their own."""
        found = frozenset(programs["program_id"])
        while more := frozenset(self._children(found)) - found:
            found |= more
        return self.programs[self.programs["program_id"].isin(found)]

    def _children(self, programs: frozenset[str]) -> pd.Series[Any]:
        return self.programs.loc[self.programs["parent_program_id"].isin(programs), "program_id"]

    def latest(self) -> Tables:
        """Only the latest edition of each municipality and form."""
        sheets = self.sheets
        newest = sheets.groupby(["municipality_code", "form"])["edition"].transform("max")
        sheets = sheets[sheets["edition"] == newest]
        only = None if self.chosen is None else self.chosen.programs
        return replace(self, chosen=Choice.of(sheets, self.issues, only), _frames={"sheets": sheets})

    def wide(self, name: str, values: str | None = None) -> pd.DataFrame:
        """A table of fiscal years with the years as columns: one row per indicator, or per item of a program.

        Args:
            name: `indicators`, `budgets` or `notes`.
            values: the column to spread; `value`, `amount_yen` or `text` where left out. `status` shows why a value is
                missing.

        Returns:
            The years are numbers among the names of the columns: `wide[2024]`.

        Raises:
            LoadError: the table has no fiscal years, or no such column.
        """
        if name not in _WIDE:
            raise LoadError(f"{name} has no fiscal years to spread; {', '.join(_WIDE)} have.")
        standard, beside = _WIDE[name]
        values = values or standard
        frame = getattr(self, name)
        if values not in frame.columns:
            raise LoadError(f"{name} has no column {values!r}; it has {', '.join(frame.columns)}.")
        key = [column for column in declared(name).key if column != "fiscal_year"]
        spread = frame.pivot(index=key, columns="fiscal_year", values=values).rename_axis(columns=None)
        more = self._with_names(frame)[[*NATURAL_KEY, "title", "program_id", "program", *beside, *key]]
        more = more.loc[:, ~more.columns.duplicated()].drop_duplicates(key)
        return more.merge(spread.reset_index(), on=key, how="left").reset_index(drop=True)

    def joined(self, name: str) -> pd.DataFrame:
        """A table with what its rows belong to: municipality, policy, sheet title, program, departments, file.

        Args:
            name: a table of rows of sheets: `programs`, `budgets`, `indicators` …

        Returns:
            The rows of the table in their order, what they belong to in the first columns.

        Raises:
            LoadError: there is no such table, or its rows belong to no sheet.
        """
        table = _known(name)
        if not table.per_sheet:
            raise LoadError(f"rows of {name} belong to files, not to sheets; join them by source_id.")
        return self._with_names(getattr(self, name))

    def arrow(self, name: str) -> pa.Table:
        """The table as Arrow, with titles, units and descriptions in its schema.

        Args:
            name: any table.

        Returns:
            The rows of the choice, in their order, with the columns of docs/data-dictionary.md.

        Raises:
            LoadError: there is no such table.
        """
        rows = self.folder.rows(_known(name).name)
        return rows if self.chosen is None else rows.take(getattr(self, name).index.to_numpy())

    def columns(self, name: str) -> pd.DataFrame:
        """What each column of a table means: title, Japanese title, unit, description.

        Raises:
            LoadError: there is no such table.
        """
        import pandas as pd

        said = [(c.name, c.title, c.title_ja, c.unit, c.description) for c in _known(name).columns]
        return pd.DataFrame(said, columns=["column", "title", "title_ja", "unit", "description"])

    def _with_names(self, frame: pd.DataFrame) -> pd.DataFrame:
        sheets = self.sheets[["sheet_id", *(c for c in _OF_SHEET if c not in frame)]]
        joined = frame.merge(sheets, on="sheet_id", how="left")
        if "program_id" in frame:
            programs = self.programs[["program_id", *(c for c in _OF_PROGRAM if c not in frame)]]
            joined = joined.merge(programs, on="program_id", how="left")
        joined = joined.merge(self.sources[["source_id", "file"]], on="source_id", how="left")
        first = [*NATURAL_KEY, *_OF_SHEET, *(c for c in _OF_PROGRAM if c in joined)]
        return joined[[*first, *(c for c in joined.columns if c not in first)]]


def _known(name: str) -> Table:
    """What is declared of a table that a user names."""
    try:
        return declared(name)
    except TableError as error:
        raise LoadError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheets and, where a department was asked for, the programs that a smaller set of tables is about."""

    sheets: frozenset[str]
    keys: frozenset[tuple[Any, ...]]
    sources: frozenset[str]
    programs: frozenset[str] | None

    @classmethod
    def of(cls, sheets: pd.DataFrame, issues: pd.DataFrame, programs: frozenset[str] | None) -> Choice:
        """The choice of these rows of `sheets`, with the files that hold one of them too: an issue names each."""
        keys = frozenset(sheets[list(NATURAL_KEY)].itertuples(index=False, name=None))
        sources = {*sheets["source_id"], *issues.loc[_bear(keys, issues), "source_id"].dropna()}
        return cls(frozenset(sheets["sheet_id"]), keys, frozenset(sources), programs)

    def rows_of(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a table that belong to the choice; their index stays that of the whole table."""
        if TABLES[name].per_sheet:
            inside = frame["sheet_id"].isin(self.sheets)
            if self.programs is not None and "program_id" in frame:
                inside &= frame["program_id"].isin(self.programs) | frame["program_id"].isna()
            return frame[inside]
        inside = frame["source_id"].isin(self.sources)
        if "sheet_no" in frame:
            # In a volume of many sheets a cell or an issue belongs to its sheet, and only the rest to the volume.
            keyed = frame["sheet_no"].notna()
            inside = (inside & ~keyed) | (keyed & _bear(self.keys, frame))
        return frame[inside]


def _bear(keys: frozenset[tuple[Any, ...]], frame: pd.DataFrame) -> Any:
    """Which rows bear the natural key of one of some sheets."""
    import pandas as pd

    return pd.MultiIndex.from_frame(frame[list(NATURAL_KEY)]).isin(list(keys))


def _listed(wanted: Any) -> list[Any]:
    return [wanted] if isinstance(wanted, str) or not isinstance(wanted, Iterable) else list(wanted)


def _year(edition: int | str) -> int | str:
    """An edition that was given as the digits of its year, as a number."""
    return int(edition) if isinstance(edition, str) and edition.isdecimal() else edition


def _code(municipality: int | str) -> str:
    """A municipality that was given as a number, as its code: those of nine prefectures begin with 0."""
    return municipality if isinstance(municipality, str) else f"{municipality:06d}"


def _found(what: str, there: pd.Series[Any], wanted: list[Any], codes: pd.Series[Any] | None = None) -> pd.Series[Any]:
    """Which rows have one of the wanted values, or codes; one that no row has is a mistake to be told, not left out."""
    by_code = there if codes is None else codes
    known = {*there.dropna(), *by_code.dropna()}
    missing = [value for value in wanted if value not in known]
    if missing or not wanted:
        names = ", ".join(str(value) for value in sorted(there.dropna().unique()))
        raise LoadError(f"no {what} is {' or '.join(str(value) for value in missing)}; there are: {names or 'none'}")
    return (there.isin(wanted) | by_code.isin(wanted)).fillna(value=False)
