from importlib import import_module

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "huopan.infra.outbox"
    label = "outbox"

    def ready(self) -> None:
        import_module("huopan.infra.outbox.invariants")
