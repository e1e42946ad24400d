"""Rows that belong to somebody else, one for each address with a parameter, and bodies that the generated ones miss.

`test_access.py` asks for each of them as a stranger, with every verb. A route without a case fails the build.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from huopan.domains.catalog.models import ImportRun, OfferImage
from huopan.domains.membership.models import Plan, Subscription
from huopan.domains.notifications.models import Notice, WebhookDelivery, WebhookEndpoint
from huopan.domains.orders.models import AfterSale, Evidence, PurchaseRequest
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.domains.parties.models import Address, ApiKey, Credential, Invitation, InvoiceTitle, Party
from huopan.domains.production.models import FloorReport, Recipe, WorkCentre, WorkingCalendar, WorkOrderStep
from huopan.domains.search.models import SavedSearch
from huopan.domains.settlement.models import Payout, Refund
from tests.factories import catalog, logistics, orders, production, settlement
from tests.factories.parties import LONG_AGO, a_division

_serial = count(1)
CANARY = "canary-of-another"
Case = Callable[[Party], dict[str, Any]]


def an_invoice_title(victim: Party) -> dict[str, Any]:
    row = InvoiceTitle.objects.create(party=victim, kind="personal", name=f"{CANARY} {next(_serial)}")
    return {"invoice_title_id": row.pk}


def a_credential(victim: Party) -> dict[str, Any]:
    row = Credential.objects.create(
        party=victim,
        kind="bsci",
        number=f"{CANARY} {next(_serial)}",
        issuer=CANARY,
        document=f"credentials/{CANARY}.jpg",
        submitted_by=_owner(victim),
        submitted_at=LONG_AGO,
    )
    return {"credential_id": row.pk}


def a_membership(victim: Party) -> dict[str, Any]:
    row = Subscription.objects.create(
        party=victim,
        plan=Plan.objects.get(code="trusted"),
        from_day=LONG_AGO.date(),
        until_day=LONG_AGO.date(),
        agreed_until_day=LONG_AGO.date(),
        reference=f"{CANARY} {next(_serial)}",
        granted_by=_owner(victim),
        granted_at=LONG_AGO,
    )
    return {"subscription_id": row.pk}


def an_address(victim: Party) -> dict[str, Any]:
    row = Address.objects.create(
        party=victim, contact_name=CANARY, phone="13800138000", division=a_division(), detail=CANARY
    )
    return {"address_id": row.pk}


def a_key(victim: Party) -> dict[str, Any]:
    row = ApiKey.objects.create(
        party=victim,
        created_by=_owner(victim),
        name=CANARY,
        prefix="hp_x",
        secret_hash=f"{next(_serial):064d}",
        scopes=[],
        created_at=LONG_AGO,
    )
    return {"key_id": row.pk}


def a_member(victim: Party) -> dict[str, Any]:
    return {"person_id": _owner(victim).pk}


def an_invitation(victim: Party) -> dict[str, Any]:
    row = Invitation.objects.create(
        party=victim,
        email=f"{CANARY}@example.com",
        role="buyer",
        token_hash=f"{next(_serial):064d}",
        invited_by=_owner(victim),
        invited_at=LONG_AGO,
        expires_at=LONG_AGO.replace(year=2027),
    )
    return {"invitation_id": row.pk}


def the_party(victim: Party) -> dict[str, Any]:
    return {"party_id": victim.pk}


def an_offer(victim: Party) -> dict[str, Any]:
    """A draft: not even its title is anybody else's business."""
    row = catalog.an_offer(victim, title_zh=CANARY, title_en=CANARY, state="draft")
    return {"offer_id": row.pk, "buyer_id": victim.pk, "sku_id": row.skus.get().pk}


def a_picture(victim: Party) -> dict[str, Any]:
    offer = an_offer(victim)
    image = OfferImage.objects.create(offer_id=offer["offer_id"], file=f"offers/{CANARY}.jpg", width=1, height=1)
    return {**offer, "image_id": image.pk}


def an_import(victim: Party) -> dict[str, Any]:
    run = ImportRun.objects.create(
        supplier=victim,
        file=f"imports/{CANARY}",
        file_name=CANARY,
        file_hash=f"{victim.pk:064d}",
        mode="only-good",
        started_at=LONG_AGO,
        touched_at=LONG_AGO,
    )
    return {"run_id": run.pk}


def a_purchase(victim: Party) -> dict[str, Any]:
    return {"number": _purchase(victim).number}


def a_purchase_request(victim: Party) -> dict[str, Any]:
    row = PurchaseRequest.objects.create(
        number=f"PR{next(_serial):012d}",
        buyer=victim,
        asked_by=_owner(victim),
        lines=[],
        address={"contact_name": CANARY},
        total_fen=1,
        why=CANARY,
        asked_at=LONG_AGO,
    )
    return {"number": row.number}


def an_order(victim: Party) -> dict[str, Any]:
    return {"number": _purchase(victim).orders.get().number}


def an_order_line(victim: Party) -> dict[str, Any]:
    order = _purchase(victim).orders.get()
    return {"number": order.number, "line_id": order.lines.get().pk}


def a_payment(victim: Party) -> dict[str, Any]:
    return {"number": _payment(victim).number}


def a_refund(victim: Party) -> dict[str, Any]:
    payment = _payment(victim)
    row = Refund.objects.create(
        number=f"RF{payment.pk:012d}",
        payment=payment,
        reference=CANARY,
        amount_fen=1,
        cause=f"test {payment.pk}",
        requested_at=LONG_AGO,
    )
    return {"number": row.number}


def a_payout(victim: Party) -> dict[str, Any]:
    row = Payout.objects.create(
        number=f"PO{next(_serial):012d}",
        party=victim,
        amount_fen=1,
        destination={"holder": CANARY, "bank": CANARY, "number": "6222020000000000000"},
        provider="sandbox",
        needs_second_person=False,
        requested_by=1,
        requested_at=LONG_AGO,
    )
    return {"number": row.number}


def _payment(victim: Party) -> Any:
    return settlement.a_payment(victim.pk, settlement.an_allocation(victim.pk), reference=f"{CANARY}-{next(_serial)}")


def a_freight_template(victim: Party) -> dict[str, Any]:
    return {"template_id": logistics.freight_template(victim, name=f"{CANARY} {next(_serial)}").pk}


def a_parcel(victim: Party) -> dict[str, Any]:
    shipment = logistics.shipment(victim, victim, f"{CANARY}-{victim.pk}-{next(_serial)}")
    return {"parcel_id": shipment.parcels.get().pk}


def an_after_sale(victim: Party) -> dict[str, Any]:
    """Both its order's sides are the victim's, as a row: the way there is not what is tested."""
    order = _purchase(victim).orders.get()
    row = AfterSale.objects.create(
        number=f"AS{order.pk:08d}",
        order=order,
        kind="refund",
        state="disputed",
        reason=CANARY,
        amount_fen=1,
        requested_at=LONG_AGO,
        disputed_at=LONG_AGO,
    )
    shown = Evidence.objects.create(after_sale=row, party=victim, text=CANARY, at=LONG_AGO)
    return {"number": row.number, "evidence_id": shown.pk}


def a_notice(victim: Party) -> dict[str, Any]:
    row = Notice.objects.create(
        person=_owner(victim),
        party=victim,
        kind="order_to_accept",
        key=f"{next(_serial)}",
        facts={"number": CANARY},
        at=LONG_AGO,
    )
    return {"notice_id": row.pk}


def a_webhook(victim: Party) -> dict[str, Any]:
    row = WebhookEndpoint.objects.create(
        party=victim,
        url=f"https://example.com/{CANARY}",
        sealed_secret=CANARY,
        listens_since=LONG_AGO,
        created_at=LONG_AGO,
    )
    told = WebhookDelivery.objects.create(
        endpoint=row, event_id=1, event_name="orders.order_paid", body={"type": CANARY}, created_at=LONG_AGO
    )
    return {"webhook_id": row.pk, "delivery_id": told.pk}


def _shop(victim: Party) -> Any:
    """The victim's factory, set up once."""
    recipe = Recipe.objects.filter(factory=victim).first()
    if recipe is None:
        return production.a_plannable_factory(victim)
    press, dryer = WorkCentre.objects.filter(factory=victim).order_by("-code")[:2]
    return production.Plannable(victim, press.calendar, press, dryer, recipe.routing, recipe)


def a_work_order(victim: Party) -> dict[str, Any]:
    demand = production.a_planned_demand(_shop(victim), title=CANARY)
    return {"number": production.a_work_order(demand, number=f"WO{demand.pk:012d}").number}


def a_report(victim: Party) -> dict[str, Any]:
    number = a_work_order(victim)["number"]
    step = WorkOrderStep.objects.filter(work_order__number=number).order_by("position")[0]
    made = FloorReport.objects.create(factory=victim, client_id=number, step=step, kind="start", at=LONG_AGO)
    return {"number": number, "report_id": made.pk}


def a_demand(victim: Party) -> dict[str, Any]:
    return {"demand_id": production.a_demand(_shop(victim), title=CANARY).pk}


def a_pool(victim: Party) -> dict[str, Any]:
    return {"pool_id": production.a_pool(a_demand(victim)["demand_id"]).pk}


def a_planned_step(victim: Party) -> dict[str, Any]:
    return {"demand_id": production.a_planned_demand(_shop(victim), title=CANARY).pk, "step": 0}


def a_work_centre(victim: Party) -> dict[str, Any]:
    return {"centre_id": production.a_work_centre(victim, name_zh=CANARY).pk}


def a_calendar(victim: Party) -> dict[str, Any]:
    made = production.a_calendar(victim)
    WorkingCalendar.objects.filter(pk=made.pk).update(name=f"{CANARY} {made.pk}")
    return {"calendar_id": made.pk, "on": "2027-01-04", "year": 2027}


def a_routing(victim: Party) -> dict[str, Any]:
    return {"routing_id": production.a_routing(victim, _shop(victim).press, name_zh=CANARY).pk}


def a_material(victim: Party) -> dict[str, Any]:
    return {"material_id": production.a_material(victim, name_zh=CANARY).pk}


def an_arrival(victim: Party) -> dict[str, Any]:
    material = production.a_material(victim, name_zh=CANARY)
    return {"arrival_id": production.an_arrival(material, 5, LONG_AGO).pk}


def a_downtime(victim: Party) -> dict[str, Any]:
    machine = _shop(victim).press.machines.order_by("pk")[0]
    return {"downtime_id": production.a_downtime(machine, note=CANARY).pk, "machine_id": machine.pk}


def _purchase(victim: Party) -> Any:
    consignee = AddressSnapshot(CANARY, "13812341234", "440305", "广东省深圳市南山区", CANARY)
    return orders.a_purchase(orders.owner_of(victim.pk), address=consignee)


def _owner(victim: Party) -> Any:
    return victim.grants.get().person


def a_saved_search(victim: Party) -> dict[str, Any]:
    row = SavedSearch.objects.create(
        party=victim,
        person=_owner(victim),
        words=CANARY,
        key=f"{next(_serial):064d}",
        secret=f"{next(_serial):064d}",
        saved_at=LONG_AGO,
        looked_at=LONG_AGO,
    )
    return {"saved_search_id": row.pk}


CASES: dict[str, Case] = {
    "/saved-searches/{saved_search_id}": a_saved_search,
    "/saved-searches/{saved_search_id}/letters": a_saved_search,
    "/addresses/{address_id}": an_address,
    "/invoice-titles/{invoice_title_id}": an_invoice_title,
    "/belts/{code}": lambda _: {"code": "toys"},
    "/invitations/{invitation_id}": an_invitation,
    "/keys/{key_id}": a_key,
    "/credentials/{credential_id}": a_credential,
    "/credentials/{credential_id}/document": a_credential,
    "/credentials/{credential_id}/refusal": a_credential,
    "/credentials/{credential_id}/verification": a_credential,
    "/organisations/{party_id}": the_party,
    "/organisations/{party_id}/credentials": the_party,
    "/organisations/{party_id}/membership": the_party,
    "/organisations/{party_id}/subscriptions": the_party,
    "/subscriptions/{subscription_id}/ending": a_membership,
    "/organisations/{party_id}/approval": the_party,
    "/organisations/{party_id}/suspension": the_party,
    "/team/{person_id}": a_member,
    "/offers/{offer_id}": an_offer,
    "/offer-imports/{run_id}": an_import,
    "/offer-imports/{run_id}/ask-again": an_import,
    "/offer-imports/{run_id}/columns": an_import,
    "/offer-imports/{run_id}/confirm": an_import,
    "/offer-imports/{run_id}/returned": an_import,
    "/offer-imports/{run_id}/stop": an_import,
    "/offers/{offer_id}/draft": an_offer,
    "/offers/{offer_id}/pictures": an_offer,
    "/offers/{offer_id}/pictures/{image_id}": a_picture,
    "/offers/{offer_id}/private-prices": an_offer,
    "/offers/{offer_id}/private-prices/{buyer_id}": an_offer,
    "/offers/{offer_id}/publish": an_offer,
    "/offers/{offer_id}/suspend": an_offer,
    "/offers/{offer_id}/unit-cost": an_offer,
    "/offers/{offer_id}/unsuspend": an_offer,
    "/offers/{offer_id}/withdraw": an_offer,
    "/cart/lines/{sku_id}": an_offer,
    "/orders/{number}": an_order,
    "/orders/{number}/accept": an_order,
    "/orders/{number}/cancel": an_order,
    "/orders/{number}/confirm": an_order,
    "/orders/{number}/consignee": an_order,
    "/orders/{number}/offers": an_order,
    "/orders/{number}/offers/{line_id}/agree": an_order_line,
    "/orders/{number}/offers/{line_id}/decline": an_order_line,
    "/orders/{number}/refuse": an_order,
    "/orders/{number}/ship": an_order,
    "/purchases/{number}": a_purchase,
    "/spending-limits/{person_id}": a_member,
    "/purchase-requests/{number}": a_purchase_request,
    "/purchase-requests/{number}/approve": a_purchase_request,
    "/purchase-requests/{number}/refuse": a_purchase_request,
    "/purchase-requests/{number}/withdraw": a_purchase_request,
    "/freight-templates/{template_id}": a_freight_template,
    "/offers/{offer_id}/freight": an_offer,
    "/parcels/{parcel_id}/sightings": a_parcel,
    "/orders/{number}/after-sales": an_order,
    "/orders/{number}/messages": an_order,
    "/orders/{number}/messages/read": an_order,
    "/after-sales/{number}": an_after_sale,
    "/after-sales/{number}/agree": an_after_sale,
    "/after-sales/{number}/arbitrate": an_after_sale,
    "/after-sales/{number}/dispute": an_after_sale,
    "/after-sales/{number}/evidence": an_after_sale,
    "/after-sales/{number}/evidence/picture": an_after_sale,
    "/after-sales/{number}/receive": an_after_sale,
    "/after-sales/{number}/refuse": an_after_sale,
    "/after-sales/{number}/send-back": an_after_sale,
    "/after-sales/{number}/withdraw": an_after_sale,
    "/evidence/{evidence_id}/picture": an_after_sale,
    "/demands/{demand_id}": a_demand,
    "/demands/{demand_id}/accept": a_demand,
    "/demands/{demand_id}/counter": a_demand,
    "/demands/{demand_id}/decision": a_demand,
    "/demands/{demand_id}/decline": a_demand,
    "/demands/{demand_id}/hold": a_demand,
    "/demands/{demand_id}/join": a_demand,
    "/demands/{demand_id}/pools": a_demand,
    "/demands/{demand_id}/verdict": a_demand,
    "/pools/{pool_id}": a_pool,
    "/plan/demands/{demand_id}/steps/{step}/move": a_planned_step,
    "/plan/demands/{demand_id}/steps/{step}/unpin": a_planned_step,
    "/work-centres/{centre_id}": a_work_centre,
    "/calendars/{calendar_id}": a_calendar,
    "/calendars/{calendar_id}/days": a_calendar,
    "/calendars/{calendar_id}/days/{on}": a_calendar,
    "/calendars/{calendar_id}/effect": a_calendar,
    "/calendars/{calendar_id}/public-days": a_calendar,
    "/calendars/{calendar_id}/public-days/{year}": a_calendar,
    "/routings/{routing_id}": a_routing,
    "/routings/{routing_id}/approve": a_routing,
    "/materials/{material_id}": a_material,
    "/materials/{material_id}/arrivals": a_material,
    "/materials/{material_id}/count": a_material,
    "/arrivals/{arrival_id}/cancel": an_arrival,
    "/arrivals/{arrival_id}/delay": an_arrival,
    "/arrivals/{arrival_id}/receive": an_arrival,
    "/downtimes/{downtime_id}/end": a_downtime,
    "/work-orders/{number}": a_work_order,
    "/work-orders/{number}/cancel": a_work_order,
    "/work-orders/{number}/close": a_work_order,
    "/work-orders/{number}/labels": a_work_order,
    "/work-orders/{number}/pack": a_work_order,
    "/work-orders/{number}/breakdowns": a_work_order,
    "/work-orders/{number}/remake": a_work_order,
    "/work-orders/{number}/reports": a_work_order,
    "/work-orders/{number}/reports/{report_id}/correct": a_report,
    "/work-orders/{number}/sheet": a_work_order,
    "/notices/{notice_id}/read": a_notice,
    "/notices/{notice_id}/unread": a_notice,
    "/webhooks/{webhook_id}": a_webhook,
    "/webhooks/{webhook_id}/deliveries": a_webhook,
    "/webhooks/{webhook_id}/disable": a_webhook,
    "/webhooks/{webhook_id}/enable": a_webhook,
    "/webhooks/{webhook_id}/ping": a_webhook,
    "/webhooks/{webhook_id}/replay": a_webhook,
    "/webhooks/{webhook_id}/rotate-secret": a_webhook,
    "/webhook-deliveries/{delivery_id}/replay": a_webhook,
    "/purchases/{number}/cancel": a_purchase,
    "/payments/{number}": a_payment,
    "/payments/{number}/link": a_payment,
    "/refunds/{number}": a_refund,
    "/payouts/{number}": a_payout,
    "/payouts/{number}/approval": a_payout,
    "/payouts/{number}/refusal": a_payout,
    "/payouts/{number}/record": a_payout,
    "/quarantine/{notice_id}/resolution": lambda _: {"notice_id": 1},
}

# Addresses below one's own basket: the parameter names goods, not somebody's row.
ONES_OWN = {"/cart/lines/{sku_id}"}

QUERIES: dict[str, dict[str, str]] = {
    "preview_move": {"work_centre": "press", "machine": "M1", "starts_at": "2027-01-04T10:00:00+08:00"},
    "calendar_days": {"year": "2027"},
    "list_public_days": {"year": "2027"},
    "export_offers": {"format": "csv"},  # a zipped sheet would hide the canary
    "link_payment": {"return_url": "http://127.0.0.1:8000/paid"},
}

A_WEEK = {"name": "A", "shifts": [{"weekday": 0, "opens": "08:00", "closes": "18:00", "rate_pct": 100}]}
SOON = {"starts_at": None, "ends_at": "2027-01-04T10:00:00+08:00", "note": ""}
BODIES: dict[str, dict[str, Any]] = {
    "report_downtime": {"machine_id": 2**62, "kind": "breakdown", "client_id": "x", **SOON},
    "add_calendar": A_WEEK,
    "change_calendar": A_WEEK,
    "calendar_effect": {"shifts": A_WEEK["shifts"]},
    "save_calendar_day": {"reason": "closed"},
    "enter_public_days": {"year": 2027},
    "change_invoice_title": {"kind": "personal", "name": "王"},
    "change_address": {"contact_name": "王", "phone": "13800138000", "division_code": "440305", "detail": "路1号"},
}

# Bodies that name somebody else's rows: refused, or answered one by one with a refusal.
NAMED_IN_BODIES: dict[str, Callable[[Party], dict[str, Any]]] = {
    "join_pool": a_pool,
    "report_downtime": lambda victim: {
        "machine_id": a_downtime(victim)["machine_id"],
        "kind": "breakdown",
        "client_id": "x",
        **SOON,
    },
    "save_recipe": lambda victim: {"code": "x", "name": "x", "routing_id": a_routing(victim)["routing_id"]},
    "accept_orders": lambda victim: {"numbers": [an_order(victim)["number"]]},
    "release_work_orders": lambda victim: {"demand_ids": [production.a_planned_demand(_shop(victim)).pk]},
    "count_stock": lambda victim: {"counts": [{"sku_id": an_offer(victim)["sku_id"], "on_hand": 1}]},
    "receive_stock": lambda victim: {"received": [{"sku_id": an_offer(victim)["sku_id"], "quantity": 1}]},
    "add_cart_lines": lambda victim: {"lines": [{"sku_id": an_offer(victim)["sku_id"], "quantity": 1}]},
    "replace_cart_lines": lambda victim: {"lines": [{"sku_id": an_offer(victim)["sku_id"], "quantity": 1}]},
}
