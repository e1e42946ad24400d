from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.models import AfterSale, OrderLine
from huopan.domains.orders.rules.after_sale import Claimable
from huopan.web.components.fields import MoneyField

LINE = "line-"


REASONS = [
    ("", _("Choose…")),
    ("damaged", _("Damaged on arrival")),
    ("wrong", _("Wrong goods or specification")),
    ("missing", _("Pieces are missing")),
    ("quality", _("Quality not as described")),
    ("late", _("Too late for me")),
    ("unwanted", _("No longer needed, as agreed with the supplier")),
    ("other", _("Something else")),
]
LONGEST = 500


class ClaimForm(forms.Form):
    """What is wrong, with which pieces, and how much is asked; without an amount the pieces' price is meant."""

    kind = forms.ChoiceField(label=_("What you ask for"), choices=AfterSale.Kind.choices)
    cause = forms.ChoiceField(label=_("What is wrong"), choices=REASONS)
    reason = forms.CharField(
        label=_("In your words"), widget=forms.Textarea({"rows": 3}), max_length=450, required=False
    )
    amount = MoneyField(
        label=_("Amount in yuan"), required=False, max_length=14, help_text=_("Empty: the price of these pieces.")
    )

    def __init__(self, *args: Any, lines: Iterable[OrderLine], claimable: Claimable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [(line, claimable.most_of(line.sku_id)) for line in lines]
        for line, most in self.lines:
            field = forms.IntegerField(label=_("Pieces"), min_value=0, max_value=most, required=False, initial=0)
            field.widget.attrs.update({"data-most": most, "aria-label": line.title_zh, "inputmode": "numeric"})
            self.fields[f"{LINE}{line.sku_id}"] = field

    @property
    def rows(self) -> list[tuple[OrderLine, int, forms.BoundField]]:
        return [(line, most, self[f"{LINE}{line.sku_id}"]) for line, most in self.lines]

    @property
    def pieces(self) -> dict[int, int]:
        typed = {line.sku_id: self.cleaned_data.get(f"{LINE}{line.sku_id}") for line, _most in self.lines}
        return {sku_id: quantity for sku_id, quantity in typed.items() if quantity}

    @property
    def whole_reason(self) -> str:
        """The cause in the writer's language, then the writer's words."""
        cause = str(dict(REASONS)[self.cleaned_data["cause"]])
        words = self.cleaned_data["reason"].strip()
        return f"{cause}: {words}"[:LONGEST] if words else cause
