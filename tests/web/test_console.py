"""The operator's console: nobody else finds it, every page costs little, and its decisions are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from huopan.domains.catalog.models import Offer
from huopan.domains.notifications.models import Letter, Notice, WebhookEndpoint
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import AfterSale
from huopan.domains.parties.models import Party
from huopan.domains.settlement.models import Account, Payment, Transfer
from huopan.infra.jobs.looking import failed_jobs
from huopan.infra.jobs.queueing import job
from huopan.infra.jobs.running import run_next
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.event import Event
from huopan.web.console.things import THINGS
from tests.factories.after_sales import a_claim
from tests.factories.orders import NOON, a_supplier, an_offer, an_order, owner_of, relay
from tests.factories.parties import a_grant, a_party, an_operator
from tests.factories.settlement import a_large_payout, a_quarantined_notice, balance
from tests.web.conftest import SignIn
from tests.web.test_lists import grows_by_nothing, statements

pytestmark = pytest.mark.django_db
MOST = 8


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def operator() -> Party:
    return Party.objects.get(pk=an_operator("owner").party_id)


def a_dispute() -> AfterSale:
    claim = a_claim(an_order("delivered"))
    orders.refuse_after_sale(number=claim.number, answer="不同意", by=owner_of(claim.order.supplier_id), at=NOON)
    orders.dispute_after_sale(number=claim.number, because="破损", by=owner_of(claim.order.buyer_id), at=NOON)
    relay()
    return claim


def pending() -> Party:
    return a_party("factory", state=Party.State.PENDING)


def a_dead_letter() -> None:
    an_order("awaiting_acceptance")
    TrailEntry.objects.filter(name="orders.OrderPaid").update(is_dead=True, relayed_at=None, last_error="x\nboom")


@job(attempts=1)
def breaks() -> None:
    raise RuntimeError


def a_failed_job() -> None:
    breaks.enqueue()
    run_next(worker="w", at=NOON, clock=lambda: NOON)


def a_failing_webhook() -> None:
    WebhookEndpoint.objects.create(
        party=a_party(), url="https://example.com/", listens_since=NOON, created_at=NOON, failing_since=NOON
    )


def a_lost_letter() -> None:
    person = a_grant(a_party(), "sales").person
    Letter.objects.create(person=person, made_at=NOON, state="unsure", last_error="its sender died")


LISTS: dict[str, Callable[[], object]] = {
    "/console/": lambda: (pending(), a_dispute()),
    "/console/organisations/": pending,
    "/console/organisations/?state=all&q=Company": pending,
    "/console/offers/?state=all": lambda: an_offer(a_supplier()),
    "/console/disputes/": a_dispute,
    "/console/payments/": lambda: an_order("awaiting_acceptance"),
    "/console/payments/?q=Company&state=all": lambda: an_order("awaiting_acceptance"),
    "/console/ledger/": lambda: an_order("awaiting_acceptance"),
    "/console/payments/quarantine/": a_quarantined_notice,
    "/console/payouts/": a_large_payout,
    "/console/payouts/?state=all": a_large_payout,
    "/console/health/": a_dead_letter,
    "/console/health/jobs/": a_failed_job,
    "/console/health/webhooks/": a_failing_webhook,
    "/console/health/letters/": a_lost_letter,
    "/console/trail/": lambda: an_order("awaiting_acceptance"),
}


@pytest.mark.parametrize("address", LISTS)
def test_lists_cost_the_same_for_one_and_for_three(sign_in: SignIn, operator: Party, address: str) -> None:
    clerk = sign_in(operator)
    grows_by_nothing(clerk, address, LISTS[address])
    page = (clerk.get(address).context or {}).get("page")
    assert page is None or len(list(page.rows)) >= 3, "what was measured was not the list's rows"


def single_pages() -> list[str]:
    dispute = a_dispute()
    payment = Payment.objects.get(number=dispute.order.group.payment_number)
    escrow = Account.objects.get(kind="escrow", reference=dispute.order.number)
    return [
        f"/console/organisations/{dispute.order.supplier_id}/",
        f"/console/offers/{Offer.objects.all()[0].pk}/",
        f"/console/disputes/{dispute.number}/",
        f"/console/payments/{payment.number}/",
        f"/console/ledger/accounts/{escrow.pk}/",
        "/console/ledger/accounts/-2/",
        f"/console/ledger/transfers/{Transfer.objects.all()[0].pk}/",
    ]


def test_single_pages_cost_little_and_are_nobody_elses(sign_in: SignIn, operator: Party, client: Client) -> None:
    pages = single_pages()
    clerk, stranger = sign_in(operator), sign_in(a_supplier())
    for address in pages:
        assert statements(clerk, address) <= MOST, address
        assert stranger.get(address).status_code == 404, address
        assert client.get(address).status_code == 302, address


@pytest.mark.parametrize("address", LISTS)
def test_strangers_find_no_list(sign_in: SignIn, address: str) -> None:
    assert sign_in(a_supplier()).get(address).status_code == 404


POSTS = [
    "organisations/{party}/approve/",
    "organisations/{party}/people/{person}/reveal/",
    "offers/{offer}/suspend/",
    "payments/quarantine/1/",
    "payouts/PO1/approve/",
    "payouts/PO1/reveal/",
    "health/events/1/again/",
    "health/letters/1/again/",
    "health/jobs/11111111-1111-1111-1111-111111111111/again/",
]


@pytest.mark.parametrize("address", POSTS)
def test_strangers_change_nothing(sign_in: SignIn, address: str) -> None:
    waiting = pending()
    known = {"party": waiting.pk, "person": waiting.grants.get().person_id, "offer": an_offer(a_supplier()).pk}
    answer = sign_in(a_supplier()).post(f"/console/{address.format(**known)}", {"because": "x"})
    assert answer.status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == "pending"


def test_a_role_without_the_scope_is_told_so(sign_in: SignIn, operator: Party) -> None:
    waiting = pending()
    arbiter = sign_in(operator, "arbiter")
    assert arbiter.post(f"/console/organisations/{waiting.pk}/approve/").status_code == 403
    assert arbiter.get("/console/ledger/").status_code == 403
    assert arbiter.get("/console/").status_code == 200


def test_approving_and_refusing_are_told_to_the_applicant(sign_in: SignIn, operator: Party) -> None:
    clerk = sign_in(operator, "operator")
    good, bad = pending(), pending()
    clerk.post(f"/console/organisations/{good.pk}/approve/")
    assert clerk.post(f"/console/organisations/{bad.pk}/refuse/", {"because": " "}).status_code == 422
    clerk.post(f"/console/organisations/{bad.pk}/refuse/", {"because": "执照模糊"})
    relay()
    assert {party.state for party in Party.objects.filter(pk__in=[good.pk, bad.pk])} == {"active", "refused"}
    assert Notice.objects.filter(kind="party_approved", party=good).count() == 1
    assert Notice.objects.get(kind="party_refused", party=bad).facts["because"] == "执照模糊"
    sign_in(bad).post("/account/describe/", {"name_zh": "改好的厂", "name_en": "Mended"})
    relay()
    bad.refresh_from_db()
    assert bad.state == "pending"
    assert Notice.objects.filter(kind="party_to_approve_again").count() >= 1


def test_an_offer_goes_off_and_comes_back_with_a_reason(sign_in: SignIn, operator: Party) -> None:
    clerk = sign_in(operator, "operator")
    offer = an_offer(a_supplier())
    assert clerk.post(f"/console/offers/{offer.pk}/suspend/", {"because": ""}).status_code == 422
    clerk.post(f"/console/offers/{offer.pk}/suspend/", {"because": "商标争议"})
    assert "商标争议" in sign_in(offer.supplier).get("/workbench/offers/?state=suspended").content.decode()
    clerk.post(f"/console/offers/{offer.pk}/unsuspend/")
    offer.refresh_from_db()
    assert offer.state == "published"


def test_contact_is_masked_until_somebody_looks_and_is_noted(sign_in: SignIn, operator: Party) -> None:
    clerk = sign_in(operator, "operator")
    party = pending()
    person = party.grants.get().person
    address = f"/console/organisations/{party.pk}/"
    assert person.email not in clerk.get(address).content.decode()
    assert person.email in clerk.post(f"{address}people/{person.pk}/reveal/").content.decode()
    noted = TrailEntry.objects.get(name="parties.PersonRevealed")
    assert (noted.aggregate_id, noted.role) == (person.pk, "operator")


def test_the_proof_is_zero_and_the_money_at_stake_is_shown(sign_in: SignIn, operator: Party) -> None:
    dispute = a_dispute()
    clerk = sign_in(operator)
    ledger = clerk.get("/console/ledger/")
    assert ledger.context["proof"].holds
    assert sum(each.accounts for each in ledger.context["proof"].kinds) == Account.objects.count()
    page = clerk.get(f"/console/disputes/{dispute.number}/")
    assert page.context["held"].fen == dispute.order.total_fen


def test_a_ruling_is_found_in_the_audit(sign_in: SignIn, operator: Party) -> None:
    dispute = a_dispute()
    clerk = sign_in(operator)
    clerk.post(f"/console/disputes/{dispute.number}/", {"outcome": "full", "amount": "", "ruling": "证据充分"})
    shown = clerk.get(f"/console/trail/?number={dispute.number}&what=orders.AfterSaleArbitrated").context["lines"]
    assert [line.entry.name for line in shown] == ["orders.AfterSaleArbitrated"]
    assert ("outcome", "full") in shown[0].changes
    assert clerk.get("/console/trail/?who=nobody@example.com").context["lines"] == []
    assert clerk.get("/console/trail/?since=nonsense").status_code == 422


def test_given_up_events_are_retried(sign_in: SignIn, operator: Party) -> None:
    a_dead_letter()
    entry = TrailEntry.objects.filter(is_dead=True)[0]
    clerk = sign_in(operator, "operator")
    assert "boom" in clerk.get("/console/health/").content.decode()
    clerk.post(f"/console/health/events/{entry.pk}/again/")
    entry.refresh_from_db()
    assert not entry.is_dead


def test_given_up_jobs_and_letters_are_queued_again(sign_in: SignIn, operator: Party) -> None:
    a_failed_job()
    a_lost_letter()
    clerk = sign_in(operator, "operator")
    clerk.post(f"/console/health/jobs/{failed_jobs()[0].pk}/again/")
    clerk.post(f"/console/health/letters/{Letter.objects.get().pk}/again/")
    assert not failed_jobs().exists()
    assert Letter.objects.get().state == "waiting"


def test_a_treasurer_lets_a_payout_go_or_gives_the_money_back(sign_in: SignIn, operator: Party) -> None:
    good, bad = a_large_payout(), a_large_payout()
    before = balance(bad.party_id)
    treasurer = sign_in(operator, "treasurer")
    treasurer.post(f"/console/payouts/{good.number}/approve/")
    treasurer.post(f"/console/payouts/{bad.number}/refuse/", {"because": "户名不符"})
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state, bad.failure) == ("approved", "refused", "户名不符")
    assert balance(bad.party_id) == before + bad.amount_fen
    assert treasurer.post(f"/console/payouts/{bad.number}/approve/").status_code == 409
    assert treasurer.post(f"/console/payouts/{bad.number}/explode/").status_code == 404
    relay()
    assert Notice.objects.get(kind="payout_returned", party=bad.party).facts["number"] == bad.number


def test_who_looks_at_a_bank_account_is_noted(sign_in: SignIn, operator: Party) -> None:
    payout = a_large_payout()
    treasurer = sign_in(operator, "treasurer")
    assert payout.destination["number"] not in treasurer.get("/console/payouts/").content.decode()
    assert payout.destination["number"] in treasurer.post(f"/console/payouts/{payout.number}/reveal/").content.decode()
    noted = TrailEntry.objects.get(name="settlement.DestinationRevealed")
    assert (noted.aggregate_id, noted.role) == (payout.pk, "treasurer")
    clerk = sign_in(operator, "operator")
    for verb in ("approve", "refuse", "reveal"):
        assert clerk.post(f"/console/payouts/{payout.number}/{verb}/").status_code == 403
    assert TrailEntry.objects.filter(name="settlement.DestinationRevealed").count() == 1


def test_everything_the_trail_is_about_has_a_name() -> None:
    ours = [event for event in Event.known.values() if event.__module__.startswith("huopan.")]  # tests have their own
    assert {event.about.removesuffix("_id") for event in ours if hasattr(event, "about")} == set(THINGS)
