"""A form that leads to one action: shown, checked, done once, or shown again with what to mend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusalsError, RefusedError
from huopan.web.acting import ActingRequest
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

FormT = TypeVar("FormT", bound=forms.Form)


class Asking(Generic[FormT]):
    """`template` gets `form` and `extra`. `work` takes the valid form and returns the address to go to."""

    def __init__(self, request: ActingRequest, form: FormT, template: str, **extra: Any) -> None:
        self.request, self.form, self.template, self.extra = request, form, template, extra

    def answered(self, work: Callable[[FormT], str], *, told: str = "") -> HttpResponse:
        """The page, or on a valid POST the way on. Refusals stand at the field they name, else above the form."""
        if not self.form.is_bound:
            return self._shown(200)
        if not self.form.is_valid():
            return self._shown(422)
        return submitted(self.request, work=lambda: work(self.form), in_place=self._refused, told=told)

    def _refused(self, refusal: RefusedError) -> HttpResponse:
        told_at(self.form, refusal)
        return self._shown(status_of(refusal))

    def _shown(self, status: int) -> HttpResponse:
        return render(self.request, self.template, {"form": self.form, **self.extra}, status=status)


def told_at(form: forms.Form, refusal: RefusedError) -> None:
    """Say each refusal at the field it names, or above the form."""
    for each in refusal.refusals if isinstance(refusal, RefusalsError) else [refusal]:
        form.add_error(field_of(each, form), in_words(each))


def field_of(refusal: RefusedError, form: forms.Form) -> str | None:
    """The field a refusal is about: its parameter `field`, or one of its parameters bears the field's name."""
    named = refusal.params.get("field")
    if named in form.fields:
        return str(named)
    return next((name for name in refusal.params if name in form.fields), None)
