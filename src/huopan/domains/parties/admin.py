"""Organisations and people in the operator's console."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.forms import ActionForm

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import ApiKey, Division, IndustrialBelt, Invitation, Party, Person, RoleGrant
from huopan.domains.parties.queries import operator_of
from huopan.domains.parties.rules import masked_email, masked_phone
from huopan.infra import clock
from huopan.infra.console import LookingAdmin, LookingInline, refusals_told
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError

admin.site.unregister(Group)

STATE_COLOURS = {
    Party.State.PENDING: "warning",
    Party.State.ACTIVE: "success",
    Party.State.SUSPENDED: "danger",
    Party.State.REFUSED: "danger",
}


def acting(request: HttpRequest) -> Actor:
    """The operator's actor that the signed-in person is. Raises ForbiddenError for staff without such a role."""
    actor = operator_of(request.user.pk) if request.user.pk else None
    if actor is None:
        raise ForbiddenError(scope="operate")
    return actor


def may_operate(request: HttpRequest) -> bool:
    actor = operator_of(request.user.pk) if request.user.pk else None
    return actor is not None and actor.may("operate")


class SuspendingForm(ActionForm):
    because = forms.CharField(
        label=pgettext_lazy("parties", "Reason for suspending"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "bg-white rounded-default px-3 py-1 text-base-900"}),
    )


class TeamInline(LookingInline):
    model = RoleGrant
    verbose_name_plural = _("team")
    fields = ("person", "role", "granted_at", "revoked_at")
    ordering = ("revoked_at", "granted_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleGrant]:
        grants: QuerySet[RoleGrant] = super().get_queryset(request)
        return grants.select_related("person")


@admin.register(Party)
class PartyAdmin(LookingAdmin):
    list_display = (
        "name_zh",
        "name_en",
        "shown_kind",
        "shown_state",
        "credit_code",
        "division",
        "belt",
        "registered_at",
    )
    list_filter = ("state", "kind", "belt")
    list_select_related = ("division", "belt")
    search_fields = ("name_zh", "name_en", "credit_code")
    ordering = ("-registered_at", "-pk")
    date_hierarchy = "registered_at"
    inlines = (TeamInline,)
    action_form = SuspendingForm
    actions = ("approve", "suspend", "reactivate")
    fieldsets = (
        (None, {"fields": (("name_zh", "name_en"), ("kind", "state"), "credit_code", "registered_at")}),
        (pgettext_lazy("parties", "place"), {"fields": (("division", "belt"),)}),
        (_("about"), {"fields": ("about_zh", "about_en")}),
    )

    @display(description=_("kind"), ordering="kind", label=True)
    def shown_kind(self, party: Party) -> str:
        return str(party.get_kind_display())

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def shown_state(self, party: Party) -> tuple[str, str]:
        return party.state, str(party.get_state_display())

    @action(description=pgettext_lazy("parties", "Approve"), icon="verified")
    def approve(self, request: HttpRequest, chosen: QuerySet[Party]) -> None:
        self._each(request, chosen, parties.approve_party)

    @action(description=pgettext_lazy("parties", "Suspend, for the reason given"), icon="block")
    def suspend(self, request: HttpRequest, chosen: QuerySet[Party]) -> None:
        because = request.POST.get("because", "").strip()
        if not because:
            messages.error(request, _("Write the reason beside the action; the organisation is told."))
            return
        self._each(request, chosen, parties.suspend_party, because=because)

    @action(description=_("Reactivate"), icon="undo")
    def reactivate(self, request: HttpRequest, chosen: QuerySet[Party]) -> None:
        self._each(request, chosen, parties.reactivate_party)

    def _each(self, request: HttpRequest, chosen: QuerySet[Party], act: Any, **given: str) -> None:
        done = 0
        for party in chosen:
            with refusals_told(request):
                act(party_id=party.pk, by=acting(request), at=clock.now(), **given)
                done += 1
        if done:
            text = ngettext("%(done)d organisation changed.", "%(done)d organisations changed.", done)
            messages.success(request, text % {"done": done})


@admin.register(Person)
class PersonAdmin(LookingAdmin):
    """Addresses are masked: who needs one looks at it in the console, and the trail keeps who did."""

    list_display = ("full_name", "shown_email", "is_active", "is_staff", "joined_at", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("full_name", "email")
    ordering = ("-joined_at", "-pk")
    fields = (
        ("full_name", "shown_email"),
        ("shown_phone", "language"),
        ("is_active", "is_staff"),
        ("joined_at", "last_login"),
    )
    readonly_fields = ("shown_email", "shown_phone")
    actions = ("bar", "readmit")

    @display(description=Person._meta.get_field("email").verbose_name, ordering="email")
    def shown_email(self, person: Person) -> str:
        return masked_email(person.email)

    @display(description=Person._meta.get_field("phone").verbose_name)
    def shown_phone(self, person: Person) -> str:
        return masked_phone(person.phone) if person.phone else ""

    @action(description=_("Bar from signing in"), icon="person_off")
    def bar(self, request: HttpRequest, chosen: QuerySet[Person]) -> None:
        for person in chosen:
            with refusals_told(request):
                parties.bar_person(person_id=person.pk, by=acting(request), at=clock.now())

    @action(description=_("Let sign in again"), icon="person")
    def readmit(self, request: HttpRequest, chosen: QuerySet[Person]) -> None:
        for person in chosen:
            with refusals_told(request):
                parties.readmit_person(person_id=person.pk, by=acting(request), at=clock.now())


@admin.register(RoleGrant)
class RoleGrantAdmin(LookingAdmin):
    """The trail of who could act for whom, when."""

    list_display = ("person", "party", "role", "granted_at", "revoked_at")
    list_filter = ("role",)
    list_select_related = ("person", "party")
    search_fields = ("person__email", "person__full_name", "party__name_zh", "party__name_en")
    ordering = ("-granted_at", "-pk")


@admin.register(Invitation)
class InvitationAdmin(LookingAdmin):
    list_display = (
        "shown_email",
        "party",
        "role",
        "invited_by",
        "invited_at",
        "expires_at",
        "accepted_at",
        "withdrawn_at",
    )
    readonly_fields = ("shown_email",)
    list_select_related = ("party", "invited_by")
    search_fields = ("email", "party__name_zh", "party__name_en")
    ordering = ("-invited_at", "-pk")
    exclude = ("token_hash", "email")

    @display(description=Invitation._meta.get_field("email").verbose_name, ordering="email")
    def shown_email(self, invitation: Invitation) -> str:
        return masked_email(invitation.email)


@admin.register(ApiKey)
class ApiKeyAdmin(LookingAdmin):
    list_display = ("name", "party", "prefix", "created_by", "created_at", "last_used_at", "revoked_at")
    list_select_related = ("party", "created_by")
    search_fields = ("name", "prefix", "party__name_zh", "party__name_en")
    ordering = ("-created_at", "-pk")
    exclude = ("secret_hash",)


@admin.register(Division)
class DivisionAdmin(LookingAdmin):
    list_display = ("code", "name_zh", "name_en", "parent", "level")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name_zh", "name_en")
    ordering = ("code",)


@admin.register(IndustrialBelt)
class IndustrialBeltAdmin(ModelAdmin):
    list_display = ("code", "name_zh", "name_en", "division", "cluster")
    list_select_related = ("division",)
    search_fields = ("code", "name_zh", "name_en", "cluster")
    ordering = ("code",)
    autocomplete_fields = ("division",)

    def get_readonly_fields(self, request: HttpRequest, obj: IndustrialBelt | None = None) -> tuple[str, ...]:  # noqa: ARG002
        return ("code",) if obj else ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_operate(request) and bool(super().has_add_permission(request))

    def has_change_permission(self, request: HttpRequest, obj: IndustrialBelt | None = None) -> bool:
        return may_operate(request) and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: IndustrialBelt | None = None) -> bool:  # noqa: ARG002
        return False

    def save_model(self, request: HttpRequest, obj: IndustrialBelt, form: forms.ModelForm, change: bool) -> None:  # type: ignore[type-arg]  # noqa: ARG002, FBT001
        saved = parties.save_belt(
            code=obj.code,
            name_zh=obj.name_zh,
            name_en=obj.name_en,
            division_code=obj.division_id,
            cluster=obj.cluster,
            by=acting(request),
            at=clock.now(),
        )
        obj.pk = saved.pk
