"""The door of every operation: who is asking, may they, how often, and is the request fit to be read at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from django.http import HttpRequest
from ninja.utils import check_csrf

from huopan.api import keyring, problems, throttling
from huopan.api.base import Asking
from huopan.domains.parties import queries as parties
from huopan.infra import clock
from huopan.kernel.actor import VISITOR, Actor
from huopan.kernel.refusal import ForbiddenError

LARGEST_BODY = 1_000_000
NUL = "\x00"
UPLOAD = "multipart/form-data"


@dataclass(frozen=True)
class Door:
    """`scopes`: any one of them opens; none: any member of a party. `is_public`: visitors too. `is_personal`: done by
    the person, whichever party they act for by the time of a retry. `is_prepared`: the endpoint returns its work."""

    scopes: tuple[str, ...] = ()
    is_public: bool = False
    is_write: bool = False
    is_personal: bool = False
    is_prepared: bool = False
    content_type: str = field(default="")

    def __call__(self, request: HttpRequest) -> Actor:
        asking = cast("Asking", request)
        asking.at, asking.door = clock.now(), self
        self._refuse_unreadable(request)
        asking.actor = actor = self._identified(asking)
        asking.rate = throttling.spend(throttling.asker(request, actor), quota=throttling.quota_of(actor), at=asking.at)
        self._let_pass(actor)
        return actor

    def _identified(self, request: Asking) -> Actor:
        secret = bearer(request)
        if secret is not None:
            return _actor_of_key(request, secret)
        if request.COOKIES:
            return self._actor_of_session(request)
        return VISITOR

    def _actor_of_session(self, request: Asking) -> Actor:
        person = getattr(request, "user", None)
        if person is None or not person.is_authenticated:
            return VISITOR
        if self.is_write and check_csrf(request) is not None:
            raise problems.ForgedRequestError
        party_id = request.session.get("party_id")
        return parties.actor_of_person(person.pk, party_id) or VISITOR

    def _let_pass(self, actor: Actor) -> None:
        if self.is_public:
            return
        if not actor.person_id:
            raise problems.UnauthenticatedError
        if self.scopes and not any(actor.may(scope) for scope in self.scopes):
            raise ForbiddenError(scope=self.scopes[0])

    def _refuse_unreadable(self, request: HttpRequest) -> None:
        if NUL in request.path_info:
            raise problems.UnknownAddressError
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise problems.UnreadableAddressError
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        if not size:
            return
        if self.content_type and request.content_type != self.content_type:
            raise problems.WrongContentTypeError(expected=self.content_type)
        if size > LARGEST_BODY and self.content_type != UPLOAD:
            raise problems.BodyTooLargeError(limit_mb=LARGEST_BODY // 1_000_000)


def bearer(request: HttpRequest) -> str | None:
    """The secret of a program; None where none is shown."""
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def _actor_of_key(request: Asking, secret: str) -> Actor:
    """Raises UnauthenticatedError; wrong keys are counted against the address, so that nobody guesses on."""
    actor = keyring.actor_of_key(secret, request.at) if secret.isascii() else None
    if actor is None:
        visitor_quota = throttling.quota_of(VISITOR)
        throttling.spend(throttling.asker(request, VISITOR), quota=visitor_quota, at=request.at)
        raise problems.UnauthenticatedError
    return actor


def content_type_of(operation: Any) -> str:
    """What the operation's body must be sent as; empty when it takes none."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    if sources & {"file", "form"}:
        return UPLOAD
    return "application/json" if "body" in sources else ""
