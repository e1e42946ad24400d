"""Writes: one verb each."""

from huopan.domains.parties.actions.addresses import remove_address, save_address
from huopan.domains.parties.actions.credentials import (
    lapse_credentials,
    refuse_credential,
    submit_credential,
    verify_credential,
    withdraw_credential,
)
from huopan.domains.parties.actions.invitations import (
    accept_invitation,
    invite,
    join_by_invitation,
    withdraw_invitation,
)
from huopan.domains.parties.actions.invoice_titles import remove_invoice_title, save_invoice_title
from huopan.domains.parties.actions.keys import create_api_key, mark_key_used, revoke_api_key
from huopan.domains.parties.actions.organisations import (
    approve_party,
    describe_party,
    reactivate_party,
    refuse_party,
    register_party,
    suspend_party,
)
from huopan.domains.parties.actions.people import (
    bar_person,
    note_sign_in,
    readmit_person,
    register_person,
    reveal_person,
)
from huopan.domains.parties.actions.places import load_divisions, save_belt
from huopan.domains.parties.actions.preferences import choose_language
from huopan.domains.parties.actions.team import grant_role, revoke_role

__all__ = [
    "accept_invitation",
    "approve_party",
    "bar_person",
    "choose_language",
    "create_api_key",
    "describe_party",
    "grant_role",
    "invite",
    "join_by_invitation",
    "lapse_credentials",
    "load_divisions",
    "mark_key_used",
    "note_sign_in",
    "reactivate_party",
    "readmit_person",
    "refuse_credential",
    "refuse_party",
    "register_party",
    "register_person",
    "remove_address",
    "remove_invoice_title",
    "reveal_person",
    "revoke_api_key",
    "revoke_role",
    "save_address",
    "save_belt",
    "save_invoice_title",
    "submit_credential",
    "suspend_party",
    "verify_credential",
    "withdraw_credential",
    "withdraw_invitation",
]
