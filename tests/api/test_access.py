"""Who reaches what: every route with every verb, as a stranger, as a visitor and with each scope missing.

Generated from the document, so that a new route is walked the day it is written.
"""

from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.parties.models import Party
from huopan.domains.parties.rules.scopes import OPERATOR_SCOPES, ROLE_SCOPES, TRADE_SCOPES
from tests.api.belongings import CANARY, CASES, NAMED_IN_BODIES, ONES_OWN
from tests.api.conftest import Caller
from tests.api.surface import ROUTES, Route, caller_of
from tests.factories.parties import a_party

pytestmark = pytest.mark.django_db

WITH_PARAMETERS = [route for route in ROUTES if route.has_parameters]
EVERY_SCOPE = set(TRADE_SCOPES | OPERATOR_SCOPES)


@pytest.fixture(autouse=True)
def _unhurried(settings: Any) -> None:
    generous = {"api_requests_per_minute": 10**6, "api_visitor_requests_per_minute": 10**6}
    settings.HUOPAN = settings.HUOPAN.model_copy(update=generous)


@pytest.fixture
def victim() -> Party:
    return a_party("factory")


@pytest.fixture
def stranger() -> Caller:
    return caller_of(a_party("factory"), set(TRADE_SCOPES))


def test_every_route_with_a_parameter_has_somebody_elses_row() -> None:
    missing = {route.path for route in WITH_PARAMETERS} - set(CASES)
    assert not missing, "add a case to tests/api/belongings.py"
    assert not set(CASES) - {route.path for route in WITH_PARAMETERS}, "this route is gone"


@pytest.mark.parametrize("route", WITH_PARAMETERS, ids=str)
def test_a_stranger_is_told_there_is_no_such_thing(route: Route, victim: Party, stranger: Caller) -> None:
    response = route.call(stranger, CASES[route.path](victim))
    if (route.is_public and not route.is_write) or route.path in ONES_OWN:
        assert response.status_code in (200, 204, 404)
    elif route.scopes and not route.scopes & TRADE_SCOPES:
        assert response.status_code == 403
    else:
        assert response.status_code == 404, response.content
    assert CANARY.encode() not in response.content


@pytest.mark.parametrize("route", [r for r in ROUTES if r.id in NAMED_IN_BODIES], ids=str)
def test_a_stranger_reaches_nothing_by_naming_it_in_a_body(route: Route, victim: Party, stranger: Caller) -> None:
    response = stranger.send(route.method, route.path, NAMED_IN_BODIES[route.id](victim))
    assert response.status_code in (200, 404, 409, 422), response.content
    assert CANARY.encode() not in response.content
    if response.status_code == 200:
        assert all(item["refusal"]["code"] == "unknown" for item in response.json()["items"])


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_visitor_is_asked_to_sign_in(route: Route, victim: Party) -> None:
    values = CASES[route.path](victim) if route.has_parameters else {}
    response = route.call(Caller(), values)
    if route.is_public:
        assert response.status_code != 401
        assert response.status_code < 500
    else:
        assert response.status_code == 401
    assert CANARY.encode() not in response.content


def test_no_list_shows_a_stranger_anything_of_others(victim: Party, stranger: Caller) -> None:
    for case in set(CASES.values()):
        case(victim)
    for route in ROUTES:
        if route.has_parameters or route.is_write:
            continue
        response = route.call(stranger)
        assert response.status_code in (200, 403, 404, 422), f"{route}: {response.content!r}"
        assert CANARY.encode() not in response.content, route


@pytest.mark.parametrize("route", [r for r in ROUTES if r.scopes], ids=str)
def test_each_scope_opens_its_routes_and_no_other(route: Route, victim: Party) -> None:
    kind = "operator" if not route.scopes & TRADE_SCOPES else "factory"
    party = a_party(kind)
    values = CASES[route.path](victim) if route.has_parameters else {}
    without = caller_of(party, EVERY_SCOPE - route.scopes)
    assert route.call(without, values).status_code == 403


@pytest.mark.parametrize("role", sorted(ROLE_SCOPES))
def test_a_role_reaches_exactly_the_routes_of_its_scopes(role: str, victim: Party) -> None:
    own = a_party("operator" if ROLE_SCOPES[role] & OPERATOR_SCOPES else "factory")
    own.grants.update(role=role)
    member = caller_of(own, EVERY_SCOPE)
    rows = {case: case(victim) for case in set(CASES.values())}
    for route in ROUTES:
        if not route.scopes:
            continue
        values = rows[CASES[route.path]] if route.has_parameters else {}
        refused = route.call(member, values)
        is_forbidden = refused.status_code == 403 and refused.json()["code"] == "forbidden"
        allowed = bool(route.scopes & ROLE_SCOPES[role])
        assert is_forbidden != allowed, f"{role} at {route}: {refused.content!r}"


def _objects(schema: Any, schemas: dict[str, Any], seen: set[str]) -> list[dict[str, Any]]:
    """Every object schema that a body can hold."""
    if isinstance(schema, list):
        return [found for part in schema for found in _objects(part, schemas, seen)]
    if not isinstance(schema, dict):
        return []
    found = [schema] if "properties" in schema else []
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        if name not in seen:
            found += _objects(schemas[name], schemas, seen | {name})
    return found + [one for part in schema.values() for one in _objects(part, schemas, seen)]


@pytest.mark.parametrize("route", [r for r in ROUTES if r.body_schema], ids=str)
def test_no_body_takes_a_field_it_does_not_name(route: Route) -> None:
    from huopan.api.v1 import document

    for schema in _objects(route.body_schema, document()["components"]["schemas"], set()):
        assert schema.get("additionalProperties") is False, schema.get("title")


SMUGGLED = {"party_id": 1, "state": "active", "is_operator": True, "person_id": 1, "supplier_id": 1, "price": 0}


@pytest.mark.parametrize("route", [r for r in ROUTES if r.body_schema], ids=str)
def test_a_smuggled_field_is_refused(route: Route, victim: Party, stranger: Caller) -> None:
    caller = (
        stranger if route.scopes & TRADE_SCOPES or not route.scopes else caller_of(a_party("operator"), EVERY_SCOPE)
    )
    values = CASES[route.path](victim) if route.has_parameters else {}
    fields = {name: value for name, value in SMUGGLED.items() if name not in (route.body() or {})}
    response = caller.send(route.method, route.path.format(**values), {**(route.body() or {}), **fields})
    assert response.status_code in (403, 422), response.content
    if response.status_code == 422:
        assert "extra_forbidden" in {error["code"] for error in response.json()["errors"]}
