"""The door through which payment providers call back. Any answer but 200 makes them call again."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.ports import PROVIDERS, ForgedNoticeError, PaymentProvider
from huopan.domains.settlement.rules import Verdict
from huopan.infra import clock

log = structlog.get_logger(__name__)
LARGEST_NOTICE = 65_536


@csrf_exempt
@require_POST
def notify(request: HttpRequest, provider: str) -> HttpResponse:
    """Hear one notice. Only providers that are in use have a door: a sandbox's notice in production finds none."""
    adapter = PROVIDERS.get(provider)
    if adapter is None:
        log.warning("notice_of_unused_provider", provider=provider)
        return _answer("unknown provider", HTTPStatus.NOT_FOUND)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_NOTICE:
        return _answer("too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return _heard(adapter, request)
    except ForgedNoticeError:
        log.warning("notice_forged", provider=provider)
        return _answer("forged", HTTPStatus.BAD_REQUEST)
    except OperationalError:
        log.exception("notice_postponed", provider=provider)
        return _answer("busy", HTTPStatus.SERVICE_UNAVAILABLE)


def _heard(adapter: PaymentProvider, request: HttpRequest) -> HttpResponse:
    at = clock.now()
    notice = adapter.parse_notice(request.headers, request.body, at=at)
    if notice is None:
        return _answer("success", HTTPStatus.OK)
    if not notice.is_storable:
        raise ForgedNoticeError
    verdict = settlement.receive_notice(provider=adapter.code, notice=notice, at=at)
    log.info("notice_heard", provider=adapter.code, number=notice.number, verdict=str(verdict))
    if verdict == Verdict.QUARANTINED:
        return _answer("quarantined", HTTPStatus.UNPROCESSABLE_ENTITY)
    return _answer("success", HTTPStatus.OK)


def _answer(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain", status=status)
