from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import Credential


class CredentialForm(forms.Form):
    """What a document says; which kinds must end is the action's to say."""

    kind = forms.ChoiceField(label=pgettext_lazy("credential", "Kind"), choices=Credential.Kind.choices)
    number = forms.CharField(
        label=_("Number, as on the document"), max_length=80, widget=forms.TextInput({"autocomplete": "off"})
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        help_text=_("Leave it empty only where the document names no end, such as a licence without a term."),
        widget=forms.DateInput({"type": "date"}),
    )
    document = forms.FileField(
        label=_("Photo or scan of the document"),
        help_text=_("JPEG, PNG, WebP or TIFF up to 20 MB. Only your people and the operator see it."),
        widget=forms.FileInput({"accept": "image/*"}),
    )
