"""Offers' pictures, where no proxy serves the media folder. Evidence is not here: it is for the two sides only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the offers' folder; names are random and files never change, so that browsers may keep them."""
    response = serve(request, name, document_root=str(settings.MEDIA_ROOT / "offers"))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
