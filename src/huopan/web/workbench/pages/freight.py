"""What carrying costs, and when different offers together make an order."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import MixBatchRule
from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics import queries
from huopan.domains.logistics.models import FreightTemplate
from huopan.domains.logistics.rules import FreightTerms, Zone
from huopan.domains.logistics.rules import freight as freight_fee
from huopan.domains.parties import queries as parties
from huopan.infra.clock import now
from huopan.infra.sentences import in_words
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.fields import MoneyField
from huopan.web.components.places import code_in, levels
from huopan.web.refusing import refused
from huopan.web.submitting import submitted
from huopan.web.workbench.regions import GROUPS


class ZonesField(forms.CharField):
    """One zone a line: “44,45 | 1000 | 6.00 | 1000 | 2.00”; * is everywhere else."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        return [_zone(line) for line in super().clean(value).splitlines() if line.strip()]


class FreightForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the template"), max_length=60)
    origin_code = forms.RegexField(r"^[1-9]\d{5}$", label=gettext_lazy("Ships from"))
    zones = ZonesField(
        label=gettext_lazy("Zones"),
        help_text=gettext_lazy(
            "One a line: division codes | first grams | first fee | next grams | next fee. * stands for everywhere"
            " else, such as: * | 1000 | 6.00 | 1000 | 2.00"
        ),
    )
    free_from = MoneyField(label=gettext_lazy("Free from, yuan"), required=False, max_length=14)
    is_default = forms.BooleanField(label=gettext_lazy("Use for all offers without their own"), required=False)


class TryForm(forms.Form):
    zones = ZonesField()
    free_from = MoneyField(required=False, max_length=14)
    try_kg = forms.DecimalField(min_value=0, max_value=100_000)
    try_to = forms.RegexField(r"^\d{2}$")
    try_amount = MoneyField(required=False, max_length=14)


class MixBatchForm(forms.Form):
    min_quantity = forms.IntegerField(label=gettext_lazy("From pieces"), min_value=1, required=False)
    min_amount = MoneyField(label=gettext_lazy("Or from an amount, yuan"), required=False, max_length=14)


@for_party("offers.write")
def freight(request: ActingRequest) -> HttpResponse:
    """The templates, and the mix-batch rule beside them: together they are the terms of trade."""
    rule = MixBatchRule.objects.visible_to(request.actor).filter(supplier_id=request.actor.party_id).first()
    known = {
        "min_quantity": rule.min_quantity if rule else None,
        "min_amount": _money(rule.min_amount_fen if rule else None),
    }
    form = MixBatchForm(request.POST if request.method == "POST" else None, initial=known)
    asking = Asking(
        request,
        form,
        "workbench/freight.html",
        templates=queries.freight_templates(request.actor),
        examples=_examples(rule),
    )
    return asking.answered(lambda form: _mix_set(request, form), told=_("Saved."))


@for_party("offers.write")
def template(request: ActingRequest, template_id: int | None = None) -> HttpResponse:
    known = queries.freight_templates(request.actor).filter(pk=template_id).first() if template_id else None
    if template_id and known is None:
        return render(request, "404.html", status=404)
    origin = code_in(request.POST) or request.POST.get("origin_code", "") or (known.origin_id if known else "")
    typed = {**request.POST.dict(), "origin_code": origin} if request.method == "POST" else None
    form = FreightForm(typed, initial=_shown(known))
    shown = {"known": known, "levels": levels(origin), "groups": _groups()}
    asking = Asking(request, form, "workbench/freight_template.html", **shown)
    return asking.answered(lambda form: _saved(request, form, template_id), told=_("Saved."))


@require_POST
@for_party("offers.write")
def try_out(request: ActingRequest) -> HttpResponse:
    """What the zones as typed ask for so many kilograms to one province; nothing is stored."""
    form = TryForm(request.POST)
    if not form.is_valid():
        faults = [error for errors in form.errors.values() for error in errors]
        return render(request, "workbench/_freight_tried.html", {"faults": faults})
    typed = form.cleaned_data
    free_from = typed["free_from"].fen if typed["free_from"] else None
    fee = freight_fee(
        FreightTerms(tuple(typed["zones"]), free_from),
        division_code=typed["try_to"].ljust(6, "0"),
        weight_grams=int(typed["try_kg"] * 1000),
        amount_fen=typed["try_amount"].fen if typed["try_amount"] else 0,
    )
    return render(request, "workbench/_freight_tried.html", {"fee": fee})


@require_POST
@for_party("offers.write")
def remove(request: ActingRequest, template_id: int) -> HttpResponse:
    def work() -> str:
        logistics.remove_freight_template(template_id=template_id, by=request.actor, at=now())
        return reverse("workbench:freight")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Removed."))


def _examples(rule: MixBatchRule | None) -> list[dict[str, Any]]:
    """Three carts, so that a seller sees what the rule lets through."""
    if rule is None:
        return []
    passing, failing = [], []
    if (pieces := rule.min_quantity) is not None:
        a = max(pieces * 2 // 5, 1)
        if pieces > a:
            passing.append(_("%(a)s pieces of one offer and %(b)s of another: accepted.") % {"a": a, "b": pieces - a})
            failing.append(
                _("%(a)s pieces of one offer and %(b)s of another: one piece is missing.")
                % {"a": a, "b": pieces - a - 1}
            )
    if (fen := rule.min_amount_fen) is not None:
        part = Money(fen * 2 // 5)
        rest = Money(fen) - part
        passing.append(_("Goods for %(a)s and others for %(b)s: accepted.") % {"a": part, "b": rest})
    told = [{"sentence": sentence, "passes": True} for sentence in passing]
    return [*told, *({"sentence": sentence, "passes": False} for sentence in failing if rule.min_amount_fen is None)]


def _groups() -> list[dict[str, Any]]:
    """Regions with their provinces, as far as the divisions know them."""
    provinces = {division.pk[:2]: str(division) for division in parties.divisions_below_each([]).get("", [])}
    return [
        {
            "name": str(name),
            "provinces": [{"code": code, "name": provinces[code]} for code in codes if code in provinces],
        }
        for name, codes in GROUPS
    ]


def _mix_set(request: ActingRequest, form: MixBatchForm) -> str:
    catalog.set_mix_batch_rule(**form.cleaned_data, by=request.actor, at=now())
    return reverse("workbench:freight")


def _saved(request: ActingRequest, form: FreightForm, template_id: int | None) -> str:
    typed = form.cleaned_data
    free_from = typed.pop("free_from")
    logistics.save_freight_template(
        **typed, free_from_fen=free_from.fen if free_from else None, template_id=template_id, by=request.actor, at=now()
    )
    return reverse("workbench:freight")


def _shown(known: FreightTemplate | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {
        "name": known.name,
        "origin_code": known.origin_id,
        "zones": "\n".join(_zone_text(Zone.stored(row)) for row in known.zones),
        "free_from": _money(known.free_from_fen),
        "is_default": known.is_default,
    }


def _zone(line: str) -> Zone:
    try:
        where, first_grams, first_fee, next_grams, next_fee = (part.strip() for part in re.split(r"[|｜]", line))
        divisions = tuple("" if each.strip() == "*" else each.strip() for each in re.split(r"[,，]", where))
        fees = [Money.from_yuan(fee).fen for fee in (first_fee, next_fee)]
        return Zone(divisions, int(first_grams), fees[0], int(next_grams), fees[1])
    except RefusedError as refusal:
        raise ValidationError(in_words(refusal)) from refusal
    except ValueError as unreadable:
        raise ValidationError(
            _("“%(line)s” is no zone; write such as: 44,45 | 1000 | 6.00 | 1000 | 2.00") % {"line": line.strip()}
        ) from unreadable


def _zone_text(zone: Zone) -> str:
    fees = [f"{Money(fen).yuan():.2f}" for fen in (zone.first_fee_fen, zone.next_fee_fen)]
    where = ",".join(division or "*" for division in zone.divisions)
    return f"{where} | {zone.first_weight_grams} | {fees[0]} | {zone.next_weight_grams} | {fees[1]}"


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)
