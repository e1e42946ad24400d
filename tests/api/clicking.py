"""Several processes send the same change at once; prints their answers and the cart they leave behind."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

from tests.races import forked


def click(secret: str, key: str, sku_id: int) -> tuple[int, bool]:
    from tests.api.conftest import Caller

    response = Caller(secret).post("/cart/lines", {"lines": [{"sku_id": sku_id, "quantity": 1}]}, key=key)
    return response.status_code, response.get("Idempotent-Replayed") == "true"


def main(clicks: list[list[Any]]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "huopan.config.settings"
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    answers = forked(click, clicks)
    from huopan.domains.orders.models import CartLine

    kept = list(CartLine.objects.order_by("buyer_id").values_list("quantity", flat=True))
    print(json.dumps({"answers": answers, "quantities": kept}))


if __name__ == "__main__":
    main(*json.loads(sys.argv[1]))
