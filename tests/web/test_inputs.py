"""Inputs drawn without a template: as Django draws them."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from huopan.web.components.inputs import QuickInputs

WIDGETS = (
    forms.TextInput({"class": "control", "required": True, "hidden": False, "data-n": 1_000}),
    forms.NumberInput({"min": 0, "step": "any"}),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput(format="%Y-%m-%d"),
    forms.DateTimeInput({"type": "datetime-local"}),
    forms.TimeInput(),
)
VALUES = (None, "", 0, 1234567, "a\"b<c>&'", mark_safe("<b>"), date(2026, 11, 28))


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_the_same_input(widget: forms.Widget, value: object) -> None:
    ours = widget.render("field", value, {"id": "id_field"}, QuickInputs())
    assert ours == widget.render("field", value, {"id": "id_field"}, DjangoTemplates()).strip()


def test_other_fields_keep_their_templates() -> None:
    choosing = forms.Select(choices=[("a", "A"), ("b", "B")])
    assert choosing.render("field", "b", {}, QuickInputs()) == choosing.render("field", "b", {}, DjangoTemplates())
