"""Every invoice of a file bought and sold in the file's order of time. A wave commits as one, or each purchase and each
sale for itself, so that a killed replay leaves whole steps: what was bought and not sold is sold by the next run."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from django.db import connection, connections, transaction

from huopan.domains.orders.models import SupplierOrder
from huopan.infra.outbox.announcing import announced_together
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import Actor
from huopan.ops.online_retail.reading import Cancellation, Purchase, Replay
from huopan.ops.online_retail.trading import NOTE, Stage, buy, sell

WAVE = 25
RELAY_BATCH = 500
PAUSE = 0.01  # seconds, when the seller has sold all that was bought


class BuyersDiedError(RuntimeError):
    """The process that buys ended before it had bought everything; run the import again to go on."""


@dataclass(frozen=True, slots=True)
class _Trade:
    """What is still to be lived: `waiting` purchases to buy; all purchases and claims by invoice, to sell."""

    stage: Stage
    waiting: Sequence[Purchase]
    purchases: dict[str, Purchase]
    claims: dict[str, list[Cancellation]]
    end: datetime


def replay_purchases(replay: Replay, stage: Stage, *, tick: Callable[[int], None]) -> int:
    """Live every purchase that has not been lived to its end. Returns how many were sold.

    On SQLite, which lets one process write at a time, in waves; else the buyers buy in a process of their own while the
    seller sells (decision 0011).
    """
    bought = bought_invoices(stage.seller)
    waiting = sorted((p for p in replay.purchases.values() if p.invoice not in bought), key=lambda p: (p.at, p.invoice))
    trade = _Trade(stage, waiting, replay.purchases, _claims_by_invoice(replay.cancellations), end_of(replay))
    tick(len(replay.purchases) - len(waiting) - len(_ready(trade)))
    lived = 0
    for sold in _in_waves(trade) if connection.vendor == "sqlite" else _from_both_sides(trade):
        tick(sold)
        lived += sold
    return lived


def bought_invoices(seller: Actor) -> set[str]:
    """Invoices whose purchases are in the database: the note on the order names them."""
    notes = SupplierOrder.objects.visible_to(seller).filter(supplier_id=seller.party_id)
    return {note.removeprefix(NOTE) for note in notes.values_list("buyer_note", flat=True)}


def end_of(replay: Replay) -> datetime:
    return max(purchase.at for purchase in replay.purchases.values())


def _in_waves(trade: _Trade) -> Iterator[int]:
    """How many each wave sold; the first sells what an earlier run had bought."""
    for start in range(0, len(trade.waiting) or 1, WAVE):
        with transaction.atomic(durable=True):
            with announced_together():
                for purchase in trade.waiting[start : start + WAVE]:
                    buy(purchase, trade.stage)
            _relay(trade)
            with announced_together():
                ready = _ready(trade)
                for invoice, number in ready.items():
                    _sell(invoice, number, trade)
        yield len(ready)


def _from_both_sides(trade: _Trade) -> Iterator[int]:
    """Each purchase and each sale commits for itself: one locks its stock in sorted order, several together would not,
    and the two sides could wait for each other for ever."""
    with _buyers(trade) as buyers:
        is_over = False
        while not is_over:
            is_over = not buyers.is_alive()  # asked before looking, so that the last purchases are seen
            with transaction.atomic(durable=True):
                _relay(trade)
            ready = _ready(trade)
            for invoice, number in ready.items():
                with transaction.atomic(durable=True), announced_together():
                    _sell(invoice, number, trade)
            yield len(ready)
            if not ready:
                time.sleep(PAUSE)
        if buyers.exitcode:
            raise BuyersDiedError


@contextmanager
def _buyers(trade: _Trade) -> Iterator[BaseProcess]:
    connections.close_all()  # a fork must not share a connection
    buyers = get_context("fork").Process(target=_buy_all, args=(trade, os.getpid()), daemon=True)
    buyers.start()
    try:
        yield buyers
    finally:
        buyers.terminate()
        buyers.join()


def _buy_all(trade: _Trade, seller_pid: int) -> None:
    for purchase in trade.waiting:
        if os.getppid() != seller_pid:
            return  # the seller was killed, and the next run buys the rest
        with transaction.atomic(durable=True), announced_together():
            buy(purchase, trade.stage)


def _sell(invoice: str, number: str, trade: _Trade) -> None:
    sell(trade.purchases[invoice], number, trade.claims.get(invoice, []), trade.stage)


def _relay(trade: _Trade) -> None:
    while relay_once(RELAY_BATCH, trade.end):
        pass


def _ready(trade: _Trade) -> dict[str, str]:
    """Numbers of the paid orders that the seller has not accepted, by invoice."""
    seller = trade.stage.seller
    orders = SupplierOrder.objects.visible_to(seller).filter(supplier_id=seller.party_id)
    paid = orders.filter(state=SupplierOrder.State.AWAITING_ACCEPTANCE).order_by("pk")
    return {note.removeprefix(NOTE): number for note, number in paid.values_list("buyer_note", "number")}


def _claims_by_invoice(cancellations: Iterable[Cancellation]) -> dict[str, list[Cancellation]]:
    claims: defaultdict[str, list[Cancellation]] = defaultdict(list)
    for claim in cancellations:
        claims[claim.purchase.invoice].append(claim)
    return claims
