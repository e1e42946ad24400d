"""Who does a thing: a person, for a party, in a role."""

from __future__ import annotations

from dataclasses import dataclass, field

from huopan.kernel.refusal import ForbiddenError

EVERY_SCOPE = "*"


@dataclass(frozen=True, slots=True)
class Actor:
    """`person_id` and `party_id` are 0 for the platform itself and for visitors. `scopes` are what the role, or the
    narrower API key, allows; `is_operator` opens every door of visibility, never a scope."""

    person_id: int = 0
    party_id: int = 0
    role: str = "visitor"
    scopes: frozenset[str] = field(default=frozenset())
    is_operator: bool = False

    def may(self, scope: str) -> bool:
        return EVERY_SCOPE in self.scopes or scope in self.scopes

    def must(self, scope: str) -> None:
        """Raise ForbiddenError unless the actor has `scope`."""
        if not self.may(scope):
            raise ForbiddenError(scope=scope)


VISITOR = Actor()
SYSTEM = Actor(role="system", scopes=frozenset({EVERY_SCOPE}), is_operator=True)
