"""Where the foot of a letter leads: its letters stop, without signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.search import actions as search
from huopan.web.acting import ActingRequest


def stop(request: ActingRequest, secret: str) -> HttpResponse:
    """Asks first: mail programs open addresses by themselves. An unknown secret is answered alike."""
    is_stopped = request.method == "POST"
    if is_stopped:
        search.stop_letters(secret=secret)
    return render(request, "market/stop_letters.html", {"is_stopped": is_stopped})
