from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.models import AfterSale, OrderLine
from huopan.web.components.fields import MoneyField

LINE = "line-"


class ClaimForm(forms.Form):
    """What is wrong, with which pieces, and how much is asked; without an amount the pieces' price is meant."""

    kind = forms.ChoiceField(label=_("What you ask for"), choices=AfterSale.Kind.choices)
    reason = forms.CharField(label=_("What is wrong"), widget=forms.Textarea({"rows": 3}), max_length=500)
    amount = MoneyField(
        label=_("Amount in yuan"), required=False, max_length=14, help_text=_("Empty: the price of the pieces below.")
    )

    def __init__(self, *args: Any, lines: Iterable[OrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"{LINE}{line.sku_id}"] = forms.IntegerField(
                label=_("Pieces"), min_value=0, max_value=line.quantity, required=False, initial=0
            )

    @property
    def rows(self) -> list[tuple[OrderLine, forms.BoundField]]:
        return [(line, self[f"{LINE}{line.sku_id}"]) for line in self.lines]

    @property
    def pieces(self) -> dict[int, int]:
        typed = {line.sku_id: self.cleaned_data.get(f"{LINE}{line.sku_id}") for line in self.lines}
        return {sku_id: quantity for sku_id, quantity in typed.items() if quantity}
