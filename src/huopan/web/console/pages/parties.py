"""Organisations: what they gave, what can be checked of it, and the decision."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
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
from huopan.web.console.judging import Deed, judged
from huopan.web.console.sifting import named, sieve
from huopan.web.refusing import status_of

LATEST = 12
REGION = slice(2, 8)  # where a credit code names the county that registered it
DEEDS = {
    "approve": Deed(
        lambda it: actions.approve_party(party_id=it.pk, by=it.by, at=it.at),
        gettext_lazy("Approved; its people are told."),
    ),
    "refuse": Deed(
        lambda it: actions.refuse_party(party_id=it.pk, because=it.because, by=it.by, at=it.at),
        gettext_lazy("Refused; its people are told why."),
    ),
    "suspend": Deed(
        lambda it: actions.suspend_party(party_id=it.pk, because=it.because, by=it.by, at=it.at),
        gettext_lazy("Done; its people are told."),
    ),
    "reactivate": Deed(
        lambda it: actions.reactivate_party(party_id=it.pk, by=it.by, at=it.at),
        gettext_lazy("Done; its people are told."),
    ),
}


@for_operator()
def party_list(request: ActingRequest) -> HttpResponse:
    """Organisations by state or words; those that wait longest first."""
    asked = sieve(request, Party.State, first="pending")
    rows = asked.sift(Party.objects.visible_to(request.actor).select_related("division"), _meant)
    is_queue = asked.state == Party.State.PENDING
    page = page_of(request, rows.order_by("registered_at" if is_queue else "-registered_at", "pk"))
    return render(request, "console/parties.html", {"page": page, **asked.shown})


@for_operator()
def party(request: ActingRequest, party_id: int) -> HttpResponse:
    return _page(request, party_id)


@require_POST
@for_operator("operate")
def judge(request: ActingRequest, party_id: int, verb: str) -> HttpResponse:
    """Approve, refuse, suspend or reactivate; a refusal of ours stands on the page."""
    return judged(
        request,
        party_id,
        DEEDS.get(verb),
        page="console:party",
        shown=lambda refusal: _page(request, party_id, refusal=refusal),
    )


@require_POST
@for_operator("operate")
def reveal(request: ActingRequest, party_id: int, person_id: int) -> HttpResponse:
    """Show one person's contact in full; who looked is kept in the trail."""
    RoleGrant.objects.visible_to(request.actor).seen(request.actor, party_id=party_id, person_id=person_id)
    actions.reveal_person(person_id=person_id, by=request.actor, at=now())
    return _page(request, party_id, revealed=person_id)


def _meant(words: str) -> Q:
    return named(words) | Q(credit_code=words.upper())


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
