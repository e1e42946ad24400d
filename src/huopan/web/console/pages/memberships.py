"""Memberships: what lapses soon, and one organisation's: granted, renewed, ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.membership import actions as membership
from huopan.domains.membership import queries
from huopan.domains.membership.actions.granting import LONGEST_REFERENCE
from huopan.domains.membership.models import SubscriptionQuerySet
from huopan.domains.parties.models import Party
from huopan.infra.clock import now
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.components.asking import Asking
from huopan.web.components.paging import page_of
from huopan.web.console.checking import Check
from huopan.web.console.guarding import for_operator
from huopan.web.console.sifting import MOST_LETTERS, named
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

STATES = (
    ("soon", gettext_lazy("Ends within a month")),
    ("running", pgettext_lazy("console, membership", "In force")),
    ("upcoming", pgettext_lazy("console, membership", "Begins later")),
    ("over", pgettext_lazy("console, membership", "Over")),
)


class GrantForm(forms.Form):
    plan = forms.ChoiceField(label=pgettext_lazy("console, membership", "Plan"))
    until_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: a full year."),
        widget=forms.DateInput({"type": "date"}),
    )
    reference = forms.CharField(
        label=gettext_lazy("Contract or receipt"),
        max_length=LONGEST_REFERENCE,
        help_text=gettext_lazy("The fee is paid outside the platform; name the paper that says so."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, plan: str = "") -> None:
        super().__init__(data, initial={"plan": plan})
        self.fields["plan"].choices = [(plan.code, str(plan)) for plan in queries.plans()]  # type: ignore[attr-defined]


@for_operator()
def membership_list(request: ActingRequest) -> HttpResponse:
    """What ends soon and is not renewed, first; or by state or words."""
    words, state = request.GET.get("q", "").strip()[:MOST_LETTERS], request.GET.get("state", "soon")
    rows = _in_state(state, request.actor)
    if words:
        rows = rows.filter(Q(reference=words) | named(words, "party__"))
    shown = {"page": page_of(request, rows), "words": words, "state": state, "states": STATES}
    return render(request, "console/memberships.html", shown)


@for_operator()
def of_party(request: ActingRequest, party_id: int) -> HttpResponse:
    """One organisation's memberships and, for whom may, the form that grants the next."""
    if request.method == "POST":
        request.actor.must("operate")
    shown = _shown(request, party_id)
    form = GrantForm(request.POST if request.method == "POST" else None, plan=_plan_of(shown["membership"]))
    return Asking(request, form, "console/membership.html", **shown).answered(
        lambda valid: _granted(request, party_id, valid), told=_("Granted; its people are told.")
    )


@require_POST
@for_operator("operate")
def end(request: ActingRequest, subscription_id: int) -> HttpResponse:
    """Before its last day, for a reason that its people read."""
    party_id = queries.subscription(subscription_id, request.actor).party_id

    def work() -> str:
        because = request.POST.get("because", "")
        membership.end_membership(subscription_id=subscription_id, because=because, by=request.actor, at=now())
        return reverse("console:membership", args=[party_id])

    def again(refusal: RefusedError) -> HttpResponse:
        shown = _shown(request, party_id)
        shown |= {"form": GrantForm(plan=_plan_of(shown["membership"])), "refusal": refusal}
        return render(request, "console/membership.html", shown, status=status_of(refusal))

    return submitted(request, work=work, in_place=again, told=_("Ended; its people are told why."))


def _granted(request: ActingRequest, party_id: int, form: GrantForm) -> str:
    given = form.cleaned_data
    membership.grant_membership(
        party_id=party_id,
        plan_code=given["plan"],
        reference=given["reference"],
        until_day=given["until_day"],
        by=request.actor,
        at=now(),
    )
    return reverse("console:membership", args=[party_id])


def _in_state(state: str, by: Actor) -> SubscriptionQuerySet:
    every = queries.subscriptions(by)
    if state == "soon":
        return queries.memberships_lapsing(now())
    known = {"running": every.running, "upcoming": every.upcoming, "over": every.over}
    return known[state]() if state in known else every


def _plan_of(found: queries.Membership | None) -> str:
    return found.plan_code if found else ""


def _shown(request: ActingRequest, party_id: int) -> dict[str, Any]:
    by, today = request.actor, localdate(now())
    party: Party = Party.objects.visible_to(by).seen(by, pk=party_id)
    return {
        "party": party,
        "membership": queries.memberships([party.pk], on=today).get(party.pk),
        "subscriptions": queries.membership_history(party.pk, by),
        "checks": _checks(party),
    }


def _checks(party: Party) -> list[Check]:
    admitted = queries.is_admitted(party, on=localdate(now()))
    return [
        Check(_("Organisation is active"), party.state == party.State.ACTIVE, str(party.get_state_display())),
        Check(_("Sells here"), party.is_seller, str(party.get_kind_display())),
        Check(_("Factory inspection verified and in force"), admitted, _("needed for plans with admission")),
    ]
