"""The first steps of a seller who has nothing on the market yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from huopan.domains.catalog.models import Offer
from huopan.domains.logistics import queries as logistics
from huopan.domains.parties.models import Party
from huopan.domains.settlement.models import PayoutAccount
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class FirstStep:
    """`icon` is one of icons.svg."""

    title: str
    told: str
    href: str
    icon: str
    is_done: bool


def first_steps(by: Actor) -> list[FirstStep]:
    """What is to be done until buyers can order; none once they can. One statement."""
    own = Offer.objects.visible_to(by).filter(supplier_id=by.party_id)
    here = Party.objects.visible_to(by).filter(pk=by.party_id).order_by()
    has_freight, has_offers, is_selling, has_bank = here.values_list(
        logistics.has_template(by),
        Exists(own),
        Exists(own.filter(state=Offer.State.PUBLISHED)),
        Exists(PayoutAccount.objects.visible_to(by).filter(party_id=by.party_id)),
    ).get()
    if has_freight and is_selling:
        return []
    steps = [_freight(is_done=has_freight), _offers(is_done=has_offers), _market(is_done=is_selling)]
    return [*steps, _bank(is_done=has_bank)] if by.may("money.payout") else steps


def _freight(*, is_done: bool) -> FirstStep:
    return FirstStep(
        _("Say what freight costs"),
        _("Where you send from and what a parcel costs where. Without it nobody can order."),
        reverse("workbench:freight" if is_done else "workbench:new_template"),
        "truck",
        is_done,
    )


def _offers(*, is_done: bool) -> FirstStep:
    return FirstStep(
        _("Bring your offers in"),
        _("With our Excel template, or with the table you have; one by hand works too."),
        reverse("workbench:imports"),
        "down",
        is_done,
    )


def _market(*, is_done: bool) -> FirstStep:
    return FirstStep(
        _("Put them on the market"),
        _("Drafts are seen by you alone: add pictures, tick them, publish."),
        reverse("workbench:offers") + ("" if is_done else "?state=draft"),
        "box",
        is_done,
    )


def _bank(*, is_done: bool) -> FirstStep:
    return FirstStep(
        _("Name your bank account"),
        _("Money of orders that were received is paid out there."),
        reverse("workbench:bank"),
        "scales",
        is_done,
    )
