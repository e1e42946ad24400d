"""What the reader was told: the bell, the list, opening one, and how to hear of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications import queries
from huopan.domains.notifications.models import Notice
from huopan.domains.notifications.rules import GROUPS, KINDS
from huopan.infra.clock import now
from huopan.infra.sentences import filled
from huopan.web.acting import ActingRequest, act_for, for_party
from huopan.web.components.paging import page_of
from huopan.web.market.forms.notices import ChoicesForm
from huopan.web.submitting import submitted
from huopan.web.ways import way_back

NOTHING_NEW = 204


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in the list, in words."""

    pk: int
    label: str
    text: str
    party: str
    at: datetime
    is_unread: bool
    is_urgent: bool


@for_party()
def notices(request: ActingRequest) -> HttpResponse:
    """Everything the reader was told for whoever they act for, the newest first."""
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    unread = request.GET.get("unread") == "1"
    page = page_of(request, queries.notices(request.actor, group=group, is_unread=unread), size=30)
    rows = list(page.rows)
    shown = {
        "page": page,
        "lines": [_line(row) for row in rows],
        "groups": [(name, filled(words, {})) for name, words in GROUPS.items() if _is_for(name, request)],
        "group": group,
        "unread": unread,
        "upto": rows[0].pk if rows and page.number == 1 else 0,
        "shows_party": len(request.standings) > 1,
    }
    return render(request, "market/notices/list.html", shown)


@never_cache
def bell(request: ActingRequest) -> HttpResponse:
    """The bell, asked for once a minute with the count it shows: nothing is sent while it stays."""
    count = queries.unread_notices(request.actor)
    if request.GET.get("seen") == str(count):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "components/_bell.html", {"unread": count})


@never_cache
@for_party()
def open_notice(request: ActingRequest, notice_id: int) -> HttpResponse:
    """Go where a notice leads, acting for whom it was told; it counts as read."""
    notice = notifications.read_notice(notice_id=notice_id, by=request.actor, at=now())
    act_for(request, notice.party_id)
    return redirect(queries.place_of(notice.kind, notice.facts))


@require_POST
@for_party()
def mark(request: ActingRequest, notice_id: int, verb: str) -> HttpResponse:
    """Read, or unread again, without leaving the list."""
    if verb == "read":
        notifications.read_notice(notice_id=notice_id, by=request.actor, at=now())
    else:
        notifications.unread_notice(notice_id=notice_id, by=request.actor)
    return redirect(way_back(request, reverse("market:notices")))


@require_POST
@for_party()
def mark_all(request: ActingRequest) -> HttpResponse:
    """Read all that stands in the list; what came since stays unread."""
    upto = request.POST.get("upto", "")
    if upto.isdecimal() and len(upto) < 19:  # noqa: PLR2004 - wider numbers are no ids
        notifications.read_all(upto=int(upto), by=request.actor, at=now())
    return redirect("market:notices")


@for_party()
def choices(request: ActingRequest) -> HttpResponse:
    """How the reader hears of each kind: on the page, by letter at once, in the daily letter, or not."""
    wishes = queries.wishes_of([request.actor.person_id])
    form = ChoicesForm(
        request.POST if request.method == "POST" else None, wishes=wishes, standings=list(request.standings)
    )
    shown = {"form": form, "email": getattr(request.user, "email", "")}
    if not form.is_bound:
        return render(request, "market/notices/choices.html", shown)
    if not form.is_valid():
        return render(request, "market/notices/choices.html", shown, status=422)

    def work() -> str:
        notifications.choose_notices(choices=form.chosen, habits=form.habits, by=request.actor)
        return reverse("market:notice_choices")

    in_place = lambda refusal: render(  # noqa: E731
        request, "market/notices/choices.html", {**shown, "refusal": refusal}, status=422
    )
    return submitted(request, work=work, in_place=in_place, told=_("Saved."))


@csrf_exempt  # mail programs stop letters by one POST of their own (RFC 8058); the secret says whose
def stop(request: ActingRequest, secret: str) -> HttpResponse:
    """From the foot of a letter, without signing in. Asks first: mail programs open addresses by themselves."""
    is_stopped = request.method == "POST"
    if is_stopped:
        notifications.stop_kinds(secret=secret)
    return render(request, "market/notices/stop.html", {"is_stopped": is_stopped})


def _line(row: Notice) -> Line:
    return Line(
        pk=row.pk,
        label=queries.label_of(row.kind),
        text=queries.said_of(row.kind, row.facts),
        party=str(row.party),
        at=row.at,
        is_unread=row.read_at is None,
        is_urgent=row.kind in KINDS and KINDS[row.kind].is_urgent,
    )


def _is_for(group: str, request: ActingRequest) -> bool:
    return group != "platform" or any(standing.actor.is_operator for standing in request.standings)
