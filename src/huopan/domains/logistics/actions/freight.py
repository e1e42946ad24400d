"""How suppliers say what carrying costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from huopan.domains.logistics.events import FreightTemplateRemoved, FreightTemplateSaved, OfferFreightSet
from huopan.domains.logistics.models import FreightTemplate, OfferFreight
from huopan.domains.logistics.rules import Zone, checked_zones
from huopan.domains.parties import queries as parties
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said


class FreightTemplateNameTakenError(RefusedError):
    sentence = said("You already have a freight template named “{name}”; choose another name.")


class FreightTemplateInUseError(RefusedError):
    sentence = said("Some offers ship by “{name}”; give them another template first.")


@transaction.atomic
def save_freight_template(
    *,
    name: str,
    origin_code: str,
    zones: Sequence[Zone],
    free_from_fen: int | None = None,
    is_default: bool = False,
    template_id: int | None = None,
    by: Actor,
    at: datetime,
) -> FreightTemplate:
    """Make a template of the actor's own, or change `template_id`. A supplier's first becomes the default.

    `free_from_fen`: goods worth this many fen travel free. Raises RefusalsError for zones that make no sense,
    NoSuchDivisionError and FreightTemplateNameTakenError.
    """
    by.must("offers.write")
    template = _own(template_id, by) if template_id else FreightTemplate(supplier_id=by.party_id)
    template.zones = [zone.as_stored() for zone in checked_zones(zones)]
    template.name, template.free_from_fen = name, free_from_fen
    template.origin = parties.known_division(origin_code)
    template.is_default = _take_default(template, wanted=is_default)
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        raise FreightTemplateNameTakenError(name=name) from None
    announce(
        FreightTemplateSaved(at=at, freight_template_id=template.pk, supplier_id=by.party_id, concerns=(by.party_id,)),
        by=by,
    )
    return template


@transaction.atomic
def remove_freight_template(*, template_id: int, by: Actor, at: datetime) -> None:
    """Forget a template. Raises FreightTemplateInUseError while offers ship by it."""
    by.must("offers.write")
    template = _own(template_id, by)
    try:
        template.delete()
    except ProtectedError:
        raise FreightTemplateInUseError(name=template.name) from None
    announce(
        FreightTemplateRemoved(
            at=at, freight_template_id=template_id, supplier_id=by.party_id, concerns=(by.party_id,)
        ),
        by=by,
    )


@transaction.atomic
def set_offer_freight(*, offer_id: int, template_id: int | None, by: Actor, at: datetime) -> None:
    """Have an own offer ship by an own template; None: by the default again."""
    by.must("offers.write")
    if template_id is None:
        OfferFreight.objects.filter(offer_id=offer_id, offer__supplier_id=by.party_id).delete()
    else:
        _point(offer_id, _own(template_id, by))
    announce(OfferFreightSet(at=at, offer_id=offer_id, freight_template_id=template_id, concerns=(by.party_id,)), by=by)


def _point(offer_id: int, template: FreightTemplate) -> None:
    OfferFreight.objects.update_or_create(offer_id=offer_id, defaults={"template": template})
    if not OfferFreight.objects.filter(pk=offer_id, offer__supplier_id=template.supplier_id).exists():
        raise UnknownError(what="offer")


def _own(template_id: int, by: Actor) -> FreightTemplate:
    template = FreightTemplate.objects.select_for_update().filter(pk=template_id, supplier_id=by.party_id).first()
    if template is None:
        raise UnknownError(what="freight template")
    return template


def _take_default(template: FreightTemplate, *, wanted: bool) -> bool:
    """Whether `template` is the default; the one before it steps back when it takes over."""
    others = FreightTemplate.objects.filter(supplier_id=template.supplier_id, is_default=True).exclude(pk=template.pk)
    if wanted:
        others.update(is_default=False)
        return True
    return template.is_default or not others.exists()
