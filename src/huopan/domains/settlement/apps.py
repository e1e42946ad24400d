from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SettlementConfig(AppConfig):
    name = "huopan.domains.settlement"
    label = "settlement"
    verbose_name = _("money")

    def ready(self) -> None:
        import_module("huopan.domains.settlement.queries.invariants")
        post_migrate.connect(_open_platform_accounts, sender=self)


def _open_platform_accounts(using: str, **_told: Any) -> None:
    from huopan.domains.settlement import actions as settlement  # noqa: PLC0415 - models load after apps

    if "settlement_account" in connections[using].introspection.table_names():
        settlement.open_platform_accounts()
