"""Organisations that trade, the people who act for them, where they are, and what they prove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties import rules
from huopan.infra.languages import own_language
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """A human. What they may do comes from the role they hold for a party, not from the person."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(pgettext_lazy("parties", "active"), default=True)
    is_staff = models.BooleanField(_("may open the console"), default=False)
    joined_at = models.DateTimeField(_("joined"), null=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        """Django's and the console's name for it."""
        return str(self)


class Division(models.Model):
    """A province, city or county by its official code (GB/T 2260)."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    level = models.PositiveSmallIntegerField(_("level"))

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class IndustrialBelt(models.Model):
    """A city and the industry clustered there (产业带)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80)
    division = models.ForeignKey(Division, models.PROTECT, related_name="belts", verbose_name=_("division"))
    cluster = models.CharField(_("industry"), max_length=60)

    class Meta:
        verbose_name = _("industrial belt")
        verbose_name_plural = _("industrial belts")

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class PartyQuerySet(VisibleQuerySet["Party"]):
    def _seen_by(self, by: Actor) -> Self:
        """Active organisations are public by name; one's own also before approval."""
        return self.filter(Q(state=Party.State.ACTIVE) | Q(pk=by.party_id))


class Party(models.Model):
    """An organisation that trades. Any party may buy; factories and traders also sell."""

    class Kind(models.TextChoices):
        FACTORY = "factory", _("factory")
        TRADER = "trader", _("trader")
        BUYER = "buyer", _("buyer")
        OPERATOR = "operator", _("operator")

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        ACTIVE = "active", pgettext_lazy("parties", "active")
        SUSPENDED = "suspended", pgettext_lazy("parties", "suspended")
        REFUSED = "refused", _("not approved")

    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, null=True, blank=True, unique=True)
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="parties", verbose_name=_("division")
    )
    belt = models.ForeignKey(
        IndustrialBelt, models.PROTECT, null=True, blank=True, related_name="parties", verbose_name=_("industrial belt")
    )
    about_zh = models.TextField(_("about, in Chinese"), blank=True)
    about_en = models.TextField(_("about, in English"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    judged_because = models.CharField(_("because"), max_length=300, blank=True)
    registered_at = models.DateTimeField(_("registered"))

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)

    @property
    def is_seller(self) -> bool:
        return self.kind in (self.Kind.FACTORY, self.Kind.TRADER)


class OwnedQuerySet(VisibleQuerySet[Any]):
    """Rows that belong to one party and are nobody else's business."""

    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)


class RoleGrant(models.Model):
    """A person acts for a party in a role until revoked."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        SALES = "sales", _("sales")
        PLANNER = "planner", _("planner")
        FLOOR = "floor", _("shop floor")
        BUYER = "buyer", _("buyer")
        FINANCE = "finance", _("finance")
        OPERATOR = "operator", _("operator")
        ARBITER = "arbiter", _("arbiter")
        TREASURER = "treasurer", _("treasurer")

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants", verbose_name=_("person"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="grants", verbose_name=_("organisation"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    granted_at = models.DateTimeField(_("granted"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "party"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_role_per_person_and_party",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())


class Invitation(models.Model):
    """An offer of a role, sent by e-mail; only the token's hash is kept."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="invitations", verbose_name=_("organisation"))
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=RoleGrant.Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(pgettext_lazy("parties", "accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email


class ApiKey(models.Model):
    """A key a program uses for a party: shown once, stored as a hash, narrower than its creator's role."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="api_keys", verbose_name=_("organisation"))
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("created by"))
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("created_at")), name="key_expires_after_made"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """Where a party receives goods. Orders snapshot it; editing it never changes an order."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="addresses", verbose_name=_("organisation"))
    contact_name = models.CharField(_("contact"), max_length=60)
    phone = models.CharField(_("phone"), max_length=20)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name=_("division"))
    detail = models.CharField(_("street and number"), max_length=200)
    is_default = models.BooleanField(_("default"), default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("parties", "address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(is_default=True, removed_at__isnull=True), name="one_default_address"
            )
        ]

    def masked(self) -> MaskedAddress:
        """What a stranger to the delivery may see of it (T2)."""
        return MaskedAddress(
            contact_name=rules.masked_name(self.contact_name),
            phone=rules.masked_phone(self.phone),
            division_code=self.division_id,
            detail="***",
        )


@dataclass(frozen=True, slots=True)
class MaskedAddress:
    """An address with the person taken out: enough to know that there is one and where roughly."""

    contact_name: str
    phone: str
    division_code: str
    detail: str


class InvoiceTitle(models.Model):
    """Whom an invoice is made out to (发票抬头). Purchases snapshot it; editing it never changes an order."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        PERSONAL = "personal", _("personal")

    party = models.ForeignKey(Party, models.PROTECT, related_name="invoice_titles", verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("title"), max_length=120)
    tax_number = models.CharField(_("tax number"), max_length=18, blank=True)
    registered_address = models.CharField(_("registered address"), max_length=200, blank=True)
    registered_phone = models.CharField(_("registered phone"), max_length=20, blank=True)
    bank_name = models.CharField(_("bank"), max_length=80, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=40, blank=True)
    is_default = models.BooleanField(_("default"), default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice title")
        verbose_name_plural = _("invoice titles")
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(is_default=True, removed_at__isnull=True),
                name="one_default_invoice_title",
            ),
            models.UniqueConstraint(
                fields=["party", "name", "tax_number"],
                condition=Q(removed_at__isnull=True),
                name="one_live_invoice_title_per_name",
            ),
            models.CheckConstraint(
                condition=Q(kind="personal", tax_number="")
                | (Q(kind="company") & Q(Exact(Length("tax_number"), rules.CREDIT_CODE_LENGTH))),
                name="company_invoice_has_tax_number",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="invoice_title_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Credential(models.Model):
    """One document and what it says. Only its owner and the operator see it; of a verified one the public sees what
    `queries.proofs` says: the kind, the issuer and until when it holds."""

    class Kind(models.TextChoices):
        LICENCE = "licence", _("business licence")
        INSPECTION = "inspection", _("factory inspection")
        ISO9001 = "iso9001", "ISO 9001"
        BSCI = "bsci", "BSCI"
        BRAND = "brand", _("brand authorisation")
        FOOD_CONTACT = "food_contact", _("food contact")
        CCC = "ccc", "CCC"
        CE = "ce", "CE"
        SRDI = "srdi", _("specialised small enterprise")
        LITTLE_GIANT = "little_giant", _("Little Giant")
        CHAMPION = "champion", _("single-product champion")
        HIDDEN_CHAMPION = "hidden_champion", _("hidden champion")
        PILOT = "pilot", _("pilot enterprise")

    class State(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("credential", "to be checked")
        VERIFIED = "verified", pgettext_lazy("credential", "verified")
        REFUSED = "refused", pgettext_lazy("credential", "refused")
        LAPSED = "lapsed", pgettext_lazy("credential", "lapsed")
        WITHDRAWN = "withdrawn", pgettext_lazy("credential", "withdrawn")

    party = models.ForeignKey(Party, models.PROTECT, related_name="credentials", verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=120)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    document = models.FileField(_("document"), upload_to="credentials/")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("handed in by"))
    submitted_at = models.DateTimeField(_("handed in"))
    judged_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    judged_at = models.DateTimeField(_("checked"), null=True, blank=True)
    refused_because = models.CharField(_("because"), max_length=300, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        indexes = [models.Index(fields=["state", "submitted_at"], name="credentials_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind", "number"],
                condition=Q(state__in=rules.LIVE_CREDENTIALS),
                name="one_live_credential_per_number",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("submitted_by")),
                name="nobody_verifies_their_own_credential",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("verified", "refused", "lapsed"))
                | (Q(judged_by__isnull=False) & Q(judged_at__isnull=False)),
                name="a_judged_credential_was_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_because=""), name="a_refused_credential_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
