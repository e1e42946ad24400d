"""A form of every kind of field, two of them wrong."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=60, help_text=_("What buyers search for: goods, material, use.")
    )
    price = forms.DecimalField(label=_("Price"), min_value=0)
    weight = forms.IntegerField(label=_("Weight"), required=False, initial=180)
    unit = forms.ChoiceField(label=_("Unit"), choices=[("pcs", _("pieces")), ("set", _("sets"))])
    note = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_sample = forms.BooleanField(label=_("Samples can be ordered"), required=False)
