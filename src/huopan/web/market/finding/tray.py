"""The compare tray: up to four offers, kept in a cookie of this browser, so that it costs the database nothing."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huopan.kernel.refusal import RefusedError, said

COOKIE = "compare"
MOST = 4
A_MONTH = 30 * 24 * 3600
A_NUMBER = re.compile(r"[0-9]{1,15}")


class TrayFullError(RefusedError):
    kind = "conflict"
    sentence = said("Four offers are compared already; take one out, then add this one.")


def tray_of(request: HttpRequest) -> list[int]:
    """Ids in the order they were added; whatever else stands in the cookie is left out."""
    return ids_in(request.COOKIES.get(COOKIE, ""))


def ids_in(text: str) -> list[int]:
    """`3.17.5` or `3,17,5`: at most four, each once."""
    parts = text.replace(",", ".").split(".")
    numbers = [int(part) for part in parts if A_NUMBER.fullmatch(part)]
    return list(dict.fromkeys(numbers))[:MOST]


def toggled(tray: list[int], offer_id: int) -> list[int]:
    """With the offer, or without it when it was there. Raises TrayFullError."""
    if offer_id in tray:
        return [each for each in tray if each != offer_id]
    if len(tray) >= MOST:
        raise TrayFullError
    return [*tray, offer_id]


def keep(response: HttpResponse, tray: list[int]) -> None:
    if not tray:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    kept = ".".join(map(str, tray))
    response.set_cookie(
        COOKIE, kept, max_age=A_MONTH, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
