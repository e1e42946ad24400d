from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class SearchConfig(AppConfig):
    name = "huopan.domains.search"
    label = "search"
    verbose_name = pgettext_lazy("room", "search")

    def ready(self) -> None:
        """Listen to the floor, keep figures by the clock, and register what must hold."""
        import_module("huopan.domains.search.queries.invariants")
        import_module("huopan.domains.search.tasks")
        import_module("huopan.domains.search.receivers").start_listening()
