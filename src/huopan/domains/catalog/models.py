"""What is for sale: categories, offers, their SKUs, prices and stock."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from treebeard.mp_tree import MP_Node

from huopan.domains.parties.models import Party
from huopan.infra.languages import own_language
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class Category(MP_Node):
    """A node of the category tree (类目)."""

    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80)

    node_order_by = ["code"]

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class CategoryAttribute(models.Model):
    """A typed attribute that offers of a category, and of those below it, state."""

    class Type(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", pgettext_lazy("catalog", "number")
        CHOICE = "choice", _("choice")
        BOOLEAN = "boolean", _("yes or no")

    category = models.ForeignKey(Category, models.CASCADE, related_name="attributes")
    code = models.SlugField(max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80)
    type = models.CharField(_("type"), max_length=10, choices=Type.choices)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    is_required = models.BooleanField(_("required"), default=False)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        constraints = [models.UniqueConstraint(fields=["category", "code"], name="one_attribute_per_code")]

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


class OfferQuerySet(VisibleQuerySet["Offer"]):
    def _seen_by(self, by: Actor) -> Self:
        """Published offers of active sellers are public; a seller sees all of its own."""
        return self.filter(
            Q(state=Offer.State.PUBLISHED, supplier__state=Party.State.ACTIVE) | Q(supplier_id=by.party_id)
        )


class Offer(models.Model):
    """One thing a supplier sells (货品). Its prices are PriceTiers whatever the kind; the kind says their shape.

    `sample_price_hao`: of one sample (样品), 0 for free, NULL where none is given."""

    class PriceKind(models.TextChoices):
        FIXED = "fixed", _("one price")
        PER_SKU = "per_sku", _("a price per SKU")
        LADDER = "ladder", _("a price ladder")
        LADDER_PER_SKU = "ladder_per_sku", _("a price ladder per SKU")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        SUSPENDED = "suspended", _("suspended")

    supplier = models.ForeignKey(Party, models.PROTECT, related_name="offers", verbose_name=_("supplier"))
    code = models.CharField(_("item code"), max_length=60)
    category = models.ForeignKey(Category, models.PROTECT, related_name="offers", verbose_name=_("category"))
    title_zh = models.CharField(_("Chinese title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    description_zh = models.TextField(_("description, in Chinese"), blank=True)
    description_en = models.TextField(_("description, in English"), blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    price_kind = models.CharField(_("price kind"), max_length=15, choices=PriceKind.choices)
    unit = models.CharField(_("unit"), max_length=20, default="件")
    moq = models.PositiveIntegerField(_("MOQ"), default=1)
    order_multiple = models.PositiveIntegerField(_("order multiple"), default=1)
    is_mixable = models.BooleanField(_("joins the mix-batch"), default=True)
    dropship_price_hao = models.BigIntegerField(_("dropship price"), null=True, blank=True)
    sample_price_hao = models.BigIntegerField(_("sample price"), null=True, blank=True)
    sample_days = models.PositiveSmallIntegerField(_("a sample leaves within, days"), null=True, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(_("lead time, days"), default=2)
    weight_grams = models.PositiveIntegerField(_("weight, grams"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    suspended_because = models.CharField(_("suspended because"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "code"], name="one_offer_per_supplier_code"),
            models.CheckConstraint(condition=Q(moq__gte=1), name="moq_is_positive"),
            models.CheckConstraint(condition=Q(order_multiple__gte=1), name="order_multiple_is_positive"),
            models.CheckConstraint(
                condition=Q(dropship_price_hao__isnull=True) | Q(dropship_price_hao__gt=0),
                name="dropship_price_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(sample_price_hao__isnull=True, sample_days__isnull=True)
                # Without IS NOT NULL a missing price would make this unknown, which a CHECK lets pass.
                | Q(sample_price_hao__isnull=False, sample_price_hao__gte=0, sample_days__isnull=False),
                name="sample_has_price_and_days",
            ),
        ]
        indexes = [models.Index(fields=["supplier", "state", "-id"], name="offers_of_supplier")]

    def __str__(self) -> str:
        return own_language(self.title_zh, self.title_en)


class OfOfferQuerySet(VisibleQuerySet[Any]):
    """Rows that are seen exactly when their offer is."""

    def _seen_by(self, by: Actor) -> Self:
        return self.filter(offer__in=Offer.objects.visible_to(by))


class Sku(models.Model):
    """One orderable variant of an offer (规格). `spec` maps axis to value: {"颜色": "红", "尺寸": "M"}."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="skus")
    code = models.CharField(_("SKU code"), max_length=60)
    spec = models.JSONField(_("specification"), default=dict, blank=True)
    barcode = models.CharField(_("barcode"), max_length=40, blank=True)
    weight_grams = models.PositiveIntegerField(_("weight, grams"), null=True, blank=True)
    is_active = models.BooleanField(_("on sale"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = OfOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("SKU")
        verbose_name_plural = _("SKUs")
        constraints = [models.UniqueConstraint(fields=["offer", "code"], name="one_sku_per_offer_code")]

    def __str__(self) -> str:
        return " / ".join(str(value) for value in self.spec.values()) or self.code


class PriceTier(models.Model):
    """From this quantity on, this unit price. `sku` empty: for the whole offer."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="tiers")
    sku = models.ForeignKey(Sku, models.CASCADE, null=True, blank=True, related_name="tiers")
    from_quantity = models.PositiveIntegerField(_("from quantity"), default=1)
    unit_price_hao = models.BigIntegerField(_("unit price"))

    objects = OfOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("price tier")
        verbose_name_plural = _("price tiers")
        ordering = ["from_quantity"]
        constraints = [
            # Two partial constraints, because SQLite has no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                fields=["offer", "from_quantity"], condition=Q(sku__isnull=True), name="one_offer_tier_per_quantity"
            ),
            models.UniqueConstraint(
                fields=["sku", "from_quantity"], condition=Q(sku__isnull=False), name="one_sku_tier_per_quantity"
            ),
            models.CheckConstraint(condition=Q(unit_price_hao__gt=0), name="unit_price_is_positive"),
            models.CheckConstraint(condition=Q(from_quantity__gte=1), name="tier_quantity_is_positive"),
        ]


class PrivatePriceQuerySet(VisibleQuerySet["PrivatePrice"]):
    def _seen_by(self, by: Actor) -> Self:
        """Only the seller who grants it and the buyer who gets it."""
        return self.filter(Q(buyer_id=by.party_id) | Q(offer__supplier_id=by.party_id))


class PrivatePrice(models.Model):
    """A price for one buyer (专属价), instead of the public tiers when it is lower."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="private_prices")
    sku = models.ForeignKey(Sku, models.CASCADE, null=True, blank=True, related_name="+")
    buyer = models.ForeignKey(Party, models.PROTECT, related_name="private_prices")
    from_quantity = models.PositiveIntegerField(_("from quantity"), default=1)
    unit_price_hao = models.BigIntegerField(_("unit price"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)

    objects = PrivatePriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("private price")
        verbose_name_plural = _("private prices")
        constraints = [models.CheckConstraint(condition=Q(unit_price_hao__gt=0), name="private_price_is_positive")]
        indexes = [models.Index(fields=["buyer", "offer"], name="private_prices_of_buyer")]


class MixBatchRuleQuerySet(VisibleQuerySet["MixBatchRule"]):
    def _seen_by(self, by: Actor) -> Self:
        """Terms of trade are public with the seller."""
        return self.filter(supplier__in=Party.objects.visible_to(by))


class MixBatchRule(models.Model):
    """Seller-wide: different offers together satisfy the MOQ from N pieces or from an amount (混批)."""

    supplier = models.OneToOneField(Party, models.CASCADE, related_name="mix_batch_rule")
    min_quantity = models.PositiveIntegerField(_("from pieces"), null=True, blank=True)
    min_amount_fen = models.BigIntegerField(_("from amount"), null=True, blank=True)

    objects = MixBatchRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("mix-batch rule")
        verbose_name_plural = _("mix-batch rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(min_quantity__isnull=False) | Q(min_amount_fen__isnull=False),
                name="mix_batch_says_something",
            )
        ]


class SellersOwnQuerySet(VisibleQuerySet[Any]):
    """What only the seller of the offer may know; not even the operator looks into a seller's costs."""

    def visible_to(self, by: Actor) -> Self:
        return self._seen_by(by)

    def _seen_by(self, by: Actor) -> Self:
        return self.filter(offer__supplier_id=by.party_id)


class OfferCost(models.Model):
    """What a piece costs its seller. A table of its own, so that no reading of an offer can bring it along."""

    offer = models.OneToOneField(Offer, models.CASCADE, primary_key=True, related_name="+")
    unit_cost_hao = models.BigIntegerField(_("unit cost"))

    objects = SellersOwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit cost")
        verbose_name_plural = _("unit costs")
        constraints = [models.CheckConstraint(condition=Q(unit_cost_hao__gt=0), name="unit_cost_is_positive")]


class UnfinishedOfferQuerySet(VisibleQuerySet["UnfinishedOffer"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(supplier_id=by.party_id)


class UnfinishedOffer(models.Model):
    """What was typed into the offers editor and not saved yet, kept as the form itself: an unfinished offer need not
    make sense. `offer` empty: a new one. `revision` counts the keepings, so that two tabs notice each other."""

    supplier = models.ForeignKey(Party, models.CASCADE, related_name="+")
    offer = models.OneToOneField(Offer, models.CASCADE, null=True, related_name="+")
    form = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    kept_at = models.DateTimeField(_("kept"))

    objects = UnfinishedOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("unfinished offer")
        verbose_name_plural = _("unfinished offers")
        indexes = [models.Index(fields=["supplier", "-kept_at"], name="unfinished_of_supplier")]


class BulkStepQuerySet(VisibleQuerySet["BulkStep"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(supplier_id=by.party_id)


class BulkStep(models.Model):
    """One change to many offers at once. `changes`: for each offer what `verb` changed of it, before and after, so that
    it can be taken back."""

    supplier = models.ForeignKey(Party, models.CASCADE, related_name="+")
    verb = models.CharField(max_length=10)
    changes = models.JSONField(default=list)
    done_at = models.DateTimeField(_("done"))
    undone_at = models.DateTimeField(_("taken back"), null=True)

    objects = BulkStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        indexes = [models.Index(fields=["supplier", "-done_at"], name="bulk_steps_of_supplier")]


class OfferImage(models.Model):
    """A picture of an offer; the file is re-encoded and stored under a random name. `fingerprint`: of the file's bytes,
    equal for the same picture hung up twice."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="images")
    file = models.ImageField(upload_to="offers/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    fingerprint = models.CharField(max_length=32, blank=True)

    objects = OfOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "id"]


class StockQuerySet(VisibleQuerySet["Stock"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(sku__offer__in=Offer.objects.visible_to(by))


class Stock(models.Model):
    """What is on hand of a SKU and how much of it is spoken for. Changed by conditional UPDATE only. `low_at`: with no
    more than this left, its seller counts it as running low."""

    sku = models.OneToOneField(Sku, models.CASCADE, primary_key=True, related_name="stock")
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0)
    low_at = models.PositiveIntegerField(_("low at"), null=True, blank=True)

    objects = StockQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.CheckConstraint(condition=Q(reserved__lte=F("on_hand")), name="reserved_within_on_hand"),
        ]


class StockMovement(models.Model):
    """Why on_hand changed; never edited. on_hand is always the sum of these."""

    class Reason(models.TextChoices):
        COUNTED = "counted", _("counted")
        RECEIVED = "received", _("received")
        SHIPPED = "shipped", _("shipped")
        RETURNED = "returned", _("returned")

    sku = models.ForeignKey(Sku, models.PROTECT, related_name="movements")
    quantity = models.IntegerField(_("quantity"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    source = models.CharField(_("source"), max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")


class Reservation(models.Model):
    """Pieces of a SKU spoken for by `source` (an order's number); consumed, released or expired exactly once.

    `remaining` are those not shipped while it is open, and those that its end shipped or gave back."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CONSUMED = "consumed", _("consumed")
        RELEASED = "released", _("released")

    sku = models.ForeignKey(Sku, models.PROTECT, related_name="reservations")
    source = models.CharField(max_length=40)
    quantity = models.PositiveIntegerField()
    remaining = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(fields=["source", "sku"], name="one_reservation_per_source_and_sku"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="reservation_is_positive"),
            models.CheckConstraint(
                condition=Q(remaining__gte=1, remaining__lte=F("quantity")), name="remaining_within_reserved"
            ),
        ]
        indexes = [models.Index(fields=["sku"], name="open_reservations", condition=Q(state="open"))]


class ImportRunQuerySet(VisibleQuerySet["ImportRun"]):
    def _seen_by(self, by: Actor) -> Self:
        """A seller's files are its own business."""
        return self.filter(supplier_id=by.party_id)


class ImportRun(models.Model):
    """One bringing-in of one sheet of offers. The same file in the same mode is one run, however often it is sent;
    `written_upto` is the row up to which offers are stored, so that a run goes on where it was killed. `columns` is
    what each column holds, as `rules.sheets.Proposal`; empty: the worker guesses. `sample`: the first rows;
    `bad_rows`: all rows of the offers that were refused."""

    class Mode(models.TextChoices):
        NOTHING_IF_BAD = "nothing-if-bad", _("nothing if any row is bad")
        ONLY_GOOD = "only-good", _("only the good rows")

    class State(models.TextChoices):
        ASKING = "asking", _("columns to confirm")
        WAITING = "waiting", _("waiting to be read")
        WRITING = "writing", _("being brought in")
        DONE = "done", _("brought in")
        REFUSED = "refused", _("nothing brought in")
        CANCELLED = "cancelled", _("import stopped")

    supplier = models.ForeignKey(Party, models.PROTECT, related_name="import_runs")
    requested_by_id = models.BigIntegerField(default=0)
    file = models.FileField(upload_to="imports/")
    file_name = models.CharField(_("file"), max_length=200)
    file_hash = models.CharField(max_length=64)
    mode = models.CharField(_("mode"), max_length=15, choices=Mode.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    is_publishing = models.BooleanField(_("publish"), default=False)
    columns = models.JSONField(default=dict, blank=True)
    sample = models.JSONField(default=list, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    stage_done = models.PositiveIntegerField(default=0)
    stage_total = models.PositiveIntegerField(null=True)
    refusal = models.JSONField(default=dict, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    offers_created = models.PositiveIntegerField(_("offers created"), default=0)
    offers_changed = models.PositiveIntegerField(_("offers changed"), default=0)
    offers_unchanged = models.PositiveIntegerField(_("offers unchanged"), default=0)
    offers_bad = models.PositiveIntegerField(_("offers refused"), default=0)
    faults_found = models.PositiveIntegerField(_("bad cells"), default=0)
    faults = models.JSONField(default=list, blank=True)
    bad_rows = models.JSONField(default=list, blank=True)
    written_upto = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(_("started"))
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "file_hash", "mode"], name="one_run_per_file_and_mode")
        ]
        indexes = [
            models.Index(fields=["id"], name="import_runs_unfinished", condition=Q(state__in=["waiting", "writing"]))
        ]

    def __str__(self) -> str:
        return self.file_name


class RememberedColumnsQuerySet(VisibleQuerySet["RememberedColumns"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(supplier_id=by.party_id)


class RememberedColumns(models.Model):
    """What a supplier once said its columns hold: `fields` by position, for sheets whose titles have `signature`."""

    supplier = models.ForeignKey(Party, models.CASCADE, related_name="remembered_columns")
    signature = models.CharField(max_length=64)
    fields = models.JSONField()
    category = models.CharField(max_length=50, blank=True)
    used_at = models.DateTimeField(_("last used"))

    objects = RememberedColumnsQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [models.UniqueConstraint(fields=["supplier", "signature"], name="columns_remembered_once")]

    def __str__(self) -> str:
        return self.signature[:12]
