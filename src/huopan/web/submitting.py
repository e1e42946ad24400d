"""Forms that may be sent twice and happen once."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict

from huopan.infra.clock import now
from huopan.infra.idempotency.replaying import Answer, fingerprint_of, once
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.ways import sent_to

TOKEN = "form_token"  # noqa: S105 - the name of a field
NOT_MEANT = ("csrfmiddlewaretoken", TOKEN)
InPlace = Callable[[RefusedError], HttpResponse]


def submitted(request: ActingRequest, *, work: Callable[[], str], in_place: InPlace, told: str = "") -> HttpResponse:
    """Do `work` once for this form and go to the address it returns, saying `told` there. A double click, or the same
    form sent again from the browser's history, goes to the same address. A refusal is shown by `in_place`."""
    try:
        address = _done_once(request, work)
    except RefusedError as refusal:
        return in_place(refusal)
    if told:
        messages.success(request, told)
    return sent_to(request, address)


def prepared(
    request: ActingRequest, *, prepare: Callable[[], Callable[[], str]], in_place: InPlace, told: str = ""
) -> HttpResponse:
    """As `submitted`, with what is slow and writes nothing done before the transaction: `prepare` returns the work."""
    try:
        work = prepare()
    except RefusedError as refusal:
        return in_place(refusal)
    return submitted(request, work=work, in_place=in_place, told=told)


def _done_once(request: ActingRequest, work: Callable[[], str]) -> str:
    token = request.POST.get(TOKEN, "")
    if not token:
        return work()
    meant = _meaning(request)
    answer = once(
        asker=f"page:{request.actor.person_id}",
        key=f"{token[:40]}:{meant[:40]}",
        fingerprint=meant,
        at=now(),
        work=lambda: Answer(303, work()),
    )
    return str(answer.body)


def _meaning(request: HttpRequest) -> str:
    """A digest of what was asked: the form corrected and sent again is another wish than the form sent twice."""
    fields: QueryDict = request.POST.copy()
    for name in NOT_MEANT:
        fields.pop(name, None)
    files = [f"{name}={file.name}:{file.size}" for name in request.FILES for file in request.FILES.getlist(name)]
    return fingerprint_of(request.path, fields.urlencode(), *files)
