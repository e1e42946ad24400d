from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "huopan.domains.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Let `huopan check` know the stock laws."""
        from huopan.domains.catalog.queries import invariants  # noqa: F401, PLC0415 - models load first
