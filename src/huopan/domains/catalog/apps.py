from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "huopan.domains.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Let `huopan check` know the stock laws, and the clock what is to be done."""
        from huopan.domains.catalog import tasks  # noqa: F401, PLC0415 - models load first
        from huopan.domains.catalog.queries import invariants  # noqa: F401, PLC0415
