"""What the floor gets on paper: a page for each work order, and labels for what it makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huopan.domains.catalog.models import OfferImage
from huopan.domains.production.models import BomLine, WorkOrder, WorkOrderStep
from huopan.domains.production.ports import floor_address
from huopan.domains.production.queries.work_orders import work_orders
from huopan.infra import documents
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

LAYOUTS = Path(__file__).resolve().parent.parent / "data"
MILLION = 1_000_000
MOST_ORDERS = 100
MOST_LABELS = 2_100  # a hundred sheets


class TooMuchToPrintError(RefusedError):
    kind = "invalid"
    sentence = said("At most {most} work orders are printed at once; you asked for {asked}. Tick fewer.")


class TooManyLabelsError(RefusedError):
    kind = "invalid"
    sentence = said("At most {most} labels are printed at once; you asked for {asked}. Ask for fewer of each.")


class NothingToPrintError(RefusedError):
    kind = "invalid"
    sentence = said("Tick at least one work order to print.")


def work_orders_pdf(numbers: Sequence[str], by: Actor, *, at: datetime) -> bytes:
    """A page each, in the order asked for, in the reader's language: picture, quantities, routing, materials and a
    code for each operation. Raises UnknownError unless all are the asker's, NothingToPrintError, TooMuchToPrintError,
    and what printing refuses."""
    shown, pictures = work_order_sheets(numbers, by, at=at)
    return documents.pdf(LAYOUTS / "work_order.typ", shown, pictures=pictures, at=at)


def labels_pdf(numbers: Sequence[str], by: Actor, *, copies: int = 1, at: datetime) -> bytes:
    """`copies` labels for each work order, 21 on a page, each with the code of its work order."""
    return documents.pdf(LAYOUTS / "labels.typ", label_sheet(numbers, by, copies=copies), at=at)


def work_order_sheets(numbers: Sequence[str], by: Actor, *, at: datetime) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the pages show, and their pictures by name."""
    orders = _asked(numbers, by)
    materials = _materials(orders)
    images = _images(orders, by)
    pictures = {f"{pk}.jpg": content for pk, name in images.items() if (content := _picture(name))}
    sheets = [
        _sheet(order, materials[order.demand.recipe_id], f"{order.pk}.jpg" if f"{order.pk}.jpg" in pictures else "", at)
        for order in orders
    ]
    return {"words": _words(), "orders": sheets}, pictures


def label_sheet(numbers: Sequence[str], by: Actor, *, copies: int) -> dict[str, Any]:
    """What the labels show."""
    orders = _asked(numbers, by)
    if copies * len(orders) > MOST_LABELS:
        raise TooManyLabelsError(most=MOST_LABELS, asked=copies * len(orders))
    return {"labels": [_label(order, place, copies) for order in orders for place in range(1, copies + 1)]}


def _asked(numbers: Sequence[str], by: Actor) -> list[WorkOrder]:
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        raise NothingToPrintError
    if len(wanted) > MOST_ORDERS:
        raise TooMuchToPrintError(most=MOST_ORDERS, asked=len(wanted))
    rows = work_orders(by).filter(number__in=wanted).select_related("factory", "pool", "demand__recipe__sku")
    found = {row.number: row for row in rows}
    if len(found) < len(wanted):
        raise UnknownError(what="work order")
    return [found[number] for number in wanted]


def _sheet(order: WorkOrder, materials: Iterable[BomLine], picture: str, at: datetime) -> dict[str, Any]:
    steps = list(order.steps.all())
    issued = steps[0].issued if steps else order.quantity
    return {
        **_head(order),
        "printed": _("Printed %(when)s") % {"when": _when(at)},
        "picture": picture,
        "quantity": f"{order.quantity:,}",
        "issued": f"{issued:,}" if issued != order.quantity else "",
        "pool": str(order.pool or ""),
        "promised": _when(order.demand.promised_at),
        "planned": f"{_when(steps[0].planned_start_at)} – {_when(steps[-1].planned_end_at)}" if steps else "",
        "reference": order.demand.source_reference,
        "materials": [_material(line, issued) for line in materials],
        "steps": [_step(order, step) for step in steps],
    }


def _label(order: WorkOrder, place: int, copies: int) -> dict[str, Any]:
    return {**_head(order), "quantity": f"{order.quantity:,}", "place": f"{place}/{copies}"}


def _head(order: WorkOrder) -> dict[str, Any]:
    return {
        "factory": str(order.factory),
        "number": order.number,
        "title": order.demand.title,
        "traits": " · ".join(str(value) for value in order.demand.traits.values()),
        "code": documents.qr_drawing(floor_address(order.number)),
    }


def _step(order: WorkOrder, step: WorkOrderStep) -> dict[str, str]:
    return {
        "place": str(step.position + 1),
        "name": str(step),
        "centre": str(step.work_centre),
        "machine": str(step.machine or ""),
        "starts": _when(step.planned_start_at),
        "ends": _when(step.planned_end_at),
        "issued": f"{step.issued:,}",
        "code": documents.qr_drawing(floor_address(order.number, step.position)),
    }


def _material(line: BomLine, pieces: int) -> dict[str, str]:
    component = line.component
    amount = -(-line.quantity_millionths * pieces // MILLION)
    return {"code": component.code, "name": str(component), "amount": f"{amount:,} {component.unit}"}


def _materials(orders: Iterable[WorkOrder]) -> Mapping[int, list[BomLine]]:
    by_recipe: dict[int, list[BomLine]] = defaultdict(list)
    recipes = {order.demand.recipe_id for order in orders}
    for line in BomLine.objects.filter(recipe__in=recipes).select_related("component").order_by("id"):
        by_recipe[line.recipe_id or 0].append(line)
    return by_recipe


def _images(orders: Iterable[WorkOrder], by: Actor) -> dict[int, str]:
    """The stored name of the first picture of what each work order (by id) makes."""
    offers = {order.pk: _offer_id(order) for order in orders}
    first: dict[int, str] = {}
    rows = OfferImage.objects.visible_to(by).filter(offer__in={pk for pk in offers.values() if pk})
    for offer_id, name in rows.order_by("position", "id").values_list("offer_id", "file"):
        first.setdefault(offer_id, name)
    return {pk: first[offer_id] for pk, offer_id in offers.items() if offer_id in first}


def _offer_id(order: WorkOrder) -> int:
    recipe = order.demand.recipe
    return recipe.offer_id or (recipe.sku.offer_id if recipe.sku else 0)


def _picture(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            return documents.picture_for_print(file.read())
    except OSError:
        return b""


def _when(moment: datetime | None) -> str:
    return date_format(localtime(moment), "m-d H:i") if moment else ""


def _words() -> dict[str, str]:
    return {
        "work_order": _("Work order"),
        "quantity": _("Quantity"),
        "to_start": _("Start with"),
        "pool": _("Made together in"),
        "promised": _("Promised"),
        "planned": _("Planned"),
        "reference": _("Made for"),
        "materials": _("Materials"),
        "code": _("Code"),
        "material": _("Material"),
        "amount": _("Quantity needed"),
        "routing": _("Operations to do"),
        "operation": _("Operation"),
        "pieces": _("Issued"),
        "good": _("Good pieces"),
        "scrap": _("Scrap pieces"),
        "scan": _("Scan to report"),
    }
