from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huopan.infra.idempotency.models import IdempotencyKey
from huopan.infra.idempotency.replaying import Answer, KeyReusedError, fingerprint_of, once, purge
from huopan.kernel.refusal import RefusedError

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def ask(done: list[int], *, asker: str = "person:1", key: str = "k1", body: str = "{}") -> Answer:
    def work() -> Answer:
        done.append(1)
        return Answer(201, {"number": len(done)})

    return once(asker=asker, key=key, fingerprint=fingerprint_of("POST", "/orders", body), at=AT, work=work)


def test_second_asking_gets_the_first_answer_and_does_nothing() -> None:
    done: list[int] = []
    first = ask(done)
    again = ask(done)
    assert (again.status, again.body, again.is_replay) == (first.status, first.body, True)
    assert done == [1]


def test_other_body_under_the_same_key_is_refused() -> None:
    done: list[int] = []
    ask(done)
    with pytest.raises(KeyReusedError):
        ask(done, body='{"quantity": 2}')
    assert done == [1]


def test_same_key_of_another_asker_is_independent() -> None:
    done: list[int] = []
    ask(done)
    assert ask(done, asker="person:2").body == {"number": 2}


def test_refused_work_leaves_the_key_free() -> None:
    def refuse() -> Answer:
        raise RefusedError

    with pytest.raises(RefusedError):
        once(asker="a", key="k", fingerprint="f", at=AT, work=refuse)
    assert not IdempotencyKey.objects.exists()


def test_key_costs_two_statements(django_assert_num_queries) -> None:
    with django_assert_num_queries(4):  # with the savepoint that a test's own transaction makes of the outer one
        ask([])


def test_old_keys_are_purged_and_young_ones_kept() -> None:
    ask([], key="old")
    ask([], key="young")
    IdempotencyKey.objects.filter(key="old").update(at=AT - timedelta(days=8))
    assert purge(before=AT - timedelta(days=7)) == 1
    assert IdempotencyKey.objects.get().key == "young"


def test_fingerprints_keep_parts_apart() -> None:
    assert fingerprint_of("ab", "c") != fingerprint_of("a", "bc")
