from datetime import date, time

import pytest

from api.data.errors import MOST_KEPT, Where
from api.intake.gatherer import Gatherer
from api.intake.reading import EntryCounts, Shift
from scheduler.domain.duty import Duty
from scheduler.domain.time import Span, at
from scheduler.errors import InvalidProblemError

WHERE = Where(file="juin.xlsx", sheet="Juin", line=12, letter="D", column="01/06")


def test_a_place_and_a_refusal_are_told_in_full() -> None:
    assert str(WHERE) == "juin.xlsx, feuille « Juin », ligne 12, colonne D « 01/06 »"
    assert WHERE.refusal("2l:30", "une heure").message == (
        "juin.xlsx, feuille « Juin », ligne 12, colonne D « 01/06 » : reçu « 2l:30 », attendu : "
        "une heure"
    )
    assert str(Where(file="a.csv", line=3, letter="B")) == "a.csv, ligne 3, colonne B"
    assert str(Where(file="a.csv")) == "a.csv"


def test_counts_that_do_not_add_up_cannot_be() -> None:
    assert EntryCounts(read=6, used=1, refused=2, set_aside=3).read == 6
    with pytest.raises(InvalidProblemError, match="5 lus, mais 1 utilisés, 2 refusés et 3 mis"):
        EntryCounts(read=5, used=1, refused=2, set_aside=3)


def test_refusals_are_counted_beyond_those_that_are_told() -> None:
    gatherer = Gatherer()
    for line in range(MOST_KEPT + 3):
        gatherer.refuse([Where(file="a.csv", line=line + 1).refusal("x", "y")])

    reading = gatherer.reading()

    assert len(reading.refused) == MOST_KEPT
    assert reading.counts.refused == MOST_KEPT + 3
    assert reading.notes == ("refus non détaillés, après les 5 000 premiers (3 fois)",)


def test_an_assumption_made_many_times_is_told_once_with_its_count() -> None:
    gatherer = Gatherer()
    for line in (4, 7, 9):
        gatherer.note("supposé", Where(file="a.csv", line=line))

    assert gatherer.reading().notes == ("supposé (3 fois, d’abord a.csv, ligne 4)",)


def test_nothing_of_a_refused_entry_is_kept() -> None:
    gatherer = Gatherer()
    day = date(2026, 6, 1)
    first, second = (
        Shift(
            person="Ada",
            duty=Duty(id=str(hour), span=Span(at(day, time(hour)), at(day, time(hour + 4)))),
            where=WHERE,
        )
        for hour in (8, 14)
    )

    assert gatherer.use(WHERE, [first])
    assert not gatherer.use(WHERE, [second, first], text="8-12 / 14-18")
    assert gatherer.use(WHERE, [second])

    assert [s.duty.id for s in gatherer.reading().shifts] == ["8", "14"]
    assert gatherer.reading().counts == EntryCounts(read=3, used=2, refused=1)
