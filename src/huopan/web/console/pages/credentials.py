"""Credentials: the document beside what was written of it, what can be checked, and the decision."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.parties import actions
from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import Credential
from huopan.domains.parties.rules import has_lapsed, needs_an_end
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of
from huopan.web.console.checking import Check
from huopan.web.console.guarding import for_operator
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted


@for_operator()
def credential_list(request: ActingRequest) -> HttpResponse:
    """By state or words; those that wait longest first."""
    words, state = request.GET.get("q", "").strip()[:80], request.GET.get("state", "submitted")
    rows = Credential.objects.visible_to(request.actor).select_related("party")
    if words:
        rows = rows.filter(Q(number=words) | Q(party__name_zh__icontains=words) | Q(party__name_en__icontains=words))
    if state in Credential.State.values:
        rows = rows.filter(state=state)
    page = page_of(request, rows.order_by("submitted_at" if state == "submitted" else "-submitted_at", "pk"))
    shown = {"page": page, "words": words, "state": state, "states": Credential.State.choices}
    return render(request, "console/credentials.html", shown)


@for_operator()
def credential(request: ActingRequest, credential_id: int) -> HttpResponse:
    return _page(request, credential_id)


@require_POST
@for_operator("operate")
def judge(request: ActingRequest, credential_id: int, verb: str) -> HttpResponse:
    """Verify it, or refuse it with a reason; its organisation is told."""
    if verb not in ("verify", "refuse"):
        raise Http404

    def work() -> str:
        if verb == "verify":
            actions.verify_credential(credential_id=credential_id, by=request.actor, at=now())
        else:
            because = request.POST.get("because", "")
            actions.refuse_credential(credential_id=credential_id, because=because, by=request.actor, at=now())
        return reverse("console:credential", args=[credential_id])

    told = _("Verified; buyers see it from now on.") if verb == "verify" else _("Refused; its people are told why.")
    return submitted(
        request, work=work, in_place=lambda refusal: _page(request, credential_id, refusal=refusal), told=told
    )


def _page(request: ActingRequest, credential_id: int, *, refusal: RefusedError | None = None) -> HttpResponse:
    found = parties.credential(credential_id, request.actor)
    shown = {"credential": found, "checks": _checks(found), "refusal": refusal}
    return render(request, "console/credential.html", shown, status=status_of(refusal) if refusal else 200)


def _checks(credential: Credential) -> list[Check]:
    """What can be told without the issuer's register."""
    party, until = credential.party, credential.valid_until
    code = Check(_("Number is the credit code"), credential.number == party.credit_code, party.credit_code or "—")
    return [
        *([code] if credential.kind == Credential.Kind.LICENCE else []),
        Check(
            _("Still valid"),
            not has_lapsed(until, on=localdate(now())) if until else None if needs_an_end(credential.kind) else True,
            until.isoformat() if until else _("without an end"),
        ),
        Check(_("Organisation is active"), party.state == party.State.ACTIVE, str(party.get_state_display())),
    ]
