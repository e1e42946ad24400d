"""How the machinery is: events on their way, jobs and workers, webhooks, letters; and what was given up, to retry."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications import queries as telling
from huopan.domains.notifications.models import WebhookEndpoint
from huopan.infra.clock import now
from huopan.infra.jobs import looking as jobs
from huopan.infra.outbox import looking as outbox
from huopan.infra.outbox.relaying import revive
from huopan.web.acting import ActingRequest
from huopan.web.components.paging import page_of
from huopan.web.console.guarding import for_operator
from huopan.web.refusing import refused
from huopan.web.submitting import submitted

LATE_AFTER_SECONDS = 60


@for_operator()
def events(request: ActingRequest) -> HttpResponse:
    """The relay's lag and what it gave up."""
    pulse = outbox.relay_pulse(now())
    lag = round(pulse.lag.total_seconds()) if pulse.lag else 0
    shown = {
        "page": page_of(request, outbox.dead_letters()),
        "pulse": pulse,
        "lag": lag,
        "is_late": lag > LATE_AFTER_SECONDS,
    }
    return render(request, "console/health/events.html", shown)


@for_operator()
def job_list(request: ActingRequest) -> HttpResponse:
    """The queue, who works on it, the timetable, and what was given up."""
    at = now()
    shown = {
        "page": page_of(request, jobs.failed_jobs()),
        "pulse": jobs.queue_pulse(at),
        "workers": jobs.workers(),
        "sweeps": jobs.sweeps(),
        "at": at,
    }
    return render(request, "console/health/jobs.html", shown)


@for_operator()
def webhook_list(request: ActingRequest) -> HttpResponse:
    """Whose endpoints fail, the longest failing first."""
    rows = WebhookEndpoint.objects.visible_to(request.actor).select_related("party")
    troubled = rows.filter(failing_since__isnull=False) | rows.filter(is_active=False) | rows.filter(is_slow=True)
    page = page_of(request, troubled.order_by("failing_since", "pk"))
    return render(request, "console/health/webhooks.html", {"page": page, "counts": telling.webhook_counts()})


@for_operator()
def letter_list(request: ActingRequest) -> HttpResponse:
    """Letters that were given up, or of which nobody knows whether they left."""
    page = page_of(request, telling.letters_in_trouble().select_related("person"))
    return render(request, "console/health/letters.html", {"page": page, "counts": telling.letter_counts(now())})


@require_POST
@for_operator("operate")
def retry_event(request: ActingRequest, entry_id: int) -> HttpResponse:
    def work() -> str:
        revive(entry_ids=[entry_id], at=now())
        return reverse("console:health")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Queued again."))


@require_POST
@for_operator("operate")
def retry_job(request: ActingRequest, job_id: UUID) -> HttpResponse:
    def work() -> str:
        jobs.run_again(job_id=str(job_id), at=now())
        return reverse("console:jobs")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Queued again."))


@require_POST
@for_operator("operate")
def retry_letter(request: ActingRequest, letter_id: int) -> HttpResponse:
    def work() -> str:
        notifications.send_again(letter_id=letter_id, by=request.actor, at=now())
        return reverse("console:letters")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Queued again."))
