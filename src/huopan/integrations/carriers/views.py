"""The door through which couriers tell what they saw. Any answer but 200 makes them tell it again."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics.ports import CARRIERS, Carrier, ForgedPushError
from huopan.infra import clock
from huopan.kernel.actor import SYSTEM
from huopan.kernel.refusal import RefusedError

log = structlog.get_logger(__name__)
LARGEST_PUSH = 262_144


@csrf_exempt
@require_POST
def push(request: HttpRequest, carrier: str) -> HttpResponse:
    """Note what one push tells. Only couriers that are connected have a door."""
    adapter = CARRIERS.get(carrier)
    if adapter is None:
        return _answer("unknown courier", HTTPStatus.NOT_FOUND)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_PUSH:
        return _answer("too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return _heard(adapter, request)
    except ForgedPushError:
        log.warning("push_forged", carrier=carrier)
        return _answer("forged", HTTPStatus.BAD_REQUEST)
    except OperationalError:
        log.exception("push_postponed", carrier=carrier)
        return _answer("busy", HTTPStatus.SERVICE_UNAVAILABLE)


def _heard(adapter: Carrier, request: HttpRequest) -> HttpResponse:
    """Sightings of parcels that are not ours, or make no sense, are noted in the log and never asked for again."""
    for seen in adapter.parse_push(request.headers, request.body):
        try:
            logistics.record_tracking(
                carrier=adapter.code,
                waybill_number=seen.waybill_number,
                kind=seen.kind,
                external_id=seen.external_id,
                place=seen.place,
                seen_at=seen.seen_at,
                by=SYSTEM,
                at=clock.now(),
            )
        except RefusedError as refusal:
            log.warning("sighting_refused", carrier=adapter.code, waybill=seen.waybill_number, because=str(refusal))
    return _answer("noted", HTTPStatus.OK)


def _answer(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain", status=status)
