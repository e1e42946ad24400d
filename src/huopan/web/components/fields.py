"""Form fields for the things traders type: money, unit prices, divisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huopan.infra.sentences import in_words
from huopan.kernel.money import Money, UnitPrice
from huopan.kernel.refusal import RefusedError


class MoneyField(forms.CharField):
    """“12.50” → Money; None when left empty and not required."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return _read(text, Money.from_yuan) if text else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value.yuan():.2f}" if isinstance(value, Money) else value


class UnitPriceField(MoneyField):
    """“0.0125” → UnitPrice, exact to four decimals."""

    def clean(self, value: Any) -> Any:
        text = forms.CharField.clean(self, value)
        return _read(text, UnitPrice.from_yuan) if text else None

    def prepare_value(self, value: Any) -> Any:
        return str(value).lstrip("¥") if isinstance(value, UnitPrice) else value


def _read(text: str, reader: Any) -> Any:
    try:
        amount = reader(text)
    except RefusedError as refusal:
        raise ValidationError(in_words(refusal)) from refusal
    return amount
