"""What this room needs from outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """What an invitation's e-mail says. `token` opens the invitation and is kept nowhere else."""

    email: str
    party_name: str
    role_name: str
    token: str
    expires_at: datetime


class Postman(Protocol):
    """Carries an invitation to its reader, after the commit; losing one is no harm, the inviter can invite again."""

    def __call__(self, letter: InvitationLetter) -> None: ...


POSTMEN: list[Postman] = []
