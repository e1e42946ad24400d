"""What lies in the cart and is not bought this time: a cookie of this browser, so that the cart itself is shared."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "cart_aside"
MOST = 200
A_WEEK = 7 * 24 * 3600
A_NUMBER = re.compile(r"[0-9]{1,15}")


def left_out(request: HttpRequest) -> frozenset[int]:
    """SKU ids; of a cart's form just sent what it left unticked, else what was left so before."""
    if "picking" in request.POST:
        shown = {int(each) for each in request.POST.getlist("shown") if A_NUMBER.fullmatch(each)}
        return frozenset(shown - {int(each) for each in request.POST.getlist("pick") if A_NUMBER.fullmatch(each)})
    kept = request.COOKIES.get(COOKIE, "").split(".")
    return frozenset(int(each) for each in kept[:MOST] if A_NUMBER.fullmatch(each))


def remember(response: HttpResponse, sku_ids: frozenset[int]) -> HttpResponse:
    kept = ".".join(map(str, sorted(sku_ids)[:MOST]))
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, kept, max_age=A_WEEK, samesite="Lax", secure=secure, httponly=True)
    return response
