"""An offer as a form: its words, the attributes its category asks for, prices, and the SKU matrix as one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huopan.domains.catalog.models import Offer
from huopan.domains.catalog.queries import CategoryNode
from huopan.domains.catalog.rules import COUNTED_PER_SKU, AttributeType, OfferDraft
from huopan.infra.languages import own_language
from huopan.infra.sentences import in_words
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusalsError, RefusedError
from huopan.web.components.fields import UnitPriceField
from huopan.web.workbench.forms.grid import (
    EMPTY_GRID,
    CellFault,
    Grid,
    GridField,
    grid_text,
    ladder_text,
    read_grid,
    read_ladder,
    stock_seen,
    without_untouched,
)

ATTRIBUTE = "attribute-"
YES_OR_NO = [("", _("not said")), ("yes", _("yes")), ("no", _("no"))]


class LadderField(forms.CharField):
    """“10: 6.80; 100: 6.12”, or one price alone."""

    def clean(self, value: Any) -> Any:
        return read_ladder(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ladder_text(value)


class OfferForm(forms.Form):
    code = forms.CharField(label=_("Item code"), max_length=60)
    category = forms.ChoiceField(label=_("Category"))
    title_zh = forms.CharField(label=_("Chinese title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    grid = GridField(label=_("SKU matrix"), required=False, initial=EMPTY_GRID, strip=False)
    stock_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    price_kind = forms.ChoiceField(label=_("Prices"), choices=Offer.PriceKind.choices)
    ladder = LadderField(label=_("Price or ladder of the offer"), required=False)
    unit_cost = UnitPriceField(
        label=_("A piece costs you"), required=False, max_length=14, help_text=_("Only your own people see it.")
    )
    dropship_price = UnitPriceField(label=_("Dropship price"), required=False, max_length=14)
    sample_price = UnitPriceField(
        label=_("Sample price"),
        required=False,
        max_length=14,
        help_text=_("0 for a free sample; empty if you give none."),
    )
    sample_days = forms.IntegerField(
        label=_("A sample leaves within, days"), required=False, min_value=0, max_value=365,
        help_text=_("From the day you agree on it; needed with a price."),
    )  # fmt: skip
    moq = forms.IntegerField(label=_("MOQ"), min_value=1, initial=1)
    order_multiple = forms.IntegerField(label=_("Order multiple"), min_value=1, initial=1)
    unit = forms.CharField(label=_("Unit"), max_length=20, initial="件")
    weight_grams = forms.IntegerField(label=_("Weight of a piece, grams"), min_value=0, initial=0)
    lead_time_days = forms.IntegerField(label=_("Ships within, days"), min_value=0, max_value=365, initial=2)
    is_mixable = forms.BooleanField(label=_("Joins the mix-batch"), required=False, initial=True)
    description_zh = forms.CharField(
        label=_("Description, in Chinese"), widget=forms.Textarea({"rows": 5}), required=False
    )
    description_en = forms.CharField(
        label=_("Description, in English"), widget=forms.Textarea({"rows": 5}), required=False
    )

    def __init__(self, *args: Any, nodes: Sequence[CategoryNode], category: str = "", **kwargs: Any) -> None:
        """`category`: the code whose attributes are asked for, unless the form says another."""
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", "—"), *_choices(nodes)]  # type: ignore[attr-defined]
        self.nodes = {node.code: node for node in nodes}
        chosen = self.data.get("category", category) if self.is_bound else category
        self.types = self.nodes[chosen].attributes if chosen in self.nodes else ()
        for wanted in self.types:
            self.fields[f"{ATTRIBUTE}{wanted.code}"] = _attribute_field(wanted)
        self.cell_faults: list[CellFault] = []
        self.read = Grid()  # kept, since a refused field leaves `cleaned_data`

    @property
    def attribute_fields(self) -> list[forms.BoundField]:
        return [self[f"{ATTRIBUTE}{wanted.code}"] for wanted in self.types]

    def grid_faults(self) -> list[CellFault]:
        """Faults of single cells, read or refused."""
        unread = read_grid(self.data.get("grid", "")).faults if self.is_bound and "grid" in self.errors else []
        return [*unread, *self.cell_faults]

    def draft(self) -> OfferDraft:
        """What was typed, as the catalogue's actions take it."""
        typed = {name: value for name, value in self.cleaned_data.items() if not name.startswith(ATTRIBUTE)}
        self.read, seen = typed.pop("grid"), typed.pop("stock_seen")
        typed.pop("unit_cost")
        draft = OfferDraft(
            category_code=typed.pop("category"),
            skus=tuple(without_untouched(self.read.skus, seen)),
            attributes=dict(self._attributes()),
            **typed,
        )
        return _priced_one_way(draft)

    def _attributes(self) -> Iterator[tuple[str, Any]]:
        for wanted in self.types:
            value = self.cleaned_data[f"{ATTRIBUTE}{wanted.code}"]
            if value not in (None, ""):
                yield wanted.code, _stored(wanted, value)

    def tell(self, refusal: RefusedError) -> None:
        """Say each refusal at the field or the cell it is about."""
        for each in refusal.refusals if isinstance(refusal, RefusalsError) else [refusal]:
            place = str(each.params.get("field", ""))
            if place.startswith("skus"):
                fault = self.read.fault_at(place, in_words(each))
                self.cell_faults.append(fault)
                self.add_error("grid", str(fault) if "." in place else in_words(each))
            else:
                self.add_error(self._field_of(place, each), in_words(each))

    def _field_of(self, place: str, refusal: RefusedError) -> str | None:
        attribute = f"{ATTRIBUTE}{refusal.params.get('code')}"
        if place == "attributes":
            return attribute if attribute in self.fields else "category"
        return place if place in self.fields else None


def shown(draft: OfferDraft, unit_cost: UnitPrice | None) -> dict[str, Any]:
    """A stored offer as the form's first values."""
    apart = {"category", "grid", "stock_seen", "unit_cost"}
    values = {name: getattr(draft, name) for name in OfferForm.base_fields.keys() - apart}
    attributes = {f"{ATTRIBUTE}{code}": _shown(value) for code, value in draft.attributes.items()}
    own = {"category": draft.category_code, "grid": grid_text(draft), "stock_seen": stock_seen(draft)}
    return {**values, **attributes, **own, "unit_cost": unit_cost}


def as_typed(form: Mapping[str, str]) -> dict[str, Any]:
    """What was typed earlier, as the form's first values, readable or not."""
    return {**{name: form.get(name, "") for name in form}, "is_mixable": "is_mixable" in form}


def _choices(nodes: Sequence[CategoryNode]) -> list[tuple[str, str]]:
    """The tree, deeper ones indented."""
    return [(node.code, "　" * (node.depth - 1) + own_language(node.name_zh, node.name_en)) for node in nodes]


def _attribute_field(wanted: AttributeType) -> forms.Field:
    name = own_language(wanted.name_zh, wanted.name_en)
    label = f"{name} ({wanted.unit})" if wanted.unit else name
    if wanted.type == "choice":
        choices = [(choice.code, own_language(choice.zh, choice.en)) for choice in wanted.choices]
        return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=wanted.is_required)
    if wanted.type == "boolean":
        return forms.ChoiceField(label=label, choices=YES_OR_NO, required=wanted.is_required)
    if wanted.type == "number":
        return forms.DecimalField(label=label, required=wanted.is_required, max_digits=15)
    return forms.CharField(label=label, required=wanted.is_required, max_length=200)


def _priced_one_way(draft: OfferDraft) -> OfferDraft:
    """Prices of the other kind stay in the form, out of sight, in case the seller goes back to it."""
    if draft.price_kind in COUNTED_PER_SKU:
        return replace(draft, ladder=())
    return replace(draft, skus=tuple(replace(sku, ladder=()) for sku in draft.skus))


def _stored(wanted: AttributeType, value: Any) -> Any:
    if wanted.type == "boolean":
        return value == "yes"
    if wanted.type == "number":
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _shown(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value
