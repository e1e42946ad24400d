from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "huopan.domains.membership"
    label = "membership"
    verbose_name = _("membership")

    def ready(self) -> None:
        import_module("huopan.domains.membership.queries.invariants")
        post_migrate.connect(_lay_out_plans, sender=self)


def _lay_out_plans(using: str, **_told: Any) -> None:
    from huopan.domains.membership import actions as membership  # noqa: PLC0415 - models load after apps

    if "membership_plan" in connections[using].introspection.table_names():
        membership.load_plans()
