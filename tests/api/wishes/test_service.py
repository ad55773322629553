from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import Engine

from api.access.errors import UnknownError
from api.asking.errors import ConflictError, PassedError, WrongValuesError
from api.data.stored.rows import Entry, add
from api.database.engine import reading, writing
from api.month.frames import framed
from api.month.wishes import answers_to_wishes
from api.wishes.service import KIND, MOST, Wish, WishOutcome, answer_to, unwish, wish, wishes_of
from scheduler.domain.time import Span, at
from tests.api.asking.petit import ADA, AFTER, BEFORE, BRICE, again, publish, start
from tests.api.month.cases import MARCH

APRIL = Wish(start="2026-04-06", end="2026-04-07", weight=5)


def wished(engine: Engine, wish_: Wish = APRIL) -> Entry:
    with writing(engine) as session:
        return wish(session, ADA, "ada", wish_, BEFORE)


def test_a_wish_is_the_association_s_and_one_s_own(engine: Engine) -> None:
    start(engine)
    made = wished(engine)

    with reading(engine) as session:
        assert wishes_of(session, "ada") == [made]
        assert wishes_of(session, "brice") == []
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
    with writing(engine) as session, pytest.raises(PassedError):
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
        with pytest.raises(WrongValuesError) as refused:
            wished(sqlite_engine, Wish(start="2026-04-01", end="2026-04-01", weight=weight))
        assert [f.field for f in refused.value.wrong] == ["weight"]
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


@pytest.mark.parametrize(
    ("hours", "wants", "outcome"),
    [
        (("08:00", "12:00"), True, WishOutcome.GRANTED),
        # Nothing begins then: what runs on from the morning isn't what was wished for.
        (("12:00", "20:00"), True, WishOutcome.REFUSED),
        (("12:00", "20:00"), False, WishOutcome.REFUSED),
        (("17:00", "20:00"), False, WishOutcome.GRANTED),
    ],
)
def test_whoever_wished_and_whoever_plans_read_the_same_answer(
    sqlite_engine: Engine, hours: tuple[str, str], *, wants: bool, outcome: WishOutcome
) -> None:
    start(sqlite_engine)
    first, last = (f"2026-03-02T{hour}" for hour in hours)
    values = {"mediator": "ada", "start": first, "end": last, "wants": wants, "weight": 1}
    with writing(sqlite_engine) as session:
        entry = add(session, KIND, values)
    association = again(sqlite_engine)
    frame = framed(association, MARCH, None, BEFORE)

    (planned,) = answers_to_wishes(frame, frame.published, now=BEFORE).answers
    mine_ = answer_to(association, entry, AFTER)
    assert mine_.outcome is outcome
    assert (planned.refusal is None) is (outcome is WishOutcome.GRANTED)
    assert bool(mine_.why) is (planned.refusal is not None)


def test_reasons_are_told_of_the_month_before_and_no_further(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    values = {"mediator": "ada", "start": "2026-03-02", "end": "2026-03-02", "wants": False}
    with writing(sqlite_engine) as session:
        entry = add(session, KIND, {**values, "weight": 1})
    association = again(sqlite_engine)

    april, may = (
        answer_to(association, entry, datetime(2026, month, day, 12, tzinfo=UTC))
        for month, day in ((4, 30), (5, 1))
    )
    assert april.why
    assert may == replace(april, why="")


def test_a_night_of_the_month_before_goes_against_a_wish_of_the_first_day(
    sqlite_engine: Engine,
) -> None:
    start(sqlite_engine)
    values = {"mediator": "ada", "start": "2026-04-01", "end": "2026-04-01", "wants": False}
    with writing(sqlite_engine) as session:
        entry = add(session, KIND, {**values, "weight": 1})
    plain = again(sqlite_engine)
    row = next(row for row in plain.history["2026-03"] if row.worked.mediator == "ada")
    night = Span(at(date(2026, 3, 31), time(22)), at(date(2026, 4, 1), time(6)))
    duty = replace(row.worked.duty, id="nuit", span=night, breaks=())
    by_ada = replace(row, worked=replace(row.worked, duty=duty))
    june = datetime(2026, 6, 1, tzinfo=UTC)

    for march, outcome in (((by_ada,), WishOutcome.REFUSED), ((), WishOutcome.GRANTED)):
        other = replace(row, worked=replace(row.worked, mediator="brice"))
        history = {"2026-03": march, "2026-04": (other,)}
        assert answer_to(replace(plain, history=history), entry, june).outcome is outcome
