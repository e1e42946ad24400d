from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LogisticsConfig(AppConfig):
    name = "huopan.domains.logistics"
    label = "logistics"
    verbose_name = _("shipping")

    def ready(self) -> None:
        """Let `huopan check` know the laws of parcels."""
        from huopan.domains.logistics.queries import invariants  # noqa: F401, PLC0415 - models load after apps
