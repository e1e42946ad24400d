"""An offer as a form: a page of words, a row per SKU, ladders as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huopan.domains.catalog.models import Offer
from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step
from huopan.infra.sentences import in_words
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError
from huopan.web.components.fields import UnitPriceField

STEP = re.compile(r"^\s*(?:(\d+)\s*[:：=＝]\s*)?[¥￥]?\s*([\d.,]+)\s*$")
SPARE_ROWS = 3


class LadderField(forms.CharField):
    """“10: 6.80; 100: 6.12”, or one price alone."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return tuple(_step(part) for part in re.split(r"[;；\n]", text) if part.strip())

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ladder_text(value)


class SpecField(forms.CharField):
    """“颜色=红; 尺寸=M” → {"颜色": "红", "尺寸": "M"}."""

    def clean(self, value: Any) -> Any:
        parts = [part.strip() for part in re.split(r"[;；\n]", super().clean(value)) if part.strip()]
        pairs = [re.split(r"[=＝:：]", part, maxsplit=1) for part in parts]
        if any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004 - axis and value
            raise ValidationError(gettext("Write axis and value, such as “colour=red; size=M”."))
        return {axis.strip(): chosen.strip() for axis, chosen in pairs}

    def prepare_value(self, value: Any) -> Any:
        return "; ".join(f"{axis}={chosen}" for axis, chosen in value.items()) if isinstance(value, dict) else value


class OfferForm(forms.Form):
    code = forms.CharField(label=_("Item code"), max_length=60)
    category = forms.ChoiceField(label=_("Category"))
    title_zh = forms.CharField(label=_("Chinese title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    price_kind = forms.ChoiceField(label=_("Prices"), choices=Offer.PriceKind.choices)
    ladder = LadderField(
        label=_("Price or ladder of the offer"),
        required=False,
        help_text=_("One price, or steps such as “10: 6.80; 100: 6.12”. For prices per SKU use the rows below."),
    )
    moq = forms.IntegerField(label=_("MOQ"), min_value=1, initial=1)
    order_multiple = forms.IntegerField(label=_("Order multiple"), min_value=1, initial=1)
    unit = forms.CharField(label=_("Unit"), max_length=20, initial="件")
    weight_grams = forms.IntegerField(label=_("Weight of a piece, grams"), min_value=0, initial=0)
    lead_time_days = forms.IntegerField(label=_("Ships within, days"), min_value=0, max_value=365, initial=2)
    dropship_price = UnitPriceField(label=_("Dropship price"), required=False, max_length=14)
    is_mixable = forms.BooleanField(label=_("Joins the mix-batch"), required=False, initial=True)
    description_zh = forms.CharField(
        label=_("Description, in Chinese"), widget=forms.Textarea({"rows": 5}), required=False
    )
    description_en = forms.CharField(
        label=_("Description, in English"), widget=forms.Textarea({"rows": 5}), required=False
    )

    def __init__(
        self, *args: Any, categories: Sequence[tuple[str, str]], attributes: dict[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        self.attributes = attributes

    def draft(self, skus: Sequence[SkuDraft]) -> OfferDraft:
        """What was typed, as the catalogue's actions take it; attributes stay as they were."""
        typed = dict(self.cleaned_data)
        return OfferDraft(category_code=typed.pop("category"), skus=tuple(skus), attributes=self.attributes, **typed)


class SkuForm(forms.Form):
    code = forms.CharField(label=_("SKU code"), max_length=60, required=False)
    spec = SpecField(label=_("Variant"), max_length=200, required=False)
    ladder = LadderField(label=_("Price or ladder"), max_length=200, required=False)
    on_hand = forms.IntegerField(label=_("On hand"), min_value=0, required=False)
    is_active = forms.BooleanField(label=_("Offered"), required=False, initial=True)

    def draft(self) -> SkuDraft:
        return SkuDraft(**self.cleaned_data)


SkuFormSet = forms.formset_factory(SkuForm, extra=SPARE_ROWS, max_num=200)


def shown(draft: OfferDraft) -> dict[str, Any]:
    """A stored offer as the form's first values."""
    names = OfferForm.base_fields.keys() - {"category"}
    return {"category": draft.category_code, **{name: getattr(draft, name) for name in names}}


def sku_rows(draft: OfferDraft) -> list[dict[str, Any]]:
    return [{name: getattr(sku, name) for name in SkuForm.base_fields} for sku in draft.skus]


def ladder_text(ladder: Sequence[Step]) -> str:
    prices = [(step.from_quantity, str(step.unit_price).lstrip("¥")) for step in ladder]
    if [quantity for quantity, _price in prices] == [1]:
        return prices[0][1]
    return "; ".join(f"{quantity}: {price}" for quantity, price in prices)


def _step(text: str) -> Step:
    read = STEP.match(text)
    if read is None:
        raise ValidationError(
            gettext("“%(text)s” is no price step; write such as “100: 6.12”.") % {"text": text.strip()}
        )
    try:
        return Step(int(read[1] or 1), UnitPrice.from_yuan(read[2]))
    except RefusedError as refusal:
        raise ValidationError(in_words(refusal)) from refusal
