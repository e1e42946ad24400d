"""Who acts for the organisation, and the keys its programs use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries as orders_queries
from huopan.domains.orders.models import SpendingLimit
from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import ApiKey, Invitation, Person, RoleGrant
from huopan.domains.parties.rules import role_fits
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError, UnknownError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.toasts import tell
from huopan.web.market.forms.account import DEEDS, InvitationForm, KeyForm
from huopan.web.market.forms.team import ROLES_IN_ORDER, MemberForm, explained_roles
from huopan.web.refusing import refused
from huopan.web.submitting import submitted


@dataclass(frozen=True, slots=True)
class Member:
    """`spent_fen`: ordered this calendar month, without what was cancelled or paid back."""

    grant: RoleGrant
    limit: SpendingLimit | None
    spent_fen: int


@for_party("team.manage")
def team(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    """The people, the open invitations, and a form to invite; an invitation's link is shown once."""
    kind = request.standing.kind if request.standing else ""
    form = InvitationForm(_typed(request, refusal), roles=_roles(kind))
    asking = Asking(
        request,
        form,
        "market/team.html",
        members=_members(request),
        roles=explained_roles(kind),
        invitations=_open_invitations(request),
        link=request.session.pop("invitation_link", ""),
        refusal=refusal,
    )
    return asking.answered(lambda form: _invited(request, form), told=_("The invitation is on its way."))


@for_party("team.manage")
def member(request: ActingRequest, person_id: int) -> HttpResponse:
    """Somebody's role, and how much they may order without asking."""
    grant = queries.team(request.actor).filter(person_id=person_id).first()
    if grant is None:
        raise UnknownError(what=str(Person._meta.verbose_name))
    kind = request.standing.kind if request.standing else ""
    limit = orders_queries.spending_limits(request.actor).get(person_id)
    form = MemberForm(request.POST if request.method == "POST" else None, roles=_roles(kind), grant=grant, limit=limit)
    asking = Asking(request, form, "market/member.html", grant=grant, roles=explained_roles(kind))
    return asking.answered(lambda form: _member_changed(request, person_id, form), told=_("Saved."))


@require_POST
@for_party("team.manage")
def remove(request: ActingRequest, person_id: int) -> HttpResponse:
    """Off the team, with a way back on the next page."""
    grant = queries.team(request.actor).filter(person_id=person_id).first()

    def work() -> str:
        parties.revoke_role(person_id=person_id, by=request.actor, at=now())
        return reverse("market:team")

    answer = submitted(request, work=work, in_place=lambda refusal: refused(request, refusal))
    if grant is not None and answer.status_code < HTTPStatus.BAD_REQUEST:
        tell(
            request,
            _("%(person)s is off the team; API keys they made are dead.") % {"person": grant.person},
            undo=reverse("market:restore_member", args=[person_id]),
            fields={"role": grant.role},
        )
    return answer


@require_POST
@for_party("team.manage")
def restore(request: ActingRequest, person_id: int) -> HttpResponse:
    """Who was taken off the team by mistake is on it again, in the role they had."""

    def work() -> str:
        parties.grant_role(person_id=person_id, role=request.POST.get("role", ""), by=request.actor, at=now())
        return reverse("market:team")

    return submitted(
        request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Back on the team.")
    )


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
    own = ApiKey.objects.visible_to(request.actor).filter(party_id=request.actor.party_id).order_by("-pk")
    rows = [(key, [DEEDS.get(scope, scope) for scope in key.scopes]) for key in own.select_related("created_by")]
    secret = request.session.pop("key_secret", "")
    asking = Asking(request, form, "market/keys.html", keys=rows, secret=secret, now=now())
    return asking.answered(lambda form: _key_made(request, form), told=_("The key is made."))


@require_POST
@for_party("keys.manage")
def revoke_key(request: ActingRequest, api_key_id: int) -> HttpResponse:
    def work() -> str:
        parties.revoke_api_key(api_key_id=api_key_id, by=request.actor, at=now())
        return reverse("market:keys")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("The key is dead."))


def _roles(kind: str) -> list[str]:
    return [role for role in ROLES_IN_ORDER if role_fits(role, kind=kind)]


def _members(request: ActingRequest) -> list[Member]:
    limits = orders_queries.spending_limits(request.actor)
    spent = orders_queries.spent_by_person(request.actor, now())
    return [
        Member(grant, limits.get(grant.person_id), spent.get(grant.person_id, 0))
        for grant in queries.team(request.actor)
    ]


def _member_changed(request: ActingRequest, person_id: int, form: MemberForm) -> str:
    wish, at = form.cleaned_data, now()
    parties.grant_role(person_id=person_id, role=wish["role"], by=request.actor, at=at)
    if wish["role"] != RoleGrant.Role.OWNER:
        orders.set_spending_limit(
            person_id=person_id,
            per_order=wish["per_order"],
            per_month=wish["per_month"],
            by=request.actor,
            at=at,
        )
    return reverse("market:team")


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
    wish, at = form.cleaned_data, now()
    expires_at = at + timedelta(days=wish["days"]) if wish["days"] else None
    _key, secret = parties.create_api_key(
        name=wish["name"], scopes=wish["scopes"], expires_at=expires_at, by=request.actor, at=at
    )
    request.session["key_secret"] = secret
    return reverse("market:keys")
