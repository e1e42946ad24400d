"""What leaves the gate: carrier, waybill, and how much of what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huopan.domains.logistics.queries.carriers import NAMES
from huopan.domains.orders.models import OrderLine

CARRIERS = [(code, name) for code, name in NAMES.items() if code != "SANDBOX"]
LINE = "line-"


class ShipForm(forms.Form):
    """`lines`: what is still to ship; every field of theirs starts with all that is left."""

    carrier = forms.ChoiceField(label=_("Carrier"), choices=CARRIERS)
    waybill_number = forms.CharField(label=_("Waybill number"), max_length=40)

    def __init__(self, *args: Any, lines: Iterable[OrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.unshipped_quantity]
        for line in self.lines:
            left = line.unshipped_quantity
            self.fields[f"{LINE}{line.sku_id}"] = forms.IntegerField(
                label=_("How many now"), min_value=0, max_value=left, initial=left, required=False
            )

    @property
    def rows(self) -> list[tuple[OrderLine, forms.BoundField]]:
        return [(line, self[f"{LINE}{line.sku_id}"]) for line in self.lines]

    @property
    def quantities(self) -> dict[int, int]:
        """Pieces by SKU id, lines left at nothing left out."""
        typed = {line.sku_id: self.cleaned_data.get(f"{LINE}{line.sku_id}") for line in self.lines}
        return {sku_id: quantity for sku_id, quantity in typed.items() if quantity}
