from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "huopan.domains.search"
    label = "search"

    def ready(self) -> None:
        """Listen to the floor, keep figures by the clock, and register what must hold."""
        import_module("huopan.domains.search.queries.invariants")
        import_module("huopan.domains.search.tasks")
        import_module("huopan.domains.search.receivers").start_listening()
