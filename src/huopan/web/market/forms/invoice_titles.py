from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huopan.domains.parties.models import InvoiceTitle


class InvoiceTitleForm(forms.Form):
    """Whom invoices are made out to; what is needed for which kind is the action's to say."""

    kind = forms.ChoiceField(label=_("Made out to"), choices=InvoiceTitle.Kind.choices, initial="company")
    name = forms.CharField(label=_("Title, as on the business licence or the person’s name"), max_length=120)
    tax_number = forms.CharField(
        label=_("Tax number"),
        max_length=24,
        required=False,
        help_text=_("The 18-character unified social credit code; a company needs it, a person has none."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )
    registered_address = forms.CharField(label=_("Registered address"), max_length=200, required=False)
    registered_phone = forms.CharField(label=_("Registered phone"), max_length=20, required=False)
    bank_name = forms.CharField(label=_("Bank"), max_length=80, required=False)
    bank_account = forms.CharField(label=_("Bank account"), max_length=40, required=False)
    is_default = forms.BooleanField(label=_("Use by default"), required=False)
