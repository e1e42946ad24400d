"""What a search is asked for, read from the address: what cannot be read is left out and named beside its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huopan.domains.search.rules import FactoryFilters, Filters
from huopan.kernel.money import UnitPrice
from huopan.web.components.fields import UnitPriceField

SORTS = [
    ("relevance", _("Best match")),
    ("price_up", _("Cheapest first")),
    ("price_down", _("Dearest first")),
    ("moq_up", _("Smallest MOQ first")),
    ("ship_up", _("Ships soonest first")),
    ("pickup_down", _("Best 48 h pick-up first")),
    ("standing_down", _("Best measured supplier first")),
    ("newest", _("Newest first")),
]
FACTORY_SORTS = [
    ("relevance", _("Best match")),
    ("free_down", _("Most free capacity first")),
    ("pickup_down", _("Best 48 h pick-up first")),
    ("offers_down", _("Most offers first")),
    ("near", _("Nearest first")),
]
KINDS = [("factory", ""), ("trader", "")]
DIVISION = r"^[1-9]\d{5}$"
MOST_VALUES, LONGEST_VALUE, LONGEST_ID, MOST_PIECES = 20, 240, 9_000_000_000_000_000, 9_999_999


class SeveralField(forms.MultipleChoiceField):
    """Any texts, each once, at most twenty."""

    def valid_value(self, value: Any) -> bool:
        return 0 < len(value) <= LONGEST_VALUE

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().clean([each for each in value or () if each])))[:MOST_VALUES]


class Asked(forms.Form):
    """What could be read is `wish`."""

    q = forms.CharField(label=_("Words"), required=False, max_length=120)

    @property
    def wish(self) -> dict[str, Any]:
        return getattr(self, "cleaned_data", {})

    @property
    def words(self) -> str:
        return self.wish.get("q") or ""

    @property
    def order(self) -> Any:
        return self.wish.get("sort") or "relevance"

    def _text(self, name: str) -> str:
        return self.wish.get(name) or ""

    def _several(self, name: str) -> tuple[str, ...]:
        return tuple(self.wish.get(name) or ())


class SearchForm(Asked):
    category = forms.SlugField(required=False)
    supplier = forms.IntegerField(required=False, min_value=1, max_value=LONGEST_ID)
    kind = forms.ChoiceField(required=False, choices=KINDS)
    place = forms.RegexField(DIVISION, required=False)
    belt = forms.SlugField(required=False, max_length=40)
    attr = SeveralField(required=False)
    process = SeveralField(required=False)
    credential = SeveralField(required=False)
    membership = SeveralField(required=False)
    quantity = forms.IntegerField(label=_("My quantity"), required=False, min_value=1, max_value=MOST_PIECES)
    price_from = UnitPriceField(label=_("Price from"), required=False, max_length=12)
    price_to = UnitPriceField(label=_("Price to"), required=False, max_length=12)
    moq = forms.IntegerField(label=_("MOQ at most"), required=False, min_value=1, max_value=MOST_PIECES)
    ship = forms.IntegerField(required=False, min_value=0, max_value=365)
    pickup = forms.IntegerField(required=False, min_value=0, max_value=100)
    in_stock = forms.BooleanField(required=False)
    small_lot = forms.BooleanField(required=False)
    dropship = forms.BooleanField(required=False)
    sample = forms.BooleanField(required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)

    @property
    def filters(self) -> Filters:
        wish = self.wish
        return Filters(
            category_code=self._text("category"),
            supplier_id=wish.get("supplier"),
            supplier_kind=self._text("kind"),
            division_code=self._text("place"),
            belt_code=self._text("belt"),
            attributes=self._attributes(),
            processes=self._several("process"),
            credentials=self._several("credential"),
            memberships=self._several("membership"),
            quantity=wish.get("quantity"),
            min_price_hao=_hao(wish.get("price_from")),
            max_price_hao=_hao(wish.get("price_to")),
            max_moq=wish.get("moq"),
            max_ship_days=wish.get("ship"),
            min_pickup_pct=wish.get("pickup"),
            only_in_stock=bool(wish.get("in_stock")),
            only_small_lot=bool(wish.get("small_lot")),
            only_dropship=bool(wish.get("dropship")),
            only_sample=bool(wish.get("sample")),
        )

    def _attributes(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for stated in self._several("attr"):
            code, sign, value = stated.partition(":")
            if code and sign and value:
                found[code] = (*found.get(code, ()), value)
        return found


class FactoryForm(Asked):
    process = SeveralField(required=False)
    material = SeveralField(required=False)
    credential = SeveralField(required=False)
    membership = SeveralField(required=False)
    category = forms.SlugField(required=False)
    place = forms.RegexField(DIVISION, required=False)
    belt = forms.SlugField(required=False, max_length=40)
    near = forms.RegexField(DIVISION, required=False)
    machines = forms.IntegerField(required=False, min_value=1, max_value=MOST_PIECES)
    free = forms.IntegerField(required=False, min_value=1, max_value=MOST_PIECES)
    pickup = forms.IntegerField(required=False, min_value=0, max_value=100)
    small_lot = forms.BooleanField(required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=FACTORY_SORTS)

    @property
    def filters(self) -> FactoryFilters:
        return FactoryFilters(
            processes=self._several("process"),
            materials=self._several("material"),
            credentials=self._several("credential"),
            memberships=self._several("membership"),
            category_code=self._text("category"),
            division_code=self._text("place"),
            belt_code=self._text("belt"),
            near=self._text("near"),
            min_machines=self.wish.get("machines"),
            min_free_hours=self.wish.get("free"),
            min_pickup_pct=self.wish.get("pickup"),
            only_small_lot=bool(self.wish.get("small_lot")),
        )


def _hao(price: UnitPrice | None) -> int | None:
    return None if price is None else price.hao
