from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection

from huopan.domains.parties import actions as parties
from huopan.domains.parties.actions.addresses import AddressIncompleteError, TooManyAddressesError
from huopan.domains.parties.models import Address
from huopan.domains.parties.queries.places import DivisionNotPreciseError
from huopan.domains.parties.rules import PhoneNumberError
from huopan.infra.checking import broken
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.parties import DONGGUAN, SHENZHEN_NANSHAN, YIWU, a_division, a_party, an_actor, an_address

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _places() -> None:
    for code in (SHENZHEN_NANSHAN, DONGGUAN, YIWU):
        a_division(code)


def save(by: Actor, **fields: Any) -> Address:
    given = {"contact_name": "张三", "phone": "138 1234 1234", "division_code": YIWU, "detail": "商城大道1号", **fields}
    return parties.save_address(**given, by=by, at=AT)


def defaults(by: Actor) -> list[int]:
    return list(Address.objects.visible_to(by).filter(is_default=True).values_list("pk", flat=True))


def test_the_first_address_is_the_default_and_a_new_default_replaces_it() -> None:
    by = an_actor(a_party())
    first = save(by)
    assert defaults(by) == [first.pk]
    save(by)
    assert defaults(by) == [first.pk]
    third = save(by, is_default=True)
    assert defaults(by) == [third.pk]


def test_a_default_is_given_up_only_by_choosing_another() -> None:
    by = an_actor(a_party())
    first = save(by)
    save(by, address_id=first.pk, is_default=False, detail="新街2号")
    assert defaults(by) == [first.pk]


def test_removing_the_default_passes_it_on() -> None:
    by = an_actor(a_party())
    first, second = save(by), save(by)
    parties.remove_address(address_id=first.pk, by=by, at=AT)
    assert defaults(by) == [second.pk]
    with pytest.raises(UnknownError):
        parties.remove_address(address_id=first.pk, by=by, at=AT)


def test_phones_take_one_shape_and_nonsense_is_refused() -> None:
    by = an_actor(a_party())
    assert save(by, phone="+86 138-1234-1234").phone == "13812341234"
    assert save(by, phone="+852 2345 6789").phone == "+85223456789"
    for nonsense in ("12345", "call me", "138123412345678", ""):
        with pytest.raises(PhoneNumberError):
            save(by, phone=nonsense)


def test_parcels_go_to_counties_and_to_cities_without_counties() -> None:
    by = an_actor(a_party())
    assert save(by, division_code=DONGGUAN).division_id == DONGGUAN
    for vague in ("440000", "440300", "999999"):
        with pytest.raises(DivisionNotPreciseError):
            save(by, division_code=vague)


def test_an_address_needs_somebody_and_somewhere() -> None:
    by = an_actor(a_party())
    for gap in ("contact_name", "detail"):
        with pytest.raises(AddressIncompleteError):
            save(by, **{gap: " "})


def test_strangers_reach_no_address() -> None:
    address, stranger = an_address(a_party()), an_actor(a_party())
    with pytest.raises(UnknownError):
        save(stranger, address_id=address.pk)
    with pytest.raises(UnknownError):
        parties.remove_address(address_id=address.pk, by=stranger, at=AT)
    with pytest.raises(UnknownError):
        Address.objects.seen(stranger, pk=address.pk)


def test_the_shop_floor_keeps_no_addresses() -> None:
    with pytest.raises(ForbiddenError):
        save(an_actor(a_party("factory"), "floor"))


def test_a_stranger_sees_a_mask() -> None:
    masked = an_address(a_party(), contact_name="张三丰", phone="13812341234").masked()
    assert (masked.contact_name, masked.phone, masked.detail) == ("张**", "138****1234", "***")


def test_addresses_are_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huopan.domains.parties.actions.addresses.MOST_KEPT", 2)
    by = an_actor(a_party())
    first = save(by)
    save(by)
    with pytest.raises(TooManyAddressesError):
        save(by)
    save(by, address_id=first.pk, detail="新街2号")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwoClerksChoosingADefault:
    def choose_together(self) -> list[str]:
        by = an_actor(a_party())
        chosen, gate, errors = [save(by).pk for _ in range(3)][1:], threading.Barrier(2), []

        def choose(address_id: int) -> None:
            gate.wait()
            try:
                save(by, address_id=address_id, is_default=True)
            except IntegrityError as error:
                errors.append(type(error).__name__)
            finally:
                connection.close()

        threads = [threading.Thread(target=choose, args=[address_id]) for address_id in chosen]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert len(defaults(by)) == 1
        return errors

    def test_both_succeed_and_one_is_the_default(self) -> None:
        for _ in range(10):
            assert self.choose_together() == []
        assert broken(at=AT, area="P") == []

    def test_without_the_lock_one_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The negative control: only the constraint stands then, and a clerk meets an error."""
        meeting = threading.Barrier(2)

        def unlocked(_model: type[Address], party_id: int) -> dict[int, Address]:
            found = {a.pk: a for a in Address.objects.filter(party_id=party_id, removed_at__isnull=True)}
            if len(found) == 3:
                meeting.wait(timeout=10)
            return found

        monkeypatch.setattr("huopan.domains.parties.actions.addresses.locked_rows", unlocked)
        assert self.choose_together() == ["IntegrityError"]
