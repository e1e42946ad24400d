"""Organisations: what they gave, what can be checked of it, and the decision."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.membership import queries as membership
from huopan.domains.parties import actions
from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import Credential, Party, RoleGrant
from huopan.domains.parties.rules import CreditCodeError, credit_code
from huopan.infra.clock import now
from huopan.infra.outbox.looking import trail
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of
from huopan.web.console.checking import Check
from huopan.web.console.guarding import for_operator
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

LATEST = 12
REGION = slice(2, 8)  # where a credit code names the county that registered it
Deed = Callable[[ActingRequest, int, str], None]


class ReasonForm(forms.Form):
    because = forms.CharField(label=gettext_lazy("Reason, told to the organisation"), max_length=300, required=False)


@for_operator()
def party_list(request: ActingRequest) -> HttpResponse:
    """Organisations by state or words; those that wait longest first."""
    words, state = request.GET.get("q", "").strip()[:80], request.GET.get("state", "pending")
    rows = Party.objects.visible_to(request.actor).select_related("division")
    if words:
        rows = rows.filter(Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(credit_code=words.upper()))
    if state in Party.State.values:
        rows = rows.filter(state=state)
    page = page_of(request, rows.order_by("registered_at" if state == "pending" else "-registered_at", "pk"))
    shown = {"page": page, "words": words, "state": state, "states": Party.State.choices}
    return render(request, "console/parties.html", shown)


@for_operator()
def party(request: ActingRequest, party_id: int) -> HttpResponse:
    return _page(request, party_id)


@require_POST
@for_operator("operate")
def judge(request: ActingRequest, party_id: int, verb: str) -> HttpResponse:
    """Approve, refuse, suspend or reactivate; a refusal of ours stands on the page."""
    if verb not in DEEDS:
        raise Http404
    because = request.POST.get("because", "")

    def work() -> str:
        DEEDS[verb](request, party_id, because)
        return reverse("console:party", args=[party_id])

    told = {"approve": _("Approved; its people are told."), "refuse": _("Refused; its people are told why.")}
    return submitted(
        request,
        work=work,
        in_place=lambda refusal: _page(request, party_id, refusal=refusal),
        told=told.get(verb, _("Done; its people are told.")),
    )


@require_POST
@for_operator("operate")
def reveal(request: ActingRequest, party_id: int, person_id: int) -> HttpResponse:
    """Show one person's contact in full; who looked is kept in the trail."""
    RoleGrant.objects.visible_to(request.actor).seen(request.actor, party_id=party_id, person_id=person_id)
    actions.reveal_person(person_id=person_id, by=request.actor, at=now())
    return _page(request, party_id, revealed=person_id)


def _page(
    request: ActingRequest, party_id: int, *, refusal: RefusedError | None = None, revealed: int = 0
) -> HttpResponse:
    by = request.actor
    found: Party = Party.objects.visible_to(by).select_related("division__parent", "belt").seen(by, pk=party_id)
    grants = RoleGrant.objects.visible_to(by).filter(party_id=party_id, revoked_at__isnull=True)
    history = list(trail(aggregate="party", aggregate_id=party_id)[:LATEST])
    shown = {
        "party": found,
        "checks": _checks(found),
        "credentials": Credential.objects.visible_to(by).filter(party_id=party_id).order_by("-submitted_at", "-pk"),
        "membership": membership.memberships([party_id], on=localdate(now())).get(party_id),
        "team": grants.select_related("person").order_by("granted_at"),
        "history": history,
        "names": parties.person_names({entry.person_id for entry in history}),
        "revealed": revealed,
        "refusal": refusal,
    }
    return render(request, "console/party.html", shown, status=status_of(refusal) if refusal else 200)


def _checks(party: Party) -> list[Check]:
    """What the licence's number says against what was given; the register itself is looked up by hand."""
    code = party.credit_code or ""
    is_valid = _is_code(code) if code else None
    place = code[REGION] if is_valid else ""
    same_city = None if not (place and party.division_id) else str(party.division_id)[:4] == place[:4]
    return [
        Check(_("Credit code is well formed"), is_valid, code or _("none given")),
        Check(_("Registered where it says it is"), same_city, place or "—"),
        Check(_("Names in both languages"), bool(party.name_zh and party.name_en), party.name_en or "—"),
        Check(_("Says what it does"), bool(party.about_zh or party.about_en), (party.about_zh or party.about_en)[:60]),
    ]


def _is_code(code: str) -> bool:
    try:
        credit_code(code)
    except CreditCodeError:
        return False
    return True


def _refuse(request: ActingRequest, party_id: int, because: str) -> None:
    actions.refuse_party(party_id=party_id, because=because, by=request.actor, at=now())


def _suspend(request: ActingRequest, party_id: int, because: str) -> None:
    actions.suspend_party(party_id=party_id, because=because, by=request.actor, at=now())


DEEDS: dict[str, Deed] = {
    "approve": lambda request, pk, _why: actions.approve_party(party_id=pk, by=request.actor, at=now()),
    "refuse": _refuse,
    "suspend": _suspend,
    "reactivate": lambda request, pk, _why: actions.reactivate_party(party_id=pk, by=request.actor, at=now()),
}
