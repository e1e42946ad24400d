"""Which orders are looked for, as the address says it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.queries import Sought

SORTS = [("newest", _("Latest orders first")), ("due", _("By deadline")), ("amount", _("By amount"))]
PERIODS = [("", _("Any time")), ("1", _("Today")), ("7", _("7 days")), ("30", _("30 days")), ("own", _("From – to"))]
OWN = "own"
LONGEST_WORDS = 60


class SoughtForm(forms.Form):
    """Whatever is not understood is left out: an address is no form to be corrected."""

    q = forms.CharField(label=_("Order number, buyer or goods"), required=False, max_length=LONGEST_WORDS)
    period = forms.ChoiceField(label=_("Ordered"), choices=PERIODS, required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sort = forms.ChoiceField(label=_("Sort"), choices=SORTS, required=False)

    def sought(self, state: str, *, is_unprinted: bool) -> Sought:
        self.is_valid()
        read = self.cleaned_data
        since, until = self._days(read)
        return Sought(
            state if state in SupplierOrder.State.values else "",
            read.get("q", "").strip(),
            since,
            until,
            read.get("sort") or "newest",
            is_unprinted,
        )

    @staticmethod
    def _days(read: dict[str, Any]) -> tuple[date | None, date | None]:
        period = read.get("period", "")
        if period.isdigit():
            return localdate() - timedelta(days=int(period) - 1), None
        is_own = period == OWN or read.get("since") or read.get("until")
        return (read.get("since"), read.get("until")) if is_own else (None, None)
