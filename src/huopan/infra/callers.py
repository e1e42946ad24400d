"""Where a request comes from, as far as it can be believed."""

from django.conf import settings
from django.http import HttpRequest

LONGEST_ADDRESS = 45


def client_address(request: HttpRequest) -> str:
    """The nearest address that no trusted proxy of ours wrote; what the client claims beyond it is not believed."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.HUOPAN.trusted_proxies
    if trusted and hops:
        return str(hops[-min(trusted, len(hops))][:LONGEST_ADDRESS])
    return str(request.META.get("REMOTE_ADDR", ""))
