"""What people fill in about themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth ships no types
    field_order = ("full_name", "email", "password1")

    full_name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )


class JoiningForm(forms.Form):
    """A new person's account, made by accepting an invitation."""

    full_name = SignupForm.base_fields["full_name"]
    password = forms.CharField(
        label=_("Password"),
        min_length=10,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def joining(self) -> dict[str, Any]:
        return {"full_name": self.cleaned_data["full_name"], "password": self.cleaned_data["password"]}
