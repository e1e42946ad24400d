"""What a notice says and where it leads, in the active language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from huopan.domains.notifications.rules import KINDS
from huopan.domains.parties.queries import credential_name
from huopan.infra.languages import own_language
from huopan.infra.sentences import filled
from huopan.kernel.money import Money


def said_of(kind: str, facts: Mapping[str, Any]) -> str:
    """The kind's sentence with its facts; a kind that is gone says nothing."""
    return filled(KINDS[kind].sentence, _readable(facts)) if kind in KINDS else ""


def label_of(kind: str) -> str:
    """The kind without any fact, fit for a subject line."""
    return filled(KINDS[kind].label, {}) if kind in KINDS else ""


def place_of(kind: str, facts: Mapping[str, Any]) -> str:
    """The address a notice leads to, without the host."""
    if kind not in KINDS:
        return "/"
    about = KINDS[kind].about
    return reverse(KINDS[kind].page, args=[facts[about]] if about else [])


def _readable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Amounts as money, times as times, and of two names the reader's."""
    readable: dict[str, Any] = {}
    for name, value in facts.items():
        if name.endswith("_fen"):
            readable[name.removesuffix("_fen")] = Money(int(value))
        elif name.endswith("_at"):
            readable[name.removesuffix("_at")] = datetime.fromisoformat(value)
        else:
            readable[name] = value
    for name in ("title", "party", "plan"):
        if f"{name}_zh" in facts:
            readable[name] = own_language(facts[f"{name}_zh"], facts.get(f"{name}_en", ""))
    if "credential_kind" in facts:
        readable["credential"] = credential_name(facts["credential_kind"])
    return readable
