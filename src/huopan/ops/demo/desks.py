"""What lies on the desks of the demo's people beside orders: money asked for, talks, searches, webhooks, an import."""

from __future__ import annotations

import io
from datetime import timedelta

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Offer
from huopan.domains.notifications import actions as notifications
from huopan.domains.orders import actions as orders
from huopan.domains.parties import actions as parties
from huopan.domains.search import actions as search
from huopan.domains.search.rules import Filters
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Account, Payout
from huopan.domains.settlement.ports import Outcome
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.ops.demo.stage import Stage, picked, relay
from huopan.ops.demo.words import MAKERS

BANKS = ("中国工商银行", "中国农业银行", "浙江稠州银行", "招商银行")
OUTCOMES = {"done": Outcome("done"), "failed": Outcome("failed", "账户已注销"), "sent": Outcome("pending")}
SEARCHES = (
    ("保温杯 定制", Filters(max_moq=10)),
    ("帆布袋", Filters(belt_code="yiwu-small-goods")),
    ("骨瓷马克杯", Filters()),
)
TALKS = (
    ("这款能做彩盒包装吗？多少起？", "可以，500 个起做彩盒，单价加 1.2 元。"),
    ("直播间要 200 件，三天内能发吗？", "现货 200 件没问题，今天下单明天发。"),
    ("有质检报告吗？发海外要用。", "有的，下单后发您扫描件。"),
    ("能寄一个样品看看手感吗？", ""),
)


def lay_out(stage: Stage) -> None:
    """As of the end of the month."""
    maker, buyer = stage.cast.makers[MAKERS[0].key], stage.cast.buyers[0]
    _money(stage)
    _talks(stage)
    relay(stage)  # before anybody listens: webhooks hear of what comes after them
    _webhooks(maker, buyer, stage)
    _own_things(stage, buyer)
    _catalogue_from_excel(maker, stage)


def _money(stage: Stage) -> None:
    """A payout in every state: paid, failed, refused, waiting for a second person, on its way."""
    for place, by in enumerate(stage.cast.makers.values()):
        settlement.save_payout_account(
            holder=MAKERS[place].name_zh,
            bank=BANKS[place % 4],
            number=f"62220212{place:04d}33{place:04d}",
            by=by,
            at=stage.at,
        )
    first, *others = list(stage.cast.makers.values())
    with_money = [by for by in others if _available(by)]
    for by, state in zip(with_money, ("done", "failed", "refused", "done", "sent"), strict=False):
        _payout(by, _available(by) // 2, state, stage)
    _payout(first, 60_000, "done", stage)
    _payout(first, _available(first) * 9 // 10, "asked", stage)


def _payout(by: Actor, fen: int, state: str, stage: Stage) -> None:
    if fen <= 0:
        return
    asked = settlement.request_payout(amount=Money(fen), by=by, at=stage.at - timedelta(hours=30))
    treasurer, at = stage.cast.treasurer, stage.at - timedelta(hours=20)
    if state == "refused" and asked.state == Payout.State.REQUESTED:
        settlement.refuse_payout(number=asked.number, because="户名与企业不一致，请更正", by=treasurer, at=at)
    elif state in OUTCOMES:
        if asked.state == Payout.State.REQUESTED:
            settlement.approve_payout(number=asked.number, by=treasurer, at=at)
        outcome = OUTCOMES[state]
        settlement.record_payout(number=asked.number, outcome=outcome, by=treasurer, at=at + timedelta(hours=4))


def _available(by: Actor) -> int:
    account = Account.objects.visible_to(by).filter(party_id=by.party_id, kind=Account.Kind.AVAILABLE).first()
    return account.balance_fen if account else 0


def _talks(stage: Stage) -> None:
    """Buyers ask about offers before they order."""
    for place, (question, answer) in enumerate(TALKS):
        maker = list(stage.cast.makers.values())[place // 2]
        buyer = stage.cast.buyers[place % 2 * (place + 3)]
        offers = Offer.objects.visible_to(buyer).filter(supplier_id=maker.party_id, state=Offer.State.PUBLISHED)
        offer = offers.order_by("pk")[place]
        asked = orders.ask_supplier(
            offer_id=offer.pk, text=question, by=buyer, at=stage.at - timedelta(hours=9 - place)
        )
        if answer:
            at = stage.at - timedelta(hours=8 - place)
            orders.answer_buyer(thread_id=asked.thread_id, text=answer, by=maker, at=at)


def _own_things(stage: Stage, buyer: Actor) -> None:
    """The buyer's cart, saved searches, a colleague to come and a key."""
    stage.stock_up()
    makers = list(stage.cast.makers.values())
    lines = [line for maker in (makers[0], makers[1], makers[8]) for line in picked(stage, maker)]
    orders.put_in_cart(lines=lines, by=buyer, at=stage.at)
    for words, filters in SEARCHES:
        search.save_search(words=words, filters=filters, by=buyer, at=stage.at)
    parties.invite(email="colleague@demo.huopan", role="buyer", by=buyer, at=stage.at)
    parties.create_api_key(name="进销存同步", scopes=["buy"], by=buyer, at=stage.at)


def _webhooks(maker: Actor, buyer: Actor, stage: Stage) -> None:
    """Names that never resolve: the demo calls nobody, and its deliveries show how trouble looks."""
    at = stage.at
    notifications.create_webhook(url="https://erp.xiaoyu.invalid/huopan", by=buyer, at=at)
    notifications.create_webhook(url="https://wms.huaxin.invalid/orders", by=maker, at=at)


def _catalogue_from_excel(maker: Actor, stage: Stage) -> None:
    """A table waits to be brought in; the worker judges it: most rows are good, some say what to mend."""
    rows = ["货号,类目,标题,规格编码,起订量,价格,库存", *(_row(number) for number in range(1, 41))]
    file = io.BytesIO("\n".join(rows).encode())
    at = stage.at - timedelta(hours=1)
    catalog.start_import(file=file, name="华鑫秋季新品.csv", mode="only-good", by=maker, at=at)


def _row(number: int) -> str:
    """Every ninth without a price, every seventh with its stock in words."""
    price = "" if number % 9 == 0 else f"{6.5 + number / 10}"
    stock = "很多" if number % 7 == 0 else "800"
    return f"XL{number},handbags,新款帆布袋 第{number}款,01,50,{price},{stock}"
