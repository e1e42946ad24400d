"""Where ports meet their adapters, once, at start."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "huopan.config"
    label = "wiring"

    def ready(self) -> None:
        """Hand each room the adapter for its ports."""
