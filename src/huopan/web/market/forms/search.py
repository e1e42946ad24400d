from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huopan.web.components.fields import MoneyField

SORTS = [("", _("Best match")), ("price", _("Cheapest first")), ("new", _("Newest first"))]


class SearchForm(forms.Form):
    """Words and filters; what cannot be read is left out of the search and named beside its field."""

    q = forms.CharField(label=_("Words"), required=False, max_length=120)
    category = forms.SlugField(required=False)
    price_from = MoneyField(label=_("Price from"), required=False, max_length=12)
    price_to = MoneyField(label=_("Price to"), required=False, max_length=12)
    moq = forms.IntegerField(label=_("MOQ at most"), required=False, min_value=1, max_value=10_000_000)
    place = forms.CharField(required=False, max_length=6)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)

    @property
    def wish(self) -> dict[str, Any]:
        """What could be read."""
        return getattr(self, "cleaned_data", {})

    @property
    def is_filtered(self) -> bool:
        return any(value for name, value in self.wish.items() if name not in ("q", "sort"))
