"""Where webhooks may lead, as the operator set it."""

from __future__ import annotations

import ipaddress

from django.conf import settings

from huopan.infra.outbound.destinations import Guard


def webhook_guard() -> Guard:
    return Guard(
        ports=frozenset(settings.HUOPAN.webhook_ports),
        allows_http=settings.HUOPAN.webhook_allows_http,
        private_networks=tuple(map(ipaddress.ip_network, settings.HUOPAN.webhook_private_networks)),
    )
