"""What a visitor asked last, kept in a cookie of this browser: no row, no session, gone when it is cleared."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huopan.engines.asking.suggesting import squeezed

COOKIE = "searched"
MOST, LONGEST = 8, 40
MOST_SIGNS = 1_500  # browsers keep four thousand for a cookie, and send it with every request
A_MONTH = 30 * 24 * 3600


def remembered(request: HttpRequest) -> list[str]:
    """The newest first. Whatever else stands in the cookie is nothing."""
    written = request.COOKIES.get(COOKIE, "")[:MOST_SIGNS]
    try:
        text = urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode()
    except ValueError:
        return []
    return [words for line in text.split("\n") if (words := line.strip()[:LONGEST])][:MOST]


def remember(request: HttpRequest, response: HttpResponse, words: str) -> None:
    """Put these words first; what is too long to be asked again by a click is left out."""
    said = " ".join(words.encode("utf-8", "ignore").decode().split())
    known = remembered(request)
    if not said or len(said) > LONGEST or known[:1] == [said]:
        return
    latest = [said, *(other for other in known if squeezed(other) != squeezed(said))][:MOST]
    while len(written := _written(latest)) > MOST_SIGNS:
        latest.pop()
    response.set_cookie(
        COOKIE, written, max_age=A_MONTH, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def _written(latest: list[str]) -> str:
    return urlsafe_b64encode("\n".join(latest).encode()).decode().rstrip("=")
