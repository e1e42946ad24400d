"""What a buyer types to find orders again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.queries import OrdersWanted


class OrdersForm(forms.Form):
    """Nothing here is refused: what cannot be read finds everything."""

    q = forms.CharField(
        label=_("Order number, goods or supplier"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"type": "search"}),
    )
    since = forms.DateField(label=_("Placed from"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("to"), required=False, widget=forms.DateInput({"type": "date"}))

    def wanted(self, tab: str) -> OrdersWanted:
        self.is_valid()
        typed = self.cleaned_data
        until = typed.get("until")
        return OrdersWanted(
            tab=tab,
            text=typed.get("q") or "",
            since=_morning(typed.get("since")),
            until=_morning(until + timedelta(days=1)) if until else None,
        )


def _morning(day: date | None) -> datetime | None:
    return make_aware(datetime.combine(day, time.min)) if day else None
