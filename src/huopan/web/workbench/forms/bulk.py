"""One change to many offers, as a seller words it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.logistics.models import FreightTemplate
from huopan.infra.sentences import in_words
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError

FREIGHT = "freight"
VERBS = [
    ("price_pct", gettext_lazy("Prices by %")),
    ("price_by", gettext_lazy("Prices by yuan")),
    ("stock_set", gettext_lazy("Stock of each SKU to")),
    ("stock_add", gettext_lazy("Stock of each SKU plus")),
    ("lead_time", gettext_lazy("Ships within, days")),
    (FREIGHT, gettext_lazy("Freight template")),
    ("category", gettext_lazy("Category")),
    ("publish", gettext_lazy("Publish")),
    ("withdraw", gettext_lazy("Take back to draft")),
]
FIGURES = ("price_pct", "price_by", "stock_set", "stock_add", "lead_time")
LEAST_PCT, MOST_PCT = -100, 900
LONGEST = 12


class BulkForm(forms.Form):
    """`value` after cleaning: what the catalogue's bulk change takes."""

    verb = forms.ChoiceField(label=gettext_lazy("Change"), choices=VERBS)
    figure = forms.CharField(label=gettext_lazy("By or to"), required=False, max_length=LONGEST)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    template = forms.ChoiceField(label=gettext_lazy("Freight template"), required=False)

    def __init__(self, *args: Any, categories: list[tuple[str, str]], templates: list[FreightTemplate]) -> None:
        super().__init__(*args)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        own = [("", gettext_lazy("the default")), *((str(each.pk), each.name) for each in templates)]
        self.fields["template"].choices = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        verb = typed.get("verb", "")
        try:
            typed["value"] = _value(verb, typed)
        except ValidationError as refused:
            self.add_error("figure", refused)
        return typed

    @property
    def value(self) -> Any:
        return self.cleaned_data["value"]

    @property
    def wording(self) -> str:
        """What will be done, in one line."""
        verb, typed = self.cleaned_data["verb"], self.cleaned_data
        said = str(dict(VERBS)[verb])
        if verb in FIGURES:
            return f"{said} {typed['figure']}"
        field = {"category": "category", FREIGHT: "template"}.get(verb)
        if field is None:
            return said
        choices = dict(self.fields[field].choices)  # type: ignore[attr-defined]
        return f"{said}: {str(choices[typed[field]]).strip()}"


def _value(verb: str, typed: dict[str, Any]) -> Any:
    if verb == "category":
        return typed.get("category", "")
    if verb == FREIGHT:
        return int(typed["template"]) if typed.get("template") else None
    if verb not in FIGURES:
        return None
    text = typed.get("figure", "").replace(",", "").replace("＋", "+").replace("－", "-").strip("%¥￥ ")
    return _hao(text) if verb == "price_by" else _number(verb, text)


def _hao(text: str) -> int:
    try:
        amount = UnitPrice.from_yuan(text.lstrip("+-")).hao
    except RefusedError as refusal:
        raise ValidationError(in_words(refusal)) from refusal
    return -amount if text.startswith("-") else amount


def _number(verb: str, text: str) -> int:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValidationError(_("Write a number, such as 5 or -3.5.")) from None
    if not number.is_finite():
        raise ValidationError(_("Write a number, such as 5 or -3.5."))
    if verb == "price_pct":
        if not LEAST_PCT < number <= MOST_PCT:
            raise ValidationError(_("Write a percentage above -100 and up to 900."))
        return int(number * 100)
    if number != number.to_integral_value():
        raise ValidationError(_("Write a whole number."))
    return int(number)
