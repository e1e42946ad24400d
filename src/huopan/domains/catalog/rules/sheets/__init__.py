"""Offers as rows of a sheet: the columns, how they are told, and how rows become drafts."""

from huopan.domains.catalog.rules.sheets.cells import ladder_text
from huopan.domains.catalog.rules.sheets.columns import (
    AXES,
    BY_KEY,
    COLUMNS,
    HEADING_WITHIN,
    IN_OTHER_UNITS,
    REQUIRED,
    Column,
)
from huopan.domains.catalog.rules.sheets.grouping import (
    EXAMPLE_CODE,
    Category,
    Fault,
    Line,
    Reading,
    drafts_from,
    fault_of,
    grouped,
)
from huopan.domains.catalog.rules.sheets.headings import (
    Heading,
    NoHeadingError,
    columns_missing,
    guess_heading,
    heading_of,
    keys_missing,
)
from huopan.domains.catalog.rules.sheets.proposing import Proposal, proposal, signature
from huopan.domains.catalog.rules.sheets.titles import ATTRIBUTE, AXIS, SPREAD, TIER, is_field

__all__ = [
    "ATTRIBUTE",
    "AXES",
    "AXIS",
    "BY_KEY",
    "COLUMNS",
    "EXAMPLE_CODE",
    "HEADING_WITHIN",
    "IN_OTHER_UNITS",
    "REQUIRED",
    "SPREAD",
    "TIER",
    "Category",
    "Column",
    "Fault",
    "Heading",
    "Line",
    "NoHeadingError",
    "Proposal",
    "Reading",
    "columns_missing",
    "drafts_from",
    "fault_of",
    "grouped",
    "guess_heading",
    "heading_of",
    "is_field",
    "keys_missing",
    "ladder_text",
    "proposal",
    "signature",
]
