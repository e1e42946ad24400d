"""What organisations prove: handed in, checked by somebody else, shown until it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huopan.domains.notifications.actions import warn_of_deadlines
from huopan.domains.notifications.models import Notice
from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.actions import credentials as errors
from huopan.domains.parties.models import Credential
from huopan.domains.parties.rules import CREDENTIAL_KINDS, CREDENTIAL_MOVES
from huopan.infra.outbox.models import TrailEntry
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import SYSTEM
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.parties import LONG_AGO, a_credential, a_grant, a_party, a_proof, an_actor, an_operator

pytestmark = pytest.mark.django_db
LAST_DAY = date(2027, 6, 30)
AFTER = LONG_AGO.replace(year=2027, month=7, day=1)


def kinds_shown(party, on=LAST_DAY):
    """As its own page asks, and as a part of another statement: both see the same."""
    kinds = [proof.kind for proof in queries.proofs([party.pk], on=on).get(party.pk, [])]
    statement, params = queries.kinds_in_force("party.id", on=on)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({statement}) FROM parties_party party WHERE party.id = %s", [*params, party.pk])
        assert queries.kinds_listed(cursor.fetchone()[0]) == tuple(kinds)
    return kinds


def told(name):
    return [entry.payload for entry in TrailEntry.objects.filter(name=name).order_by("pk")]


def test_the_list_of_kinds_and_states_is_the_same_in_rules_and_table():
    assert list(CREDENTIAL_KINDS) == Credential.Kind.values
    assert set(CREDENTIAL_MOVES) == set(Credential.State.values)


def test_a_credential_is_shown_from_verified_until_its_last_day():
    factory = a_party("factory")
    row = a_credential(factory)
    assert kinds_shown(factory) == []
    parties.verify_credential(credential_id=row.pk, by=an_operator(), at=LONG_AGO)
    assert kinds_shown(factory) == ["iso9001"]
    assert queries.proven_kinds([factory.pk]) == {factory.pk: ("iso9001",)}
    assert kinds_shown(factory, on=LAST_DAY + timedelta(days=1)) == []
    assert parties.lapse_credentials(at=AFTER - timedelta(days=1)) == 0
    assert parties.lapse_credentials(at=AFTER) == 1
    assert parties.lapse_credentials(at=AFTER) == 0
    row.refresh_from_db()
    assert row.state == "lapsed"
    assert queries.proven_kinds([factory.pk]) == {}
    for event in ("submitted", "verified", "lapsed"):
        name = f"parties.Credential{event.capitalize()}"
        assert told(name) == [{"party_id": factory.pk, "credential_id": row.pk, "credential_kind": "iso9001"}]


def test_of_each_kind_the_longest_is_shown():
    factory = a_party("factory")
    for until in (date(2027, 1, 1), date(2028, 1, 1), date(2027, 6, 1)):
        a_proof(factory, valid_until=until)
    a_proof(factory, kind="champion", valid_until=None)
    assert kinds_shown(factory) == ["iso9001", "champion"]
    assert [(proof.kind, proof.valid_until) for proof in queries.proofs([factory.pk], on=LAST_DAY)[factory.pk]] == [
        ("iso9001", date(2028, 1, 1)),
        ("champion", None),
    ]


def test_nobody_verifies_their_own():
    factory = a_party("factory")
    row = a_credential(factory)
    operator = an_operator()
    a_grant(factory, "sales", row.submitted_by.__class__.objects.get(pk=operator.person_id))
    with pytest.raises(errors.OwnCredentialError), transaction.atomic():
        parties.verify_credential(credential_id=row.pk, by=operator, at=LONG_AGO)
    for nobody in (SYSTEM, an_actor(factory)):
        with pytest.raises(ForbiddenError), transaction.atomic():
            parties.verify_credential(credential_id=row.pk, by=nobody, at=LONG_AGO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.filter(pk=row.pk).update(judged_by=row.submitted_by)


@pytest.mark.parametrize(
    ("error", "wrong"),
    [
        (errors.CredentialIncompleteError, {"number": " "}),
        (errors.CredentialIncompleteError, {"issuer": " "}),
        (errors.CredentialEndMissingError, {"valid_until": None}),
        (errors.CredentialOverError, {"valid_until": date(2026, 1, 1)}),
        (errors.CredentialKnownError, {"number": "ISO-KNOWN"}),
        (errors.LicenceOfAnotherError, {"kind": "licence", "number": "91440300MA5D8TXW0X"}),
    ],
)
def test_what_proves_nothing_is_refused(error, wrong):
    factory = a_party("factory")
    a_credential(factory, number="ISO-KNOWN")
    if error is errors.LicenceOfAnotherError:
        wrong = {**wrong, "number": a_party("factory").credit_code}
    with pytest.raises(error), transaction.atomic():
        a_credential(factory, **wrong)


def test_a_licence_is_the_credit_code_and_buyers_need_none():
    factory = a_party("factory")
    assert a_credential(factory, kind="licence", number=f" {factory.credit_code.lower()} ", valid_until=None).pk
    with pytest.raises(errors.OnlySellersProveError), transaction.atomic():
        a_credential(a_party("buyer"))
    with pytest.raises(ForbiddenError), transaction.atomic():
        parties.withdraw_credential(credential_id=1, by=an_actor(factory, "sales"), at=LONG_AGO)


def test_what_was_refused_or_withdrawn_can_be_handed_in_again():
    factory = a_party("factory")
    for end in ("refuse", "withdraw"):
        row = a_proof(factory, number="ISO-1")
        if end == "refuse":
            with pytest.raises(errors.CredentialReasonMissingError), transaction.atomic():
                parties.refuse_credential(credential_id=row.pk, because=" ", by=an_operator(), at=LONG_AGO)
            parties.refuse_credential(credential_id=row.pk, because="照片看不清", by=an_operator(), at=LONG_AGO)
        else:
            parties.withdraw_credential(credential_id=row.pk, by=an_actor(factory), at=LONG_AGO)
        assert kinds_shown(factory) == []
        with pytest.raises(errors.CredentialStateError), transaction.atomic():
            parties.verify_credential(credential_id=row.pk, by=an_operator(), at=LONG_AGO)
    assert told("parties.CredentialRefused")[0]["because"] == "照片看不清"


def test_a_stranger_neither_sees_nor_withdraws():
    row, stranger = a_credential(a_party("factory")), an_actor(a_party("factory"))
    with pytest.raises(UnknownError):
        queries.credential(row.pk, stranger)
    with pytest.raises(UnknownError), transaction.atomic():
        parties.withdraw_credential(credential_id=row.pk, by=stranger, at=LONG_AGO)
    assert not queries.own_credentials(stranger).exists()
    assert queries.credential(row.pk, an_operator()).pk == row.pk


def test_its_people_are_told_of_each_turn_and_a_month_before_the_end():
    factory = a_party("factory")
    good, bad = a_proof(factory), a_credential(factory, kind="bsci")
    an_operator()
    parties.refuse_credential(credential_id=bad.pk, because="编号查无此证", by=an_operator(), at=LONG_AGO)
    soon = LONG_AGO.replace(year=2027, month=6, day=10)
    warn_of_deadlines(at=soon)
    warn_of_deadlines(at=soon + timedelta(minutes=15))
    parties.lapse_credentials(at=AFTER)
    while relay_once(100, AFTER):
        pass
    assert sorted(Notice.objects.filter(party=factory).values_list("kind", flat=True)) == [
        "credential_lapsed",
        "credential_lapses_soon",
        "credential_refused",
        "credential_verified",
    ]
    assert Notice.objects.filter(kind="credential_to_check").exists()
    assert good.pk


def test_what_is_renewed_is_not_warned_of():
    factory = a_party("factory")
    a_proof(factory)
    a_proof(factory, valid_until=date(2029, 1, 1))
    assert not queries.credentials_lapsing(LONG_AGO.replace(year=2027, month=6, day=10)).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_proofs_take_one_statement_however_many(count, django_assert_num_queries):
    ids = []
    for _ in range(count):
        factory = a_party("factory")
        a_proof(factory)
        ids.append(factory.pk)
    with django_assert_num_queries(1):
        assert len(queries.proofs(ids, on=LAST_DAY)) == count
    with django_assert_num_queries(1):
        assert len(queries.proven_kinds(ids)) == count
