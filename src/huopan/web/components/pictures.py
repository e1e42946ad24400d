"""Offers' pictures, where no proxy serves the media folder. Evidence is not here: it is for the two sides only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve

from huopan.infra.files.pictures import Picture, safe_picture
from huopan.kernel.refusal import RefusedError, said

MOST_AT_ONCE = 9


class TooManyPicturesError(RefusedError):
    kind = "invalid"
    sentence = said("Send at most {most} pictures at once; more can be added afterwards.")


def picture_sent(request: HttpRequest) -> Picture | None:
    """What stands in the form's field `picture`, made safe: slow, so before any transaction. Raises its refusals."""
    sent = request.FILES.get("picture")
    return safe_picture(sent) if sent and not isinstance(sent, list) else None


def pictures_sent(request: HttpRequest) -> list[Picture]:
    """As `picture_sent`, of a field that takes many. Raises TooManyPicturesError."""
    sent = request.FILES.getlist("picture")
    if len(sent) > MOST_AT_ONCE:
        raise TooManyPicturesError(most=MOST_AT_ONCE)
    return [safe_picture(each) for each in sent]


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the offers' folder; names are random and files never change, so that browsers may keep them."""
    response = serve(request, name, document_root=str(settings.MEDIA_ROOT / "offers"))
    if name.endswith(".webp"):
        response.headers["Content-Type"] = "image/webp"  # not every machine's list of types knows it
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
