"""Writes: one verb each."""

from huopan.domains.parties.actions.addresses import remove_address, save_address
from huopan.domains.parties.actions.keys import create_api_key, mark_key_used, revoke_api_key
from huopan.domains.parties.actions.organisations import (
    approve_party,
    describe_party,
    reactivate_party,
    register_party,
    suspend_party,
)
from huopan.domains.parties.actions.places import load_divisions, save_belt

__all__ = [
    "approve_party",
    "create_api_key",
    "describe_party",
    "load_divisions",
    "mark_key_used",
    "reactivate_party",
    "register_party",
    "remove_address",
    "revoke_api_key",
    "save_address",
    "save_belt",
    "suspend_party",
]
