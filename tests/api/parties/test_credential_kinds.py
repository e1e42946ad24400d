from __future__ import annotations

from typing import get_args

from huopan.api.base import CredentialKind
from huopan.domains.parties.rules.credentials import CREDENTIAL_KINDS


def test_the_document_names_the_kinds_the_room_knows_in_their_order() -> None:
    assert get_args(CredentialKind) == CREDENTIAL_KINDS
