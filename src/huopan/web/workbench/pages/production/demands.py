"""What is asked of the factory: a verdict with its arithmetic for each, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Demand
from huopan.infra.clock import now
from huopan.infra.languages import own_language
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.fields import MoneyField
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

State = Demand.State
PERCENT = 100

KINDS = {
    "material": gettext_lazy("Material"),
    "setup": gettext_lazy("Set-up"),
    "run": gettext_lazy("Running time"),
    "overtime": gettext_lazy("Overtime"),
    "packaging": gettext_lazy("Packaging"),
    "rework": gettext_lazy("Rework allowance"),
    "displaced": gettext_lazy("Work it delays"),
    "late": gettext_lazy("Its own lateness"),
}
ANSWERS = {
    "accept": ("good", gettext_lazy("Take it")),
    "counter": ("warn", gettext_lazy("Offer it otherwise")),
    "decline": ("bad", gettext_lazy("Decline")),
}


class CounterForm(forms.Form):
    """What the factory offers instead; at least one of them, and for how long."""

    wanted_by = forms.DateTimeField(
        label=gettext_lazy("Ready by"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    revenue = MoneyField(label=gettext_lazy("For, yuan"), required=False, max_length=14)
    quantity = forms.IntegerField(label=gettext_lazy("Pieces"), required=False, min_value=1, max_value=10**9)
    colour = forms.CharField(label=gettext_lazy("In another colour"), required=False, max_length=60)
    pool_id = forms.TypedChoiceField(
        label=gettext_lazy("In a shared run"), required=False, coerce=int, empty_value=None
    )
    hours = forms.IntegerField(
        label=gettext_lazy("The offer stands, hours"),
        min_value=1,
        max_value=production.MOST_OFFER_HOURS,
        required=False,
        initial=production.OFFER_HOURS,
    )

    def __init__(self, *args: Any, joinable: Sequence[queries.Joinable] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing: Any = self.fields["pool_id"]
        choosing.choices = [("", "—"), *((each.joined.pool.pk, each.joined.pool.number) for each in joinable)]
        if not joinable:
            del self.fields["pool_id"]


@for_party("sell")
def demands(request: ActingRequest) -> HttpResponse:
    """The inbox: what waits for an answer first, with a verdict for each on the page."""
    state = request.GET.get("state", State.OPEN)
    rows = queries.demands(request.actor, state if state in State.values else "")
    page = page_of(request, rows)
    undecided = [row for row in page.object_list if row.state in (State.OPEN, State.HELD)]
    verdicts = queries.verdicts_on(undecided, request.actor.party_id, now()) if undecided else {}
    pooled = queries.memberships_among([row.pk for row in page.object_list])
    shown = [
        (row, _told(verdicts[row.pk]) if row.pk in verdicts else None, pooled.get(row.pk)) for row in page.object_list
    ]
    return render(
        request,
        "workbench/production/demands.html",
        {"page": page, "rows": shown, "states": State.choices, "state": state},
    )


@for_party("sell")
def demand(request: ActingRequest, /, demand_id: int, **more: Any) -> HttpResponse:
    """One demand: the verdict, line by line, and the answers there are."""
    shown = queries.demand(demand_id, request.actor)
    is_open = shown.state in (State.OPEN, State.HELD)
    kept, joinable = shown.verdict, list[queries.Joinable]()
    if is_open:
        kept, joinable = queries.verdict_and_pools(shown, now())
    status = more.pop("status", 200)
    context = {
        "demand": shown,
        "is_open": is_open,
        "verdict": _told(kept) if kept else None,
        "hold": queries.live_hold(demand_id) if shown.state == State.HELD else None,
        "member": queries.membership_of(demand_id),
        "joinable": joinable,
        "offered": next(iter(_offered(request, shown)), None) if shown.counter else None,
        "counter_form": CounterForm(initial=_offer(kept, request.GET.get("offer", "")), joinable=joinable),
    }
    return render(request, "workbench/production/demand.html", {**context, **more}, status=status)


@require_POST
@for_party("sell")
def accept(request: ActingRequest, demand_id: int) -> HttpResponse:
    return _answered(
        request,
        demand_id,
        lambda: production.accept_demand(demand_id=demand_id, by=request.actor, at=now()),
        _("Taken on: its capacity is reserved and it stands in the plan."),
    )


@require_POST
@for_party("sell")
def hold(request: ActingRequest, demand_id: int) -> HttpResponse:
    return _answered(
        request,
        demand_id,
        lambda: production.hold_capacity(demand_id=demand_id, by=request.actor, at=now()),
        _("Its capacity is held for a while; nobody else can take it."),
    )


@require_POST
@for_party("sell")
def decline(request: ActingRequest, demand_id: int) -> HttpResponse:
    because = request.POST.get("because", "")
    return _answered(
        request,
        demand_id,
        lambda: production.decline_demand(demand_id=demand_id, because=because, by=request.actor, at=now()),
        _("Declined; the buyer is told why."),
    )


@require_POST
@for_party("sell")
def counter(request: ActingRequest, demand_id: int) -> HttpResponse:
    form = CounterForm(request.POST, joinable=queries.pools_to_join(demand_id, request.actor, now()))
    if not form.is_valid():
        return demand(request, demand_id, counter_form=form, status=422)
    revenue = form.cleaned_data.pop("revenue")
    hours = form.cleaned_data.pop("hours") or production.OFFER_HOURS
    offer = {**form.cleaned_data, "revenue_fen": revenue.fen if revenue else None, "hours": hours}
    return _answered(
        request,
        demand_id,
        lambda: production.counter_demand(demand_id=demand_id, **offer, by=request.actor, at=now()),
        _("Offered to the buyer."),
    )


def _answered(request: ActingRequest, demand_id: int, act: Callable[[], object], told: str) -> HttpResponse:
    def work() -> str:
        act()
        return reverse("workbench:demand", args=[demand_id])

    return submitted(
        request, work=work, in_place=lambda refusal: refused_in_place(request, demand_id, refusal), told=told
    )


def refused_in_place(request: ActingRequest, demand_id: int, refusal: RefusedError) -> HttpResponse:
    """The demand's page with what was refused."""
    return demand(request, demand_id, refusal=refusal, status=status_of(refusal))


def _told(kept: dict[str, Any]) -> dict[str, Any]:
    """A kept verdict with its words and moments, ready for the page."""
    tone, answer = ANSWERS[kept["answer"]]
    sums = kept.get("arithmetic")
    told = {
        **kept,
        "tone": tone,
        "words": answer,
        "finishes_at": _moment(kept.get("finishes_at")),
        "judged_at": _moment(kept["judged_at"]),
        "pool": _pool(kept.get("pool")),
        "counters": [_counter(each) for each in kept.get("counters", ())],
    }
    if sums:
        told["lines"] = [{**line, "words": KINDS[line["kind"]]} for line in sums["lines"] if line["fen"]]
        told["arithmetic"] = sums
        zh, en = sums.get("bottleneck_name_zh", ""), sums.get("bottleneck_name_en", "")
        told["bottleneck"] = own_language(zh, en) or sums["bottleneck"]
    return told


def _pool(joins: dict[str, Any] | None) -> dict[str, Any] | None:
    return joins and {**joins, "closes_at": _moment(joins["closes_at"])}


def _counter(offer: dict[str, Any]) -> dict[str, Any]:
    words = {
        "later": _("%(n)s days later") % {"n": offer["detail"]},
        "quantity": _("%(n)s pieces") % {"n": offer["quantity"]},
        "pool": _("joined to the run on %(detail)s") % {"detail": offer["detail"]},
        "colour": _("in %(detail)s") % {"detail": offer["detail"]},
    }
    return {
        **offer,
        "words": words.get(offer["change"], offer["change"]),
        "finishes_at": _moment(offer["finishes_at"]),
        "saving_pct": offer["saving_basis_points"] / PERCENT,
    }


def _offer(kept: dict[str, Any] | None, chosen: str) -> dict[str, Any]:
    """The acceptable change that was chosen, or the cheapest, filled in: what differs, and its price."""
    offers = (kept or {}).get("counters") or []
    if not offers:
        return {"hours": production.OFFER_HOURS}
    number = int(chosen) if chosen.isdecimal() and len(chosen) < len(offers) + 1 else 0
    one = offers[min(number, len(offers) - 1)]
    differing = {
        "later": {"wanted_by": timezone.localtime(_moment(one["finishes_at"]))},
        "quantity": {"quantity": one["quantity"]},
        "colour": {"colour": one["detail"]},
        "pool": {"pool_id": one.get("pool_id")},
    }
    return {"revenue": Money(one["price_fen"]), "hours": production.OFFER_HOURS, **differing.get(one["change"], {})}


def _offered(request: ActingRequest, demand: Demand) -> list[queries.Offered]:
    """What stands offered to the buyer."""
    return queries.offers_for(demand.source_kind, [demand.source_reference], request.actor, now())


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
