from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "huopan.domains.search"
    label = "search"

    def ready(self) -> None:
        """Listen for what changes an offer, and register what must hold."""
        import_module("huopan.domains.search.queries.invariants")
        import_module("huopan.domains.search.receivers").start_listening()
