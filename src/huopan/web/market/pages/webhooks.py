"""Where the organisation's own programs hear of events, and what became of each telling."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.refusing import refused
from huopan.web.submitting import submitted

SHOWN_DELIVERIES = 20
Deed = Callable[[ActingRequest, int], object]


class WebhookForm(forms.Form):
    url = forms.URLField(label=gettext_lazy("URL"), max_length=500, assume_scheme="https")


@for_party("webhooks.manage")
def webhooks(request: ActingRequest) -> HttpResponse:
    """The endpoints and the latest tellings; a new one's secret is shown once."""
    party_id = request.actor.party_id
    endpoints = WebhookEndpoint.objects.visible_to(request.actor).filter(party_id=party_id)
    tellings = WebhookDelivery.objects.visible_to(request.actor).filter(endpoint__party_id=party_id)
    asking = Asking(
        request,
        WebhookForm(request.POST if request.method == "POST" else None),
        "market/webhooks.html",
        endpoints=endpoints.order_by("-pk"),
        deliveries=tellings.select_related("endpoint").order_by("-pk")[:SHOWN_DELIVERIES],
        secret=request.session.pop("webhook_secret", ""),
    )
    return asking.answered(lambda form: _made(request, form), told=_("The webhook is set."))


@require_POST
@for_party("webhooks.manage")
def act(request: ActingRequest, endpoint_id: int, verb: str) -> HttpResponse:
    if verb not in DEEDS:
        raise Http404

    def work() -> str:
        DEEDS[verb](request, endpoint_id)
        return reverse("market:webhooks")

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Done."))


def _made(request: ActingRequest, form: WebhookForm) -> str:
    url = form.cleaned_data["url"]
    _endpoint, secret = notifications.create_webhook(url=url, by=request.actor, at=now())
    request.session["webhook_secret"] = secret
    return reverse("market:webhooks")


DEEDS: Mapping[str, Deed] = {
    "ping": lambda request, pk: notifications.ping_webhook(endpoint_id=pk, by=request.actor, at=now()),
    "enable": lambda request, pk: notifications.enable_webhook(endpoint_id=pk, by=request.actor, at=now()),
    "disable": lambda request, pk: notifications.disable_webhook(endpoint_id=pk, by=request.actor, at=now()),
    "replay": lambda request, pk: notifications.replay_failed(endpoint_id=pk, by=request.actor, at=now()),
    "remove": lambda request, pk: notifications.remove_webhook(endpoint_id=pk, by=request.actor, at=now()),
}
