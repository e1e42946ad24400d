"""Where the reader goes next: never off the platform, and by htmx as well as without."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


def our_address(request: HttpRequest, address: str, otherwise: str = "/") -> str:
    """`address` as a path of this platform, with its query; `otherwise` where it leads anywhere else."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return otherwise
    path = urlsplit(address)._replace(scheme="", netloc="").geturl()
    # Once more: what is left of our own host may begin with two slashes, and then names another.
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, None) else otherwise


def way_back(request: HttpRequest, otherwise: str = "/") -> str:
    """Where the form says it stands."""
    return our_address(request, request.POST.get("next", ""), otherwise)


def page_in_sight(request: HttpRequest) -> str:
    """The page asked for; for a form, and for a part asked for by htmx, the page it stands on."""
    htmx = HtmxDetails(request)
    if request.method in ("GET", "HEAD") and not htmx:
        return request.get_full_path()
    return our_address(request, htmx.current_url or request.headers.get("referer", ""))


def sent_to(request: HttpRequest, address: str) -> HttpResponseRedirectBase:
    """The whole page goes there: htmx would put what a plain redirect leads to into the part it asked for."""
    return HttpResponseClientRedirect(address) if HtmxDetails(request) else redirect(address)


def sent_to_sign_in(request: HttpRequest, back: str = "") -> HttpResponseRedirectBase:
    """To sign in, and on from there to `back`, or else to the page in sight."""
    return sent_to(request, redirect_to_login(back or page_in_sight(request)).url)
