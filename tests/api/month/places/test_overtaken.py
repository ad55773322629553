from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from api.ledger.errors import EmptyPublicationError
from api.month.errors import OvertakenError
from api.month.places.database import DatabasePlace, OpenDatabase
from api.month.places.place import DraftVersion
from api.month.publication.amending import amend
from api.month.publication.publishing import publish
from api.month.versions.editing import edit, start_again, take_over, undo
from api.month.versions.operations import Operation, Verb
from scheduler.domain.problem import Assignment
from tests.api.month.cases import (
    ADA,
    BRICE,
    FARID,
    MARCH,
    MONDAY,
    NOW,
    OTHER,
    SOMEONE,
    add,
    begun,
    held_by,
    imported,
    remove,
    stands,
)

PAIR = (ADA, BRICE)
CHLOE = Assignment("chloe", MONDAY)


def test_what_others_published_since_is_not_undone_unawares(engine: Engine) -> None:
    mine = begun(imported(engine), PAIR)
    theirs = begun(engine, [*PAIR, FARID])
    publish(DatabasePlace(engine, OTHER), DraftVersion(theirs, 2), now=NOW)

    with pytest.raises(OvertakenError) as overtaken:
        publish(DatabasePlace(engine, SOMEONE), DraftVersion(mine, 2), now=NOW)
    assert (overtaken.value.added, overtaken.value.removed) == ((FARID,), ())

    assert take_over(DatabasePlace(engine, SOMEONE), DraftVersion(mine, 2)) == 3
    assert held_by(engine, mine, 3) == {*PAIR, FARID}
    edit(DatabasePlace(engine, SOMEONE), DraftVersion(mine, 3), [add(CHLOE)])
    publish(DatabasePlace(engine, SOMEONE), DraftVersion(mine, 4), now=NOW)

    assert stands(engine) == {*PAIR, FARID, CHLOE}


def test_what_amends_a_month_overtakes_the_draft_it_was_published_from(engine: Engine) -> None:
    place = DatabasePlace(engine, SOMEONE)
    mine = begun(imported(engine), [*PAIR, FARID])
    publish(place, DraftVersion(mine, 2), now=NOW)
    give = Operation(verb=Verb.GIVE, slot=MONDAY, person="ada", to_person="chloe")
    amend(place, MARCH, [give], now=NOW)

    with pytest.raises(OvertakenError) as overtaken:
        publish(place, DraftVersion(mine, 2), now=NOW)

    assert str(overtaken.value) == (
        "Ce brouillon est dépassé : le n°\u00a02, un échange, a été publié le 10/02/2026 à "
        "9\u00a0h. Publié tel quel, il déferait 2\u00a0changements. Reprenez ces changements, ou "
        "repartez de ce qui est publié."
    )
    assert stands(engine) == {CHLOE, PAIR[1], FARID}


def test_a_draft_that_goes_back_behind_what_it_took_over_is_overtaken_again(
    engine: Engine,
) -> None:
    place = DatabasePlace(engine, SOMEONE)
    mine = begun(imported(engine), PAIR)
    theirs = begun(engine, [*PAIR, FARID])
    publish(DatabasePlace(engine, OTHER), DraftVersion(theirs, 2), now=NOW)
    take_over(place, DraftVersion(mine, 2))

    assert undo(place, DraftVersion(mine, 3), 2).number == 4

    with pytest.raises(OvertakenError):
        publish(place, DraftVersion(mine, 4), now=NOW)
    undo(place, DraftVersion(mine, 4), 3)
    with pytest.raises(EmptyPublicationError):
        publish(place, DraftVersion(mine, 5), now=NOW)


def test_an_overtaken_draft_begins_again_from_what_is_published_and_loses_nothing(
    sqlite_engine: Engine,
) -> None:
    place = DatabasePlace(sqlite_engine, SOMEONE)
    mine = begun(imported(sqlite_engine), [*PAIR, CHLOE])
    theirs = begun(sqlite_engine, [*PAIR, FARID])
    publish(DatabasePlace(sqlite_engine, OTHER), DraftVersion(theirs, 2), now=NOW)

    assert start_again(place, DraftVersion(mine, 2)) == 3

    assert held_by(sqlite_engine, mine, 3) == {*PAIR, FARID}
    assert held_by(sqlite_engine, mine, 2) == {*PAIR, CHLOE}
    edit(place, DraftVersion(mine, 3), [remove(FARID)])
    publish(place, DraftVersion(mine, 4), now=NOW)
    assert stands(sqlite_engine) == {*PAIR}


@pytest.mark.parametrize("tries", [0, 3])
def test_a_draft_overtaken_while_it_is_judged_is_not_published(engine: Engine, tries: int) -> None:
    mine, theirs = begun(imported(engine), [*PAIR, FARID]), begun(engine, PAIR)
    place, once = DatabasePlace(engine, SOMEONE), [True]

    class Racing(DatabasePlace):
        """A place where somebody else publishes just before the first who would write."""

        @contextmanager
        def writing(self) -> Iterator[OpenDatabase]:
            if once and once.pop():
                publish(DatabasePlace(engine, OTHER), DraftVersion(theirs, 2), now=NOW)
                amend(DatabasePlace(engine, OTHER), MARCH, [add(CHLOE)], now=NOW, note="x")
            with super().writing() as open_place:
                yield open_place

    with pytest.raises(OvertakenError):
        publish(Racing(engine, SOMEONE), DraftVersion(mine, 2), now=NOW, tries=tries)

    assert stands(engine) == {*PAIR, CHLOE}
    assert take_over(place, DraftVersion(mine, 2)) == 3


def test_a_draft_begun_from_what_is_published_ignores_nothing(sqlite_engine: Engine) -> None:
    first = begun(imported(sqlite_engine), [*PAIR, FARID])
    publish(DatabasePlace(sqlite_engine, OTHER), DraftVersion(first, 2), now=NOW)
    second = begun(sqlite_engine, start="publie")

    assert held_by(sqlite_engine, second, 1) == {*PAIR, FARID}
    assert take_over(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(second, 1)) == 1
    edit(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(second, 1), [remove(FARID)])
    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(second, 2), now=NOW)

    assert stands(sqlite_engine) == {*PAIR}
