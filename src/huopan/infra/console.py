"""What every room's pages in the operator's console stand on: reading by default, changes only through actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusedError


class Looking:
    """Nothing is added, changed or deleted here; what may be done is an action."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False


class LookingAdmin(Looking, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """A table to look at. Subclasses name in `list_select_related` what their columns need: one statement a page."""

    list_per_page = 50
    show_full_result_count = False
    list_fullwidth = True


class LookingInline(Looking, TabularInline):  # type: ignore[misc]  # unfold ships no types
    extra = 0
    can_delete = False


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """Show a refusal as a message, in the reader's language."""
    try:
        yield
    except RefusedError as refusal:
        messages.error(request, in_words(refusal))
