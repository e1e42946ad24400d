"""Offers as rows of a sheet: the columns, how they are told, and how rows become drafts."""

from huopan.domains.catalog.rules.sheets.cells import ladder_text
from huopan.domains.catalog.rules.sheets.columns import (
    COLUMNS,
    REQUIRED,
    Column,
    Heading,
    NoHeadingError,
    columns_missing,
    guess_heading,
)
from huopan.domains.catalog.rules.sheets.grouping import (
    Category,
    Fault,
    Line,
    Reading,
    drafts_from,
    fault_of,
    grouped,
)

__all__ = [
    "COLUMNS",
    "REQUIRED",
    "Category",
    "Column",
    "Fault",
    "Heading",
    "Line",
    "NoHeadingError",
    "Reading",
    "columns_missing",
    "drafts_from",
    "fault_of",
    "grouped",
    "guess_heading",
    "ladder_text",
]
