from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from huopan.domains.parties import actions as parties
from huopan.domains.parties.actions.invitations import (
    MOST_OPEN,
    AlreadyInTeamError,
    InvitationOverError,
    InvitedSomebodyElseError,
    TooManyInvitationsError,
)
from huopan.domains.parties.actions.people import EmailTakenError, NotAnEmailError, WeakPasswordError
from huopan.domains.parties.actions.team import RoleNotHereError
from huopan.domains.parties.models import Invitation, Person
from huopan.domains.parties.policies import SignInFirstError
from huopan.domains.parties.ports import POSTMEN, InvitationLetter
from huopan.domains.parties.queries import actor_of_person
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import VISITOR, Actor
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.parties import a_grant, a_party, a_person, an_actor

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PASSWORD = "quiet-lathe-88-cranes"


@pytest.fixture
def letters() -> Iterator[list[InvitationLetter]]:
    posted: list[InvitationLetter] = []
    before = POSTMEN[:]
    POSTMEN[:] = [posted.append]
    yield posted
    POSTMEN[:] = before


def person_actor(email: str) -> Actor:
    actor = actor_of_person(a_person(email=email).pk, None)
    assert actor is not None
    return actor


def test_an_invited_person_takes_the_role() -> None:
    party, by = a_party("factory"), person_actor("li@example.com")
    _, token = parties.invite(email=" Li@Example.com ", role="sales", by=an_actor(party), at=AT)
    grant = parties.accept_invitation(token=token, by=by, at=AT)
    assert (grant.party_id, grant.role) == (party.pk, "sales")
    told = list(TrailEntry.objects.order_by("id").values_list("name", flat=True))
    assert told == ["parties.PersonInvited", "parties.InvitationAccepted", "parties.RoleGranted"]


def test_a_new_person_joins_with_a_proved_address() -> None:
    party = a_party("factory")
    _, token = parties.invite(email="li@example.com", role="sales", by=an_actor(party), at=AT)
    with pytest.raises(WeakPasswordError):
        parties.join_by_invitation(token=token, full_name="李四", password="12345", at=AT)
    grant = parties.join_by_invitation(token=token, full_name="李四", password=PASSWORD, at=AT)
    assert grant.person.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=grant.person).verified
    assert Person.objects.filter(email="li@example.com").count() == 1


def test_who_has_an_account_signs_in_instead() -> None:
    person_actor("li@example.com")
    _, token = parties.invite(email="li@example.com", role="sales", by=an_actor(a_party("factory")), at=AT)
    with pytest.raises(EmailTakenError):
        parties.join_by_invitation(token=token, full_name="李四", password=PASSWORD, at=AT)


def test_the_token_is_in_the_letter_only(letters: list[InvitationLetter], django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _, token = parties.invite(email="li@example.com", role="sales", by=an_actor(a_party("factory")), at=AT)
    assert [letter.token for letter in letters] == [token]
    stored = str(list(Invitation.objects.values())) + str(list(TrailEntry.objects.values()))
    assert token not in stored
    assert "li@example.com" not in str(list(TrailEntry.objects.values()))


def test_a_lost_letter_loses_no_invitation(django_capture_on_commit_callbacks) -> None:
    def lose(letter: InvitationLetter) -> None:
        raise OSError("the mail server is down")

    POSTMEN.append(lose)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            parties.invite(email="li@example.com", role="sales", by=an_actor(a_party("factory")), at=AT)
    finally:
        POSTMEN.remove(lose)
    assert Invitation.objects.count() == 1


def test_an_invitation_ends_by_use_time_withdrawal_or_a_newer_one() -> None:
    party, by = a_party("factory"), person_actor("li@example.com")
    owner = an_actor(party)
    _, older = parties.invite(email="li@example.com", role="sales", by=owner, at=AT)
    invitation, newer = parties.invite(email="li@example.com", role="planner", by=owner, at=AT)
    with pytest.raises(InvitationOverError):
        parties.accept_invitation(token=older, by=by, at=AT)
    with pytest.raises(InvitationOverError):
        parties.accept_invitation(token=newer, by=by, at=AT + timedelta(days=7))
    parties.withdraw_invitation(invitation_id=invitation.pk, by=owner, at=AT)
    parties.withdraw_invitation(invitation_id=invitation.pk, by=owner, at=AT)
    with pytest.raises(InvitationOverError):
        parties.accept_invitation(token=newer, by=by, at=AT)
    used, last = parties.invite(email="li@example.com", role="planner", by=owner, at=AT)
    parties.accept_invitation(token=last, by=by, at=AT)
    with pytest.raises(InvitationOverError):
        parties.accept_invitation(token=last, by=by, at=AT)
    with pytest.raises(InvitationOverError):
        parties.withdraw_invitation(invitation_id=used.pk, by=owner, at=AT)


def test_an_invitation_serves_nobody_else() -> None:
    _, token = parties.invite(email="li@example.com", role="sales", by=an_actor(a_party("factory")), at=AT)
    with pytest.raises(InvitedSomebodyElseError):
        parties.accept_invitation(token=token, by=person_actor("eve@example.com"), at=AT)
    with pytest.raises(SignInFirstError):
        parties.accept_invitation(token=token, by=VISITOR, at=AT)
    with pytest.raises(UnknownError):
        parties.accept_invitation(token="guessed", by=person_actor("mallory@example.com"), at=AT)
    assert Invitation.objects.get().accepted_at is None


def test_a_member_is_not_invited_again_and_cannot_join_twice() -> None:
    party = a_party("factory")
    member, owner = a_person(email="li@example.com"), an_actor(party)
    _, token = parties.invite(email="li@example.com", role="owner", by=owner, at=AT)
    a_grant(party, "sales", member)
    by = actor_of_person(member.pk, party.pk)
    assert by is not None
    with pytest.raises(AlreadyInTeamError):
        parties.accept_invitation(token=token, by=by, at=AT)
    assert Invitation.objects.get().accepted_at is None
    with pytest.raises(AlreadyInTeamError):
        parties.invite(email="li@example.com", role="owner", by=owner, at=AT)


def test_only_owners_invite_and_only_to_roles_that_exist_here() -> None:
    party = a_party("factory")
    with pytest.raises(ForbiddenError):
        parties.invite(email="li@example.com", role="sales", by=an_actor(party, "sales"), at=AT)
    with pytest.raises(RoleNotHereError):
        parties.invite(email="li@example.com", role="treasurer", by=an_actor(party), at=AT)
    with pytest.raises(NotAnEmailError):
        parties.invite(email="li", role="sales", by=an_actor(party), at=AT)


def test_invitations_are_not_a_mailing_machine() -> None:
    owner = an_actor(a_party("factory"))
    for number in range(MOST_OPEN):
        parties.invite(email=f"p{number}@example.com", role="sales", by=owner, at=AT)
    with pytest.raises(TooManyInvitationsError):
        parties.invite(email="more@example.com", role="sales", by=owner, at=AT)
    parties.invite(email="p0@example.com", role="sales", by=owner, at=AT)


def test_a_stranger_withdraws_nothing() -> None:
    invitation, _ = parties.invite(email="li@example.com", role="sales", by=an_actor(a_party("factory")), at=AT)
    with pytest.raises(UnknownError):
        parties.withdraw_invitation(invitation_id=invitation.pk, by=an_actor(a_party("factory")), at=AT)
    assert list(Invitation.objects.visible_to(an_actor(a_party()))) == []
