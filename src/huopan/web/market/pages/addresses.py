"""Where goods go: the organisation's address book."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import Address
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.places import code_in, levels
from huopan.web.market.forms.account import AddressForm
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted
from huopan.web.ways import our_address

LONGEST_LINE = 300


@for_party()
def addresses(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    rows = own_addresses(request)
    status = status_of(refusal) if refusal else 200
    return render(request, "market/addresses.html", {"addresses": rows, "refusal": refusal}, status=status)


@for_party()
def address(request: ActingRequest, address_id: int | None = None) -> HttpResponse:
    """A new address, or an old one changed."""
    known = own_addresses(request).seen(request.actor, pk=address_id) if address_id else None
    if "recognise" in request.POST:
        return _recognised(request, known)
    code = code_in(request.POST) or (known.division_id if known else "")
    typed = {**request.POST.dict(), "division_code": code} if request.method == "POST" else None
    form = AddressForm(typed, initial=_shown(known))
    asking = Asking(request, form, "market/address.html", levels=levels(code), address=known)
    return asking.answered(lambda form: _saved(request, form, address_id), told=_("The address is saved."))


@require_POST
@for_party()
def remove(request: ActingRequest, address_id: int) -> HttpResponse:
    def work() -> str:
        parties.remove_address(address_id=address_id, by=request.actor, at=now())
        return reverse("market:addresses")

    return submitted(request, work=work, in_place=lambda refusal: addresses(request, refusal), told=_("Removed."))


def own_addresses(request: ActingRequest) -> Any:
    """The live addresses of whom the reader acts for, the default first."""
    live = Address.objects.visible_to(request.actor).filter(party_id=request.actor.party_id, removed_at__isnull=True)
    return live.select_related("division__parent__parent").order_by("-is_default", "-pk")


def _recognised(request: ActingRequest, known: Address | None) -> HttpResponse:
    """The form filled with what the pasted line says; nothing is saved yet."""
    line = request.POST.get("line", "")[:LONGEST_LINE]
    read = queries.recognised_address(line)
    form = AddressForm(initial={"contact_name": read.contact_name, "phone": read.phone, "detail": read.detail})
    missing = [
        label
        for label, found in (
            (pgettext("market", "Contact"), read.contact_name),
            (_("Phone"), read.phone),
            (_("Place"), read.division_code),
            (pgettext("market", "Street and number"), read.detail),
        )
        if not found
    ]
    shown = {"form": form, "levels": levels(read.division_code), "address": known, "line": line, "missing": missing}
    return render(request, "market/address.html", shown)


def _saved(request: ActingRequest, form: AddressForm, address_id: int | None) -> str:
    parties.save_address(**form.cleaned_data, address_id=address_id, by=request.actor, at=now())
    return our_address(request, request.GET.get("next", ""), reverse("market:addresses"))


def _shown(known: Address | None) -> dict[str, Any]:
    names = ("contact_name", "phone", "detail", "is_default") if known else ()
    return {name: getattr(known, name) for name in names}
