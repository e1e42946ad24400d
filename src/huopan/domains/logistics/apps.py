from django.apps import AppConfig


class LogisticsConfig(AppConfig):
    name = "huopan.domains.logistics"
    label = "logistics"

    def ready(self) -> None:
        """Let `huopan check` know the laws of parcels."""
        from huopan.domains.logistics.queries import invariants  # noqa: F401, PLC0415 - models load after apps
