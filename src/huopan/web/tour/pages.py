"""The tour: its page, the door to each step, and signing in as one of the demo's people."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import get_backends, login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.parties import queries as parties
from huopan.web.acting import ActingRequest
from huopan.web.languages import SESSION_KEY
from huopan.web.tour.opening import only_in_the_demo
from huopan.web.tour.steps import PEOPLE, STEPS, Role, Step, address_of, step_of

DONE = "tour_done"


@dataclass(frozen=True, slots=True)
class Chapter:
    """The steps of one role; `home` is where its person begins."""

    role: Role
    title: Promise
    told: Promise
    home: str

    @property
    def steps(self) -> list[Step]:
        return [step for step in STEPS if step.role == self.role]

    @property
    def person(self) -> str:
        return PEOPLE.get(self.role, "")


CHAPTERS = (
    Chapter("visitor", gettext_lazy("Look around"), gettext_lazy("Nobody needs an account for this."), "market:home"),
    Chapter(
        "buyer",
        gettext_lazy("Buy"),
        gettext_lazy("You run Xiaoyu General Store, which buys from several factories at once."),
        "market:home",
    ),
    Chapter(
        "supplier",
        gettext_lazy("Sell and make"),
        gettext_lazy("You run Huaxin Bags in Yiwu: stock to send, and bags made to order."),
        "workbench:today",
    ),
    Chapter("floor", gettext_lazy("On the floor"), gettext_lazy("You stand at a machine with a phone."), "floor:now"),
    Chapter(
        "operator",
        gettext_lazy("Run the platform"),
        gettext_lazy("You approve sellers, rule disputes and watch the money."),
        "console:desk",
    ),
)


@only_in_the_demo
def tour(request: ActingRequest) -> HttpResponse:
    done = set(request.session.get(DONE, ()))
    return render(
        request, "tour/tour.html", {"chapters": CHAPTERS, "done": done, "count": len(done), "total": len(STEPS)}
    )


@require_POST
@only_in_the_demo
def go(request: ActingRequest, key: str) -> HttpResponse:
    """Sign in as the step's person, tick the step, and open its page."""
    step = step_of(key)
    if step is None:
        raise Http404
    address = address_of(step)
    if not address:
        messages.info(request, _("Nothing is left to show here: everything of this kind was dealt with."))
        return redirect("tour:tour")
    _become(request, step.role)
    request.session[DONE] = sorted({*request.session.get(DONE, ()), step.key})
    return redirect(address)


@require_POST
@only_in_the_demo
def become(request: ActingRequest, role: str) -> HttpResponse:
    """Sign in as the role's person and begin at their desk."""
    chapter = next((chapter for chapter in CHAPTERS if chapter.role == role and chapter.person), None)
    if chapter is None:
        raise Http404
    _become(request, chapter.role)
    return redirect(reverse(chapter.home))


@require_POST
@only_in_the_demo
def begin_again(request: ActingRequest) -> HttpResponse:
    request.session.pop(DONE, None)
    return redirect("tour:tour")


def _become(request: ActingRequest, role: Role) -> None:
    """What was ticked and the language stay; whom the person before acted for does not."""
    person_id = parties.person_id_of(PEOPLE[role]) if role in PEOPLE else None
    if person_id is None or person_id == request.user.pk:
        return
    backend = get_backends()[0]
    person = backend.get_user(person_id)
    done, language = request.session.get(DONE, ()), get_language()
    login(request, person, backend=f"{type(backend).__module__}.{type(backend).__qualname__}")
    request.session[DONE], request.session[SESSION_KEY] = list(done), language
