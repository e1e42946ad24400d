"""The tour as one table: read by its page, by `make screenshots`, by the pages benchmark and the browser tests.

`address_of(step)` asks the database at hand; `PEOPLE` are whom the demo seeds for each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.parties import queries as parties
from huopan.kernel.actor import VISITOR, Actor
from huopan.web.tour import places
from huopan.web.tour.places import Place, page

Role = Literal["visitor", "buyer", "supplier", "floor", "operator"]
PEOPLE: dict[Role, str] = {
    "buyer": "buyer@demo.huopan",
    "supplier": "supplier@demo.huopan",
    "floor": "floor@demo.huopan",
    "operator": "operator@demo.huopan",
}
Order, Claim = SupplierOrder.State, AfterSale.State


@dataclass(frozen=True, slots=True)
class Step:
    """`place` finds the page for the step's person; `icon` is one of icons.svg."""

    key: str
    role: Role
    icon: str
    title: Promise
    to_try: Promise
    place: Place


STEPS: tuple[Step, ...] = (
    Step("home", "visitor", "grid", _("The market"), _("Look around by category, by belt, by what came in last."), page("market:home")),
    Step("search", "visitor", "search", _("Search as you would say it"), _("Ask for a thermos in Chinese, English, pinyin or with a slip; narrow by price, place and small lots."), page("market:search", q="保温杯")),
    Step("offer", "visitor", "box", _("An offer and its prices"), _("Change the quantity: the price falls, and freight and arrival are worked out for your place."), places.offer_with_a_ladder),
    Step("matrix", "visitor", "list", _("Many colours and sizes at once"), _("Type quantities into the table of colours and sizes, then add all of them in one go."), places.offer_with_a_matrix),
    Step("compare", "visitor", "scales", _("Three offers side by side"), _("See price at your quantity, smallest order, days to ship and who keeps promises."), places.three_beside_each_other),
    Step("factories", "visitor", "place", _("Find factories"), _("Look for a factory by belt, by what it makes and by how quickly its parcels are picked up."), page("market:factories")),
    Step("supplier", "visitor", "factory", _("A supplier’s page"), _("Everything one supplier sells, and what was measured of it."), places.supplier_page),
    Step("cart", "buyer", "cart", _("One cart for several suppliers"), _("See what each supplier still needs to ship, and what the next price step saves."), page("market:cart")),
    Step("checkout", "buyer", "cart", _("Order from all of them at once"), _("Choose the address, leave each supplier a note, and order: one payment, one order per supplier."), page("market:checkout")),
    Step("pay", "buyer", "good", _("Pay, and the money is held"), _("The sandbox plays the payment provider: let it succeed, fail or come late."), places.purchase_to_pay),
    Step("purchases", "buyer", "list", _("My orders"), _("Find what waits for you: to pay, on its way, to confirm."), page("market:purchases")),
    Step("transit", "buyer", "truck", _("An order on its way"), _("Follow it from payment to the courier’s scans."), places.bought(Order.IN_TRANSIT)),
    Step("delivered", "buyer", "good", _("Goods have arrived"), _("Confirm receipt, and the supplier is paid; or ask for money back."), places.bought(Order.DELIVERED)),
    Step("claim", "buyer", "bad", _("A dispute from the buyer’s side"), _("Read the supplier’s answer, add evidence, wait for the ruling."), places.claim("market:after_sale", Claim.DISPUTED)),
    Step("saved", "buyer", "bell", _("Saved searches"), _("Keep a search, and be told when something new fits it."), page("market:saved_searches")),
    Step("favourites", "buyer", "heart", _("Favourites"), _("Come back to what you marked, and see which prices have moved since."), page("market:favourites")),
    Step("talks", "buyer", "talk", _("Ask before you order"), _("What you asked suppliers about their offers, and what they answered."), page("market:talks")),
    Step("notices", "buyer", "bell", _("What you were told"), _("Everything that concerns you in one list; choose what also comes as a letter."), page("market:notices")),
    Step("invoices", "buyer", "file", _("Invoice titles"), _("Keep whom invoices are made out to; one is chosen at the till and told to each supplier."), page("market:invoice_titles")),
    Step("addresses", "buyer", "place", _("Where goods go"), _("Keep several addresses; a pasted one is taken apart for you."), page("market:addresses")),
    Step("team", "buyer", "grid", _("The team"), _("Invite a colleague and choose what they may do."), page("market:team")),
    Step("limits", "buyer", "scales", _("Spending limits"), _("Say how much a colleague may order at once and in a month without asking."), places.colleague),
    Step("approve", "buyer", "good", _("Approve a purchase"), _("A colleague asks for more than the limit allows: approve it, and it is ordered."), places.request_to_approve),
    Step("webhooks", "buyer", "bell", _("Webhooks"), _("See what was sent to your own system, and send it again."), page("market:webhooks")),
    Step("today", "supplier", "bell", _("A supplier’s day"), _("What waits, with its deadline: orders to accept, parcels to send, claims to answer."), page("workbench:today")),
    Step("orders", "supplier", "list", _("Orders to accept"), _("Accept many at once; those made to order are promised a day first."), page("workbench:orders")),
    Step("accept", "supplier", "good", _("One order to answer"), _("Accept or refuse; the buyer’s money waits in escrow meanwhile."), places.sold(Order.AWAITING_ACCEPTANCE)),
    Step("ship", "supplier", "truck", _("Send an order"), _("Type or scan the waybill; several parcels are fine."), places.sold(Order.AWAITING_SHIPMENT)),
    Step("shipping", "supplier", "truck", _("The shipping desk"), _("By scanner, by Excel or with labels that a courier gives."), page("workbench:shipping")),
    Step("scan", "supplier", "search", _("Ship by scanner"), _("Scan the order, scan the waybill, next; a wrong waybill can be corrected."), page("workbench:scan_to_ship")),
    Step("sheet", "supplier", "file", _("Ship by Excel"), _("Take the orders away as a sheet, write the waybills in, send it back."), page("workbench:shipping_sheet")),
    Step("answer", "supplier", "bad", _("Answer a claim"), _("Agree, refuse with a reason, or offer a part; silence counts as yes after three days."), places.claim("workbench:after_sale", Claim.REQUESTED)),
    Step("messages", "supplier", "talk", _("Answer buyers"), _("Questions before an order and words below one; quick replies need one key."), page("workbench:messages")),
    Step("customers", "supplier", "list", _("Customers"), _("Who buys again, how much and how often something went wrong."), page("workbench:customers")),
    Step("offers", "supplier", "box", _("My offers"), _("Search, publish, take off sale, change prices."), page("workbench:offers")),
    Step("stock", "supplier", "box", _("Count the stock"), _("Counted, received, running low: one list for all of it."), page("workbench:stock")),
    Step("edit", "supplier", "grid", _("Write an offer"), _("SKUs, price ladders, pictures, freight weight; the draft waits until you publish."), places.own_offer),
    Step("imports", "supplier", "file", _("Bring your catalogue in"), _("Take the template or your own table; nothing is brought in before you have seen what each column becomes."), page("workbench:imports")),
    Step("import", "supplier", "down", _("A catalogue from Excel"), _("Bring in a table; bad rows are named with what to mend."), places.own_import),
    Step("membership", "supplier", "good", _("Your membership"), _("Which plan you have, until when, and what plans cost; it lifts nothing in search."), page("workbench:membership")),
    Step("terms", "supplier", "truck", _("Freight and mix-batch"), _("What freight costs where, and from what amount different goods may be mixed."), page("workbench:freight")),
    Step("private-prices", "supplier", "good", _("Prices for one buyer"), _("Give a regular lower prices that nobody else sees."), places.own_private_prices),
    Step("money", "supplier", "scales", _("Money"), _("What is held, what is yours, what was paid out."), page("workbench:money")),
    Step("held", "supplier", "held", _("Money that is held"), _("What buyers have paid for orders under way, and when it becomes yours."), page("workbench:escrows")),
    Step("statement", "supplier", "list", _("Statement"), _("Every movement between the opening and the closing balance, also as Excel."), page("workbench:statement")),
    Step("demands", "supplier", "factory", _("Can I take it?"), _("Each order made to order with its promise and what it earns an hour."), page("workbench:demands")),
    Step("demand", "supplier", "scales", _("Accept, counter or decline"), _("The arithmetic behind the verdict, and the cheapest change that would make it worth while."), places.demand_to_answer),
    Step("board", "supplier", "grid", _("The production board"), _("Drag a step elsewhere; everything after it is promised anew before you let go."), page("workbench:board")),
    Step("load", "supplier", "filter", _("Load by day"), _("Where the hours go, and which work centre is the bottleneck."), page("workbench:load")),
    Step("pools", "supplier", "box", _("Shared runs"), _("Orders of several buyers that share one set-up, and what each saves."), places.shared_run),
    Step("materials", "supplier", "box", _("Materials to order"), _("What runs out, when to order and how much."), page("workbench:materials")),
    Step("work-orders", "supplier", "print", _("Work orders"), _("Print them with their codes, or release the next ones to the floor."), page("workbench:work_orders")),
    Step("centre", "floor", "factory", _("My work centre"), _("On the phone: what runs now and what is next."), page("floor:now")),
    Step("work-order", "floor", "print", _("Report from the floor"), _("Begin, count good and scrap, finish; mistakes can be corrected."), places.work_order("floor:work_order")),
    Step("desk", "operator", "bell", _("The operator’s desk"), _("Sellers to approve, offers taken off sale, disputes to rule."), page("console:desk")),
    Step("sellers", "operator", "factory", _("Who wants to sell"), _("Read what an organisation says of itself, then approve or refuse it."), page("console:parties")),
    Step("memberships", "operator", "good", _("Memberships"), _("See whose ends soon; grant, renew or end one for a reason."), page("console:memberships")),
    Step("console-offers", "operator", "box", _("Offers on watch"), _("Take an offer off sale with a reason, and let it back."), page("console:offers")),
    Step("dispute", "operator", "scales", _("Rule a dispute"), _("Both sides’ evidence beside each other; the ruling moves the money."), places.claim("console:dispute", Claim.DISPUTED)),
    Step("payments", "operator", "held", _("Payments"), _("Each payment with its refunds and what the provider told."), page("console:payments")),
    Step("payouts", "operator", "down", _("Payouts to approve"), _("A second person looks at large ones before money leaves."), page("console:payouts")),
    Step("ledger", "operator", "scales", _("The ledger"), _("The proof that all accounts together come to zero."), page("console:ledger")),
    Step("health", "operator", "good", _("How the platform is"), _("Events, jobs, webhooks and letters that need somebody."), page("console:health")),
    Step("trail", "operator", "list", _("The audit trail"), _("Who did what to what, and when."), page("console:trail")),
)  # fmt: skip


def step_of(key: str) -> Step | None:
    return next((step for step in STEPS if step.key == key), None)


def actor_of(role: Role) -> Actor | None:
    """The demo's person of this role; None where the market is no demo."""
    if role == "visitor":
        return VISITOR
    person_id = parties.person_id_of(PEOPLE[role])
    return parties.actor_of_person(person_id, None) if person_id else None


def address_of(step: Step) -> str:
    """Where the step is now; empty when the market has no example any more."""
    by = actor_of(step.role)
    return step.place(by) if by else ""
