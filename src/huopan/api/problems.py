"""Every error answer is problem+json (RFC 9457), in the reader's language, with a code for machines."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from huopan.api import reasons
from huopan.infra.database import as_refusal
from huopan.infra.requests import current_request_id
from huopan.infra.sentences import in_words
from huopan.kernel.money import Money, UnitPrice
from huopan.kernel.refusal import RefusalsError, RefusedError, said

log = logging.getLogger("huopan.api")

STATUS_OF_KIND = {"conflict": 409, "invalid": 422, "unknown": 404, "forbidden": 403, "busy": 503}
RETRY_AFTER_SECONDS = "1"


class UnreadableBodyError(RefusedError):
    sentence = said("The body is not valid JSON text; check quotes, commas and the UTF-8 encoding.")


class UnreadableUploadError(RefusedError):
    sentence = said("The upload cannot be read; send it as multipart/form-data, whole and with its boundary.")


class UnstorableTextError(RefusedError):
    kind = "invalid"
    sentence = said("The text contains the character NUL (U+0000), which cannot be kept; take it out.")


class UnauthenticatedError(RefusedError):
    sentence = said("Sign in, or send a valid API key as “Authorization: Bearer hp_…”.")


class WrongContentTypeError(RefusedError):
    sentence = said("This address takes {expected}; set the Content-Type header.")


class BodyTooLargeError(RefusedError):
    sentence = said("The request is larger than {limit_mb} MB; send less at a time.")


class UnknownAddressError(RefusedError):
    sentence = said("There is nothing at this address; the reference at /api/v1/docs lists what there is.")


class MethodNotAllowedError(RefusedError):
    sentence = said("This address answers only {allowed}.")


class TooManyRequestsError(RefusedError):
    sentence = said("More requests than allowed; wait {seconds} seconds.")


class KeyMissingError(RefusedError):
    sentence = said("Send an Idempotency-Key header of 1 to 120 printable characters; a retry repeats it.")


class ForgedRequestError(RefusedError):
    sentence = said("The request did not come from a page of this site; reload the page and try again.")


class UnreadableAddressError(RefusedError):
    sentence = said("The address contains characters that cannot be used.")


STATUS_OF_ERROR: dict[type[RefusedError], int] = {
    UnreadableBodyError: 400,
    UnreadableUploadError: 400,
    KeyMissingError: 400,
    UnreadableAddressError: 400,
    UnauthenticatedError: 401,
    ForgedRequestError: 403,
    UnknownAddressError: 404,
    MethodNotAllowedError: 405,
    BodyTooLargeError: 413,
    WrongContentTypeError: 415,
    TooManyRequestsError: 429,
}


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    body = {
        "type": f"urn:huopan:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": current_request_id(),
        **more,
    }
    content = json.dumps(body, ensure_ascii=False, default=str)
    response = HttpResponse(content, status=status, content_type="application/problem+json")
    response["Cache-Control"] = "no-store"
    return response


def refusal_problem(refusal: RefusedError) -> HttpResponse:
    status = STATUS_OF_ERROR.get(type(refusal)) or STATUS_OF_KIND[refusal.kind]
    response = problem(status, refusal.code, in_words(refusal), params=_plain(refusal.params), **_parts(refusal))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = RETRY_AFTER_SECONDS
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(refusal.params["seconds"])
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _parts(refusal: RefusedError) -> dict[str, Any]:
    if not isinstance(refusal, RefusalsError):
        return {}
    return {
        "errors": [
            {"code": one.code, "detail": in_words(one), "params": _plain(one.params)} for one in refusal.refusals
        ]
    }


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in params.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Money):
        return {"fen": value.fen, "currency": value.currency}
    if isinstance(value, UnitPrice):
        return {"hao": value.hao, "currency": value.currency}
    if isinstance(value, list | tuple):
        return [_plain_value(item) for item in value]
    return value if isinstance(value, str | int | bool | None) else str(value)


def validation_problem(mistakes: list[dict[str, Any]]) -> HttpResponse:
    errors = [reasons.reason(mistake) for mistake in mistakes[: reasons.MOST_SHOWN]]
    detail = _("Some fields cannot be accepted; each entry of “errors” says which and why.")
    return problem(422, "invalid_fields", detail, errors=errors)


def broken_problem() -> HttpResponse:
    return problem(500, "broken", _("Something broke on our side; it has been noted under this request's id."))


def problem_of(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to any error; only mistakes of ours and of the database are logged."""
    if isinstance(error, ValidationError):
        return validation_problem(error.errors)
    refusal = _refusal_of(error)
    if refusal is not None:
        return refusal_problem(refusal)
    if busy := as_refusal(error):
        log.warning("database unavailable at %s %s", request.method, request.path, exc_info=error)
        return refusal_problem(busy)
    log.error("unexpected error at %s %s", request.method, request.path, exc_info=error)
    return broken_problem()


def _refusal_of(error: Exception) -> RefusedError | None:
    match error:
        case RefusedError() | HttpError(__cause__=RefusedError()):
            return error if isinstance(error, RefusedError) else cast("RefusedError", error.__cause__)
        case HttpError(status_code=HTTPStatus.BAD_REQUEST):
            return UnreadableBodyError()
        case RequestDataTooBig():
            return BodyTooLargeError(limit_mb=settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000)
        case MultiPartParserError() | UnreadablePostError() | SuspiciousOperation():
            return UnreadableUploadError()
    return None
