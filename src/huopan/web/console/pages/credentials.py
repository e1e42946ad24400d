"""Credentials: the document beside what was written of it, what can be checked, and the decision."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
from huopan.web.console.judging import Deed, judged
from huopan.web.console.sifting import named, sieve
from huopan.web.refusing import status_of

DEEDS = {
    "verify": Deed(
        lambda it: actions.verify_credential(credential_id=it.pk, by=it.by, at=it.at),
        gettext_lazy("Verified; buyers see it from now on."),
    ),
    "refuse": Deed(
        lambda it: actions.refuse_credential(credential_id=it.pk, because=it.because, by=it.by, at=it.at),
        gettext_lazy("Refused; its people are told why."),
    ),
}


@for_operator()
def credential_list(request: ActingRequest) -> HttpResponse:
    """By state or words; those that wait longest first."""
    asked = sieve(request, Credential.State, first="submitted")
    rows = asked.sift(Credential.objects.visible_to(request.actor).select_related("party"), _meant)
    is_queue = asked.state == Credential.State.SUBMITTED
    page = page_of(request, rows.order_by("submitted_at" if is_queue else "-submitted_at", "pk"))
    return render(request, "console/credentials.html", {"page": page, **asked.shown})


@for_operator()
def credential(request: ActingRequest, credential_id: int) -> HttpResponse:
    return _page(request, credential_id)


@require_POST
@for_operator("operate")
def judge(request: ActingRequest, credential_id: int, verb: str) -> HttpResponse:
    """Verify it, or refuse it with a reason; its organisation is told."""
    return judged(
        request,
        credential_id,
        DEEDS.get(verb),
        page="console:credential",
        shown=lambda refusal: _page(request, credential_id, refusal=refusal),
    )


def _meant(words: str) -> Q:
    return Q(number=words) | named(words, "party__")


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
