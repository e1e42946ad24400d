"""The OpenAPI document on standard output, the same that /api/v1/openapi.json serves."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from huopan.api.v1 import document


class Command(BaseCommand):
    help = "Print the OpenAPI document of the REST API."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        self.stdout.write(json.dumps(document(), ensure_ascii=False, indent=2))
