from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huopan.domains.search.rules import Filters
from huopan.kernel.money import HAO_PER_FEN, Money
from huopan.web.components.fields import MoneyField

SORTS = [
    ("relevance", _("Best match")),
    ("price_up", _("Cheapest first")),
    ("price_down", _("Dearest first")),
    ("moq_up", _("Smallest MOQ first")),
    ("newest", _("Newest first")),
]


class SearchForm(forms.Form):
    """Words and filters; what cannot be read is left out of the search and named beside its field."""

    q = forms.CharField(label=_("Words"), required=False, max_length=120)
    category = forms.SlugField(required=False)
    price_from = MoneyField(label=_("Price from"), required=False, max_length=12)
    price_to = MoneyField(label=_("Price to"), required=False, max_length=12)
    moq = forms.IntegerField(label=_("MOQ at most"), required=False, min_value=1, max_value=10_000_000)
    place = forms.RegexField(r"^[1-9]\d{5}$", required=False)
    belt = forms.SlugField(required=False, max_length=40)
    in_stock = forms.BooleanField(label=_("In stock only"), required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)

    @property
    def wish(self) -> dict[str, Any]:
        """What could be read."""
        return getattr(self, "cleaned_data", {})

    @property
    def filters(self) -> Filters:
        wish = self.wish
        return Filters(
            category_code=wish.get("category") or "",
            division_code=wish.get("place") or "",
            belt_code=wish.get("belt") or "",
            min_price_hao=_hao(wish.get("price_from")),
            max_price_hao=_hao(wish.get("price_to")),
            max_moq=wish.get("moq"),
            only_in_stock=bool(wish.get("in_stock")),
        )

    @property
    def is_filtered(self) -> bool:
        return any(value for name, value in self.wish.items() if name not in ("q", "sort"))


def _hao(amount: Money | None) -> int | None:
    return None if amount is None else amount.fen * HAO_PER_FEN
