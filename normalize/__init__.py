"""What Japanese offices print, as values: pure functions from text to value, none of which raises on a text."""

from normalize.amounts import Amount, parse_amount, yen_per_unit
from normalize.dates import parse_date
from normalize.numbers import Number, is_dash, parse_number
from normalize.status import Status
from normalize.text import clean_text, repair
from normalize.units import canonical_unit, is_unit
from normalize.years import FiscalHeading, parse_fiscal_year, read_fiscal_heading

__all__ = [
    "Amount",
    "FiscalHeading",
    "Number",
    "Status",
    "canonical_unit",
    "clean_text",
    "is_dash",
    "is_unit",
    "parse_amount",
    "parse_date",
    "parse_fiscal_year",
    "parse_number",
    "read_fiscal_heading",
    "repair",
    "yen_per_unit",
]
