"""Offers' pictures, where no proxy serves the media folder. Evidence is not here: it is for the two sides only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve

from huopan.infra.files.pictures import Picture, safe_picture


def picture_sent(request: HttpRequest) -> Picture | None:
    """What stands in the form's field `picture`, made safe: slow, so before any transaction. Raises its refusals."""
    sent = request.FILES.get("picture")
    return safe_picture(sent) if sent and not isinstance(sent, list) else None


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the offers' folder; names are random and files never change, so that browsers may keep them."""
    response = serve(request, name, document_root=str(settings.MEDIA_ROOT / "offers"))
    if name.endswith(".webp"):
        response.headers["Content-Type"] = "image/webp"  # not every machine's list of types knows it
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
