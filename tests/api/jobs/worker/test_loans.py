"""Parts of a calculation that other workers search: cut, offered, taken, ended or given back."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from api.database.engine import database_now, reading, writing
from api.database.tables.jobs import JobLoanRow, JobRow, WorkerRow
from api.jobs.worker.borrowing import Loan, LoanWatch, borrow, loan_row, take
from api.jobs.worker.inputs import inputs_of
from api.jobs.worker.lending import (
    SILENCE,
    DatabaseLender,
    cut,
    ends_as_json,
    ends_from,
    idle_workers,
    silence,
)
from api.jobs.worker.turns import LostTurnError, Turn, claim
from fixtures.draw import grow
from scheduler.domain.problem import Assignment
from scheduler.engine.parts.lending import LoanNews, PartEnd
from scheduler.engine.search.incumbent import Bound
from scheduler.errors import SolverCrashError
from tests.api.jobs.asked import FOLDER, Office, office

HERE, THERE = "ici", "ailleurs"
SHARES = {"a": 5.0, "b": 4.0, "c": 2.0, "d": 1.0}
BEST = frozenset({Assignment("ada", "P-J-2026-03-02")})
END = {"b": PartEnd(bounds=(Bound(place=1, value=3, caps=(2,), confirmed=True),), seconds=1.5)}


@pytest.fixture
def two(sqlite_engine: Engine, tmp_path: Path) -> Office:
    """Give `petit` twice: two parts that share nobody."""
    grow(tmp_path / "deux", 2, 1, FOLDER / "petit")
    return office(sqlite_engine, f"{tmp_path / 'deux'}")


def seen(office: Office, worker: str, seconds_ago: float = 0.0, capacity: int = 1) -> None:
    """Have a worker that gave a sign of life so long ago."""
    with writing(office.engine) as session:
        now = database_now(session)
        session.merge(
            WorkerRow(
                id=worker,
                started=now,
                seen=now - timedelta(seconds=seconds_ago),
                capacity=capacity,
            )
        )


def turn_of(office: Office) -> Turn:
    job = office.ask(effort=None)
    with writing(office.engine) as session:
        turn = claim(session, job, HERE)
    assert turn is not None
    return turn


@contextmanager
def lent(office: Office, turn: Turn) -> Iterator[DatabaseLender]:
    """Offer the parts of a turn to a worker that is idle elsewhere."""
    seen(office, THERE)
    settings = office.settings(poll_seconds=0.01)
    with DatabaseLender(office.engine, settings, turn, 29_000_000) as lender:
        lender.offer(SHARES)
        yield lender


def taken(office: Office, worker: str = THERE) -> Loan:
    with writing(office.engine) as session:
        loan = take(session, worker)
    assert loan is not None
    return loan


def heard(lender: DatabaseLender, count: int = 1) -> list[LoanNews]:
    """Wait for so many pieces of news."""
    words: list[LoanNews] = []
    until(lambda: len(words) >= count, lambda: words.extend(lender.news()))
    return words


def until(true: Callable[[], bool], meanwhile: Callable[[], Any] = lambda: None) -> None:
    deadline = time.monotonic() + 30.0
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)
        meanwhile()


def loans(office: Office) -> list[JobLoanRow]:
    with reading(office.engine) as session:
        return list(session.scalars(select(JobLoanRow).order_by(JobLoanRow.number)))


@pytest.mark.parametrize(
    ("machines", "parts"),
    [
        (1, [("a", "b", "c", "d")]),
        (2, [("a", "d"), ("b", "c")]),
        (3, [("a",), ("b",), ("c", "d")]),
        (6, [("a",), ("b",), ("c",), ("d",)]),
    ],
)
def test_each_part_goes_to_the_machine_that_has_least(
    machines: int, parts: Sequence[tuple[str, ...]]
) -> None:
    assert cut(SHARES, machines) == parts


def test_only_living_workers_with_room_are_offered_parts(sqlite_petit: Office) -> None:
    settings = sqlite_petit.settings(dead_seconds=10.0)
    turn = turn_of(sqlite_petit)
    for worker, ago, capacity in ((HERE, 0, 9), (THERE, 0, 1), ("lente", 11, 1), ("large", 0, 2)):
        seen(sqlite_petit, worker, ago, capacity)

    with reading(sqlite_petit.engine) as session:
        before = idle_workers(session, settings, but=HERE)
    sqlite_petit.change(turn.job, worker=THERE)
    with reading(sqlite_petit.engine) as session:
        after = idle_workers(session, settings, but=HERE)

    assert (before, after) == (2, 1)


@pytest.mark.parametrize(("dead", "seconds"), [(3.0, 3.0), (60.0, SILENCE)])
def test_a_borrower_is_dead_no_later_than_a_worker(
    sqlite_petit: Office, dead: float, seconds: float
) -> None:
    assert silence(sqlite_petit.settings(dead_seconds=dead)) == seconds


def test_ends_are_read_as_they_were_written() -> None:
    assert ends_from(ends_as_json(END)) == END


def test_a_worker_alone_lends_nothing_and_looks_at_nothing(sqlite_petit: Office) -> None:
    turn = turn_of(sqlite_petit)
    seen(sqlite_petit, HERE)
    threads = threading.active_count()

    with DatabaseLender(sqlite_petit.engine, sqlite_petit.settings(), turn, 1) as lender:
        lender.offer(SHARES)

        assert (loans(sqlite_petit), lender.news()) == ([], [])
        assert threading.active_count() == threads


def test_what_a_borrower_tells_comes_to_the_lender_in_order(sqlite_petit: Office) -> None:
    office = sqlite_petit
    with lent(office, turn_of(office)) as lender:
        (offered,) = loans(office)
        loan = taken(office)
        (first,) = heard(lender)
        with watched(office, loan) as watch:
            watch.better(BEST)
            (second,) = heard(lender)
            watch.end(BEST, END)
        (third,) = heard(lender)

    assert (offered.parts, offered.state, offered.now) == (["b", "c"], "offered", 29_000_000)
    assert loan.parts == ("b", "c")
    assert first == LoanNews(parts=("b", "c"), lent=True)
    assert second == LoanNews(parts=("b", "c"), lent=True, assignments=BEST)
    assert third == LoanNews(parts=("b", "c"), lent=False, assignments=BEST, ends=END)
    assert loans(office) == []


@contextmanager
def watched(office: Office, loan: Loan) -> Iterator[LoanWatch]:
    with LoanWatch(
        office.engine,
        office.settings(poll_seconds=0.01),
        loan,
        ending=threading.Event(),
        busy=threading.Event(),
    ) as watch:
        yield watch


@pytest.mark.long
@pytest.mark.parametrize("event", ["ending", "busy"])
def test_a_borrower_that_must_leave_hands_over_or_gives_up_within_seconds(
    sqlite_petit: Office, event: str
) -> None:
    with (
        lent(sqlite_petit, turn_of(sqlite_petit)),
        watched(sqlite_petit, taken(sqlite_petit)) as watch,
    ):
        getattr(watch, event).set()
        assert watch.stop.wait(30.0)
        early = watch.give_up.is_set()

        assert watch.give_up.wait(30.0)
    assert not early


def test_a_borrower_is_stopped_when_its_parts_are_called_back(sqlite_petit: Office) -> None:
    with (
        lent(sqlite_petit, turn_of(sqlite_petit)) as lender,
        watched(sqlite_petit, taken(sqlite_petit)) as watch,
    ):
        assert not watch.stop.wait(0.05)
        lender.recall()
        assert watch.stop.wait(30.0)
        assert not watch.give_up.is_set()


def test_parts_called_back_before_they_are_taken_are_offered_no_more(
    sqlite_petit: Office,
) -> None:
    with lent(sqlite_petit, turn_of(sqlite_petit)) as lender:
        lender.recall()
        (news,) = heard(lender)
        with writing(sqlite_petit.engine) as session:
            loan = take(session, THERE)

    assert (news.lent, news.assignments, loan) == (False, None, None)


def test_a_silent_borrower_has_lost_its_parts_and_may_write_no_more(sqlite_petit: Office) -> None:
    with lent(sqlite_petit, turn_of(sqlite_petit)) as lender:
        loan = taken(sqlite_petit)
        (first,) = heard(lender)
        with writing(sqlite_petit.engine) as session:
            row = loan_row(session, loan)
            row.seen = database_now(session) - timedelta(seconds=SILENCE + 1)
        (second,) = heard(lender)
        with (
            writing(sqlite_petit.engine) as session,
            pytest.raises(LostTurnError, match="ne sont plus les vôtres"),
        ):
            loan_row(session, loan)

    assert (first.lent, second.lent) == (True, False)


def test_a_cancelled_calculation_ends_the_search_of_its_borrowers(sqlite_petit: Office) -> None:
    turn = turn_of(sqlite_petit)
    with lent(sqlite_petit, turn), watched(sqlite_petit, taken(sqlite_petit)) as watch:
        sqlite_petit.cancel(turn.job)

        assert watch.give_up.wait(30.0)
        assert loans(sqlite_petit) == []


def test_a_calculation_taken_back_from_a_dead_worker_ends_the_search_of_its_borrowers(
    sqlite_petit: Office,
) -> None:
    turn = turn_of(sqlite_petit)
    with lent(sqlite_petit, turn), watched(sqlite_petit, taken(sqlite_petit)) as watch:
        sqlite_petit.change(turn.job, turn=turn.number + 1)

        assert watch.give_up.wait(30.0)


def test_nobody_borrows_from_oneself_nor_of_a_turn_that_is_over(sqlite_petit: Office) -> None:
    turn = turn_of(sqlite_petit)
    with lent(sqlite_petit, turn):
        with writing(sqlite_petit.engine) as session:
            assert take(session, HERE) is None
        sqlite_petit.change(turn.job, turn=turn.number + 1)
        with writing(sqlite_petit.engine) as session:
            assert take(session, THERE) is None


def helped(office: Office, over: threading.Event, borrowings: list[bool]) -> None:
    """Do as another worker would that is idle."""
    settings = office.settings(solve_processes=1)
    while not over.wait(0.05):
        borrowings.append(
            borrow(office.engine, settings, THERE, ending=threading.Event(), busy=threading.Event())
        )


def costs(row: JobRow) -> list[tuple[int, int]]:
    return [(tier["cost"], tier["bound"]) for tier in row.result["tiers"]]


@pytest.mark.long
def test_two_workers_calculate_a_month_together_as_one_does_alone(two: Office) -> None:
    alone = two.calculate(two.ask(effort=None, seconds=60), solve_processes=1)
    other = two.another()
    seen(other, THERE)
    over, borrowings = threading.Event(), list[bool]()
    helper = threading.Thread(target=helped, args=(other, over, borrowings))
    helper.start()
    try:
        together = other.calculate(other.ask(effort=None, seconds=60), solve_processes=1)
    finally:
        over.set()
        helper.join()

    assert any(borrowings)
    assert (together.state, together.outcome) == (alone.state, alone.outcome)
    assert costs(together) == costs(alone)
    assert (together.result["blocking"], together.version) == (0, 2)
    assert loans(other) == []


def test_parts_go_back_untouched_from_a_worker_that_reads_other_data(two: Office) -> None:
    seen(two, THERE)
    turn = turn_of(two)
    two.change(turn.job, engine={"data": -1})
    with DatabaseLender(two.engine, two.settings(poll_seconds=0.01), turn, 29_000_000) as lender:
        lender.offer({"P": 2.0, "P (2)": 1.0})
        nobody = {"ending": threading.Event(), "busy": threading.Event()}
        assert borrow(two.engine, two.settings(), THERE, **nobody)
        words: list[LoanNews] = []
        # That they were taken may be read too late to be news.
        until(lambda: bool(words) and not words[-1].lent, lambda: words.extend(lender.news()))

    assert {news.assignments for news in words} == {None}


def test_parts_taken_back_before_their_search_fails_are_no_defect(
    two: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(two, THERE)
    turn = turn_of(two)
    with reading(two.engine) as session:
        facts = inputs_of(session, session.get_one(JobRow, turn.job), two.settings()).facts
    two.change(turn.job, engine=facts)

    def fail(*_: object, **__: object) -> None:
        two.change(turn.job, turn=turn.number + 1)
        raise SolverCrashError("mémoire")

    monkeypatch.setattr("api.jobs.worker.borrowing.plan_parts", fail)
    with DatabaseLender(two.engine, two.settings(), turn, 29_000_000) as lender:
        lender.offer({"P": 2.0, "P (2)": 1.0})
        nobody = {"ending": threading.Event(), "busy": threading.Event()}

        assert borrow(two.engine, two.settings(), THERE, **nobody)


def test_a_borrower_outlives_a_database_without_a_free_connection(
    sqlite_petit: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [PoolTimeoutError(), PoolTimeoutError()]

    def look(session: Session, loan: Loan) -> JobLoanRow:
        if failures:
            raise failures.pop()
        return loan_row(session, loan)

    monkeypatch.setattr("api.jobs.worker.borrowing.loan_row", look)
    with (
        lent(sqlite_petit, turn_of(sqlite_petit)) as lender,
        watched(sqlite_petit, taken(sqlite_petit)) as watch,
    ):
        until(lambda: not failures)
        lender.recall()

        assert watch.stop.wait(30.0)
