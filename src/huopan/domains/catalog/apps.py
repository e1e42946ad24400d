from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "huopan.domains.catalog"
    label = "catalog"
    verbose_name = _("goods and stock")

    def ready(self) -> None:
        """Let `huopan check` know the stock laws, and the clock what is to be done."""
        from huopan.domains.catalog import tasks  # noqa: F401, PLC0415 - models load first
        from huopan.domains.catalog.queries import invariants  # noqa: F401, PLC0415
