"""Decisions about organisations and people: values in, values out."""

from huopan.domains.parties.rules.address_lines import AddressLine, Place, address_line
from huopan.domains.parties.rules.contact import PhoneNumberError, masked_email, masked_name, masked_phone, phone_number
from huopan.domains.parties.rules.credentials import (
    CREDENTIAL_KINDS,
    CREDENTIAL_MOVES,
    LIVE_CREDENTIALS,
    has_lapsed,
    needs_an_end,
)
from huopan.domains.parties.rules.credit_code import LENGTH as CREDIT_CODE_LENGTH
from huopan.domains.parties.rules.credit_code import CreditCodeError, credit_code
from huopan.domains.parties.rules.divisions import DivisionRow, divisions_in
from huopan.domains.parties.rules.scopes import (
    EVERY_ROLE,
    OPERATOR_ROLES,
    OPERATOR_SCOPES,
    ROLE_SCOPES,
    TRADE_SCOPES,
    role_fits,
    scopes_of,
)

__all__ = [
    "CREDENTIAL_KINDS",
    "CREDENTIAL_MOVES",
    "CREDIT_CODE_LENGTH",
    "EVERY_ROLE",
    "LIVE_CREDENTIALS",
    "OPERATOR_ROLES",
    "OPERATOR_SCOPES",
    "ROLE_SCOPES",
    "TRADE_SCOPES",
    "AddressLine",
    "CreditCodeError",
    "DivisionRow",
    "PhoneNumberError",
    "Place",
    "address_line",
    "credit_code",
    "divisions_in",
    "has_lapsed",
    "masked_email",
    "masked_name",
    "masked_phone",
    "needs_an_end",
    "phone_number",
    "role_fits",
    "scopes_of",
]
