from importlib import import_module

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "huopan.domains.parties"
    label = "parties"

    def ready(self) -> None:
        """Register what must hold here."""
        import_module("huopan.domains.parties.queries.invariants")
