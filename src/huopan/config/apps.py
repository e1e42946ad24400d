"""Where ports meet their adapters, once, at start."""

from django.apps import AppConfig
from django.conf import settings


class WiringConfig(AppConfig):
    name = "huopan.config"
    label = "wiring"

    def ready(self) -> None:
        """Hand each room the adapter for its ports."""
        from huopan.config.payments import configured_provider  # noqa: PLC0415 - rooms load after settings
        from huopan.config.searching import configured_index  # noqa: PLC0415
        from huopan.domains.logistics.ports import CARRIERS  # noqa: PLC0415
        from huopan.domains.notifications.ports import LETTER_CARRIERS  # noqa: PLC0415
        from huopan.domains.parties.ports import POSTMEN  # noqa: PLC0415
        from huopan.domains.production.ports import FLOOR_DESKS  # noqa: PLC0415
        from huopan.domains.search import ports as search  # noqa: PLC0415
        from huopan.domains.settlement.ports import PROVIDERS  # noqa: PLC0415
        from huopan.infra import clock  # noqa: PLC0415
        from huopan.integrations.carriers.sandbox.adapter import SandboxCarrier  # noqa: PLC0415
        from huopan.integrations.mail.invitations import send_invitation  # noqa: PLC0415
        from huopan.integrations.mail.news import send_news  # noqa: PLC0415
        from huopan.integrations.mail.notices import send_notices  # noqa: PLC0415
        from huopan.web.floor.addresses import Addresses  # noqa: PLC0415

        search.connect(configured_index(settings.HUOPAN, settings.DATA_DIR))
        provider = configured_provider(settings.HUOPAN)
        PROVIDERS[provider.code] = provider
        if settings.HUOPAN.courier_secret:
            courier = SandboxCarrier(settings.HUOPAN.courier_url, settings.HUOPAN.courier_secret, clock.now)
            CARRIERS[courier.code] = courier
        POSTMEN[:] = [send_invitation]
        LETTER_CARRIERS[:] = [send_notices]
        search.NEWS_CARRIERS[:] = [send_news]
        FLOOR_DESKS[:] = [Addresses(settings.HUOPAN.base_url)]
