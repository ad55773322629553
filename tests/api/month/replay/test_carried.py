"""A month begun from what publications carried over is that of the whole register."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import Engine, update

from api.database.engine import reading
from api.database.tables.ledger import PublishedRow
from api.ledger.history import history_of, months_before, months_kept, publication
from api.month.replay.service import carry_over, past_hash
from tests.api.ledger.cases import NOW, publish
from tests.api.ledger.test_verifying import unguarded

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)
PEOPLE = ("ada", "brice", "chloe")
DAYS = {MARCH: ("02", "03", "10", "12"), MAY: ("04", "05", "12", "19")}


def drawn(rng: Random, first: date) -> frozenset[tuple[str, str]]:
    pairs = [(who, f"P-J-{first:%Y-%m}-{day}") for who in PEOPLE for day in DAYS[first]]
    return frozenset(pair for pair in pairs if rng.random() < 0.5)


@pytest.mark.parametrize("seed", range(4))
def test_what_each_publication_left_is_what_its_entries_give(
    sqlite_engine: Engine, seed: int
) -> None:
    rng = Random(seed)
    for number in range(1, 6):
        first = rng.choice((MARCH, MAY))
        publish(sqlite_engine, drawn(rng, first), NOW + timedelta(hours=number), first=first)

        with reading(sqlite_engine) as session:
            kept = {label: rows for label, rows in history_of(session).items() if rows}
            full = months_before(session, number + 1)
            months_kept_now = {k: rows for k, rows in months_kept(session).items() if rows}

        assert kept == full == months_kept_now
        assert past_hash(kept) == past_hash(full)


def test_both_pasts_of_a_month_are_compared_and_the_answer_says_so(sqlite_engine: Engine) -> None:
    march = publish(sqlite_engine, drawn(Random(1), MARCH))
    may = publish(sqlite_engine, drawn(Random(2), MAY), NOW + timedelta(days=1), first=MAY)

    with reading(sqlite_engine) as session:
        row = publication(session, may.number)
        answer = carry_over(session, row, months_before(session, may.number))

    assert answer.same is True
    words = f"({march.entries} services avant 2026-05, empreinte "
    assert words in answer.sentence.replace("\xa0", " ")


def test_a_past_that_was_tampered_with_is_told_by_its_month(sqlite_engine: Engine) -> None:
    publish(sqlite_engine, drawn(Random(1), MARCH))
    may = publish(sqlite_engine, drawn(Random(2), MAY), NOW + timedelta(days=1), first=MAY)
    with sqlite_engine.connect() as raw, raw.begin():
        unguarded(raw)
        raw.execute(update(PublishedRow).where(PublishedRow.month == "2026-03").values(site="X"))

    with reading(sqlite_engine) as session:
        row = publication(session, may.number)
        answer = carry_over(session, row, months_before(session, may.number))

    assert answer.same is False
    assert answer.sentence.endswith("relu en entier : 2026-03")


def test_once_an_earlier_month_is_published_again_it_is_no_more_to_compare(
    sqlite_engine: Engine,
) -> None:
    may = publish(sqlite_engine, drawn(Random(2), MAY), first=MAY)
    publish(sqlite_engine, drawn(Random(1), MARCH), NOW + timedelta(days=1))

    with reading(sqlite_engine) as session:
        row = publication(session, may.number)
        answer = carry_over(session, row, months_before(session, may.number))

    assert answer.same is None
    assert "(2026-03)" in answer.sentence
