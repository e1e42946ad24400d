"""What the organisation proves of itself: handed in here, checked by the operator, shown to buyers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.infra.clock import now
from huopan.infra.files.pictures import safe_picture
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import told_at
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import prepared, submitted
from huopan.web.workbench.forms.credentials import CredentialForm


@for_party("party.manage")
def credentials(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    """All that was handed in, with what the operator said of it."""
    shown = {"page": page_of(request, queries.own_credentials(request.actor)), "refusal": refusal}
    return render(request, "workbench/credentials.html", shown, status=status_of(refusal) if refusal else 200)


@for_party("party.manage")
def submit(request: ActingRequest) -> HttpResponse:
    """The form, and what is handed in with it."""
    form = CredentialForm(request.POST, request.FILES) if request.method == "POST" else CredentialForm()
    if not form.is_bound:
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=422)
    return prepared(
        request,
        prepare=lambda: _handed_in(request, form),
        in_place=lambda refusal: _told(request, form, refusal),
        told=_("Handed in. The operator checks it and tells you."),
    )


@require_POST
@for_party("party.manage")
def withdraw(request: ActingRequest, credential_id: int) -> HttpResponse:
    def work() -> str:
        parties.withdraw_credential(credential_id=credential_id, by=request.actor, at=now())
        return reverse("workbench:credentials")

    return submitted(
        request, work=work, in_place=lambda refusal: credentials(request, refusal), told=_("Withdrawn; nobody sees it.")
    )


def _handed_in(request: ActingRequest, form: CredentialForm) -> Callable[[], str]:
    wish = dict(form.cleaned_data)
    picture = safe_picture(wish.pop("document"))
    submit_it = partial(parties.submit_credential, **wish, document=picture, by=request.actor, at=now())

    def work() -> str:
        submit_it()
        return reverse("workbench:credentials")

    return work


def _told(request: ActingRequest, form: CredentialForm, refusal: RefusedError) -> HttpResponse:
    told_at(form, refusal)
    return _form(request, form, status=status_of(refusal))


def _form(request: ActingRequest, form: CredentialForm, *, status: int = 200) -> HttpResponse:
    return render(request, "workbench/credential.html", {"form": form}, status=status)
