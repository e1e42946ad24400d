"""Who acts for the organisation, and the keys its programs use."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import ApiKey, Invitation
from huopan.domains.parties.rules import EVERY_ROLE, role_fits
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.market.forms.account import InvitationForm, KeyForm
from huopan.web.refusing import refused
from huopan.web.submitting import submitted


@for_party("team.manage")
def team(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    """The people, the open invitations, and a form to invite; an invitation's link is shown once."""
    kind = request.standing.kind if request.standing else ""
    form = InvitationForm(_typed(request, refusal), roles=sorted(r for r in EVERY_ROLE if role_fits(r, kind=kind)))
    asking = Asking(
        request,
        form,
        "market/team.html",
        grants=queries.team(request.actor),
        invitations=_open_invitations(request),
        link=request.session.pop("invitation_link", ""),
        refusal=refusal,
    )
    return asking.answered(lambda form: _invited(request, form), told=_("The invitation is on its way."))


@require_POST
@for_party("team.manage")
def remove(request: ActingRequest, person_id: int) -> HttpResponse:
    def work() -> str:
        parties.revoke_role(person_id=person_id, by=request.actor, at=now())
        return reverse("market:team")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Removed."))


@require_POST
@for_party("team.manage")
def withdraw(request: ActingRequest, invitation_id: int) -> HttpResponse:
    def work() -> str:
        parties.withdraw_invitation(invitation_id=invitation_id, by=request.actor, at=now())
        return reverse("market:team")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Withdrawn."))


@for_party("keys.manage")
def keys(request: ActingRequest) -> HttpResponse:
    """API keys; a new one's secret is shown once."""
    form = KeyForm(request.POST if request.method == "POST" else None, scopes=sorted(request.actor.scopes))
    rows = ApiKey.objects.visible_to(request.actor).filter(party_id=request.actor.party_id).order_by("-pk")
    secret = request.session.pop("key_secret", "")
    asking = Asking(request, form, "market/keys.html", keys=rows.select_related("created_by"), secret=secret)
    return asking.answered(lambda form: _key_made(request, form), told=_("The key is made."))


@require_POST
@for_party("keys.manage")
def revoke_key(request: ActingRequest, api_key_id: int) -> HttpResponse:
    def work() -> str:
        parties.revoke_api_key(api_key_id=api_key_id, by=request.actor, at=now())
        return reverse("market:keys")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("The key is dead."))


def _typed(request: ActingRequest, refusal: RefusedError | None) -> dict[str, str] | None:
    return request.POST.dict() if request.method == "POST" and refusal is None else None


def _open_invitations(request: ActingRequest) -> object:
    mine = Invitation.objects.visible_to(request.actor).filter(party_id=request.actor.party_id)
    return mine.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now()).order_by("-pk")


def _invited(request: ActingRequest, form: InvitationForm) -> str:
    _invitation, token = parties.invite(**form.cleaned_data, by=request.actor, at=now())
    request.session["invitation_link"] = request.build_absolute_uri(
        f"{reverse('account_invitation')}?{urlencode({'token': token})}"
    )
    return reverse("market:team")


def _key_made(request: ActingRequest, form: KeyForm) -> str:
    _key, secret = parties.create_api_key(**form.cleaned_data, by=request.actor, at=now())
    request.session["key_secret"] = secret
    return reverse("market:keys")
