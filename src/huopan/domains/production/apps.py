from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductionConfig(AppConfig):
    name = "huopan.domains.production"
    label = "production"
    verbose_name = _("production")

    def ready(self) -> None:
        """Listen to the floor, and let `huopan check` know the laws of capacity and of the floor."""
        from huopan.domains.production import receivers  # noqa: PLC0415 - models load after apps
        from huopan.domains.production.events import FloorReported  # noqa: PLC0415
        from huopan.domains.production.queries import floor_invariants, invariants  # noqa: F401, PLC0415
        from huopan.infra.outbox.receiving import listen  # noqa: PLC0415

        listen(FloorReported, receivers.hear_the_floor)
