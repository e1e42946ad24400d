"""What an organisation tells about itself, its addresses and its team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import IndustrialBelt, Party, RoleGrant

OFFERED_KINDS = [
    (Party.Kind.BUYER.value, _("Buyer: I buy for my shop or my customers")),
    (Party.Kind.FACTORY.value, _("Factory: I make goods and sell them")),
    (Party.Kind.TRADER.value, _("Trader: I sell from stock")),
]


class OrganisationForm(forms.Form):
    kind = forms.ChoiceField(label=_("What you do here"), choices=OFFERED_KINDS, initial="buyer")
    name_zh = forms.CharField(label=_("Name, as on the business licence"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        required=False,
        help_text=_("18 characters from the business licence; needed to sell."),
    )
    division_code = forms.CharField(label=_("Place, by its 6-digit code"), max_length=6, required=False)


class DescriptionForm(forms.Form):
    name_zh = forms.CharField(label=_("Name, as on the business licence"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    about_zh = forms.CharField(
        label=_("About you, in Chinese"), widget=forms.Textarea({"rows": 5}), max_length=4000, required=False
    )
    about_en = forms.CharField(
        label=_("About you, in English"), widget=forms.Textarea({"rows": 5}), max_length=4000, required=False
    )
    belt_code = forms.ChoiceField(label=_("Industrial belt"), required=False)

    def __init__(self, *args: Any, belts: list[IndustrialBelt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["belt_code"].choices = [("", "—"), *((belt.code, str(belt)) for belt in belts)]  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    contact_name = forms.CharField(
        label=pgettext_lazy("market", "Contact"), max_length=60, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, widget=forms.TextInput({"autocomplete": "tel"}))
    division_code = forms.CharField(label=_("County or district"), max_length=6)
    detail = forms.CharField(label=pgettext_lazy("market", "Street and number"), max_length=200)
    is_default = forms.BooleanField(label=_("Use by default"), required=False)


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, RoleGrant.Role(role).label) for role in roles]  # type: ignore[attr-defined]


DEEDS = {
    "party.manage": _("change the organisation and its addresses"),
    "team.manage": _("invite and remove people"),
    "keys.manage": _("make and revoke API keys"),
    "webhooks.manage": _("set where events are told to"),
    "offers.read": _("read offers"),
    "offers.write": _("write offers, prices and terms"),
    "stock.write": _("count and receive stock"),
    "buy": _("buy"),
    "sell": _("accept and ship orders"),
    "money.read": _("read the account"),
    "money.pay": _("pay"),
    "money.payout": _("ask for payouts"),
    "plan": _("plan the production"),
    "floor": _("report work on the floor"),
    "operate": _("run the platform"),
    "arbitrate": _("rule on disputes"),
    "treasury": _("approve payouts"),
}


class KeyForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(
        label=_("Expires"),
        coerce=int,
        required=False,
        empty_value=None,
        choices=[
            ("", _("never, until revoked")),
            (30, _("in 30 days")),
            (90, _("in 90 days")),
            (365, _("in a year")),
        ],
    )

    def __init__(self, *args: Any, scopes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope, DEEDS.get(scope, scope)) for scope in scopes]  # type: ignore[attr-defined]
