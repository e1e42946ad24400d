from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "huopan.domains.parties"
    label = "parties"
    verbose_name = _("organisations and people")

    def ready(self) -> None:
        """Register what must hold here."""
        import_module("huopan.domains.parties.queries.invariants")
