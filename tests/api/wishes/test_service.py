from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.asking.errors import ConflictError, UnknownError, WrongValuesError
from api.data.stored.refusals import RefusedRowsError, StaleRowError
from api.database.engine import reading, writing
from api.wishes.service import MOST, Wish, mine, unwish, wish
from tests.api.asking.petit import ADA, BEFORE, BRICE, again, publish, start

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.data.stored.rows import Entry

APRIL = Wish(start="2026-04-06", end="2026-04-07", weight=5)


def wished(engine: Engine, wish_: Wish = APRIL) -> Entry:
    with writing(engine) as session:
        return wish(session, ADA, "ada", wish_, BEFORE)


def test_a_wish_is_the_association_s_and_one_s_own(engine: Engine) -> None:
    start(engine)
    made = wished(engine)

    with reading(engine) as session:
        assert mine(session, "ada") == [made]
        assert mine(session, "brice") == []
    (wish_,) = again(engine).wishes
    assert (wish_.mediator, wish_.wants, wish_.weight, wish_.span.minutes) == (
        "ada",
        False,
        5,
        2 * 1440,
    )


def test_a_wish_is_taken_away_by_whose_it_is(engine: Engine) -> None:
    start(engine)
    made = wished(engine)

    with writing(engine) as session, pytest.raises(UnknownError):
        unwish(session, BRICE, "brice", made.key, made.number)
    with writing(engine) as session, pytest.raises(StaleRowError):
        unwish(session, ADA, "ada", made.key, made.number + 1)
    with writing(engine) as session:
        unwish(session, ADA, "ada", made.key, made.number)
    with writing(engine) as session, pytest.raises(UnknownError):
        unwish(session, ADA, "ada", made.key, made.number)
    assert again(engine).wishes == ()


def test_a_published_month_is_not_wished_for(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    for first, last in (("2026-03-31", "2026-04-01"), ("2026-02-27", "2026-03-01")):
        with writing(sqlite_engine) as session, pytest.raises(ConflictError) as error:
            wish(session, ADA, "ada", Wish(start=first, end=last), BEFORE)
        assert error.value.code == "mois_publie"
        assert str(error.value) == (
            "Le planning de mars 2026 est publié : demandez un échange ou un congé."
        )
    assert wished(sqlite_engine, Wish(start="2026-04-01", end="2026-04-30")).number == 1


def test_a_wish_of_a_month_published_since_stays(sqlite_engine: Engine) -> None:
    start(sqlite_engine, frozenset())
    made = wished(sqlite_engine, Wish(start="2026-03-06", end="2026-03-06"))
    publish(sqlite_engine)
    with writing(sqlite_engine) as session, pytest.raises(ConflictError):
        unwish(session, ADA, "ada", made.key, made.number)


def test_wishes_lie_ahead_and_are_weighed_from_one_to_ten(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    with pytest.raises(WrongValuesError) as error:
        wished(sqlite_engine, Wish(start="2026-02-01", end="2026-02-09"))
    assert [(w.field, w.expected) for w in error.value.wrong] == [("end", "une fin à venir")]
    for weight in (0, 11):
        with pytest.raises(RefusedRowsError) as refused:
            wished(sqlite_engine, Wish(start="2026-04-01", end="2026-04-01", weight=weight))
        assert [f.field for f in refused.value.faults] == ["weight"]
    for weight in (1, 10):
        wished(sqlite_engine, Wish(start="2026-04-01", end="2026-04-01", weight=weight))


def test_nobody_wishes_for_everything(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.wishes.service.MOST", 2)
    start(sqlite_engine)
    wished(sqlite_engine)
    wished(sqlite_engine, Wish(start="2026-04-01", end="2026-04-01", wants=True))
    with pytest.raises(ConflictError) as error:
        wished(sqlite_engine)

    assert (error.value.code, MOST) == ("trop_de_souhaits", 60)
