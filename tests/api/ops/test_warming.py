import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from api.database.engine import connect, writing
from api.hours.months.service import warm as judge_month
from api.ledger.append import append
from api.ledger.history import whole
from api.month.drafts.service import create
from api.month.places.drafts import draft
from api.ops.warming import Warming, Work, judge_drafts
from api.planning.month_change import month_change
from api.planning.problem import assemble
from api.shell.preparing import Warmed
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.asking.petit import AFTER, NORA, start
from tests.api.month.cases import MARCH, NOW, SOMEONE, begun, imported

LATER = datetime(2026, 3, 20, 9, tzinfo=UTC)


class Counted:
    """A work that says how often it was done; it waits for `go_on`."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Semaphore(0), threading.Event()
        self.times = 0

    def __call__(self, *_: Any) -> None:
        self.times += 1
        self.begun.release()
        assert self.go_on.wait(30)


def works(**more: Work) -> Mapping[Warmed, Work]:
    return {Warmed(name): work for name, work in more.items()}


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not until():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_readers_may_come_once_all_is_judged_or_they_waited_long_enough(
    sqlite_engine: Engine,
) -> None:
    drafts, month = Counted(), Counted()
    both = works(plannings=drafts, conformite=month)
    patient, hasty = Warming(sqlite_engine, both), Warming(sqlite_engine, both, patience=0.0)
    for work in (patient, hasty):
        work.start()
    assert drafts.begun.acquire(timeout=30)

    assert (patient.all_ready(), hasty.all_ready()) == (False, True)
    drafts.go_on.set()
    wait(lambda: patient.ready(Warmed.DRAFTS))
    assert not patient.ready(Warmed.CONFORMITY)
    month.go_on.set()
    wait(patient.all_ready)
    for work in (patient, hasty):
        work.stop()


def test_a_publication_has_the_published_month_judged_again_and_sends_no_reader_away(
    sqlite_engine: Engine,
) -> None:
    start(sqlite_engine)
    drafts, month = Counted(), Counted()
    drafts.go_on.set()
    month.go_on.set()
    made = Warming(sqlite_engine, works(plannings=drafts, conformite=month), every=0.01)
    made.start()
    wait(made.all_ready)
    month.go_on.clear()
    assert month.begun.acquire(timeout=30)

    with writing(sqlite_engine) as session:
        there = whole(session)
        problem = assemble(there, MARCH, MARCH.replace(day=31))
        rota = Rota(problem=problem, assignments=frozenset({Assignment("ada", "P-J-2026-03-10")}))
        append(session, NORA, month_change(there, rota, AFTER, ["P"]))

    assert month.begun.acquire(timeout=30)
    assert made.all_ready()
    month.go_on.set()
    made.stop()
    assert (drafts.times, month.times) == (1, 2)


def test_the_month_that_rh_look_at_first_is_judged_before_they_do(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(sqlite_engine)
    assert judge_month(sqlite_engine, LATER, lambda: True) == 0
    assert judge_month(sqlite_engine, LATER) == 1
    monkeypatch.setattr("api.hours.months.service._findings", pytest.fail)
    monkeypatch.setattr("api.hours.months.service.PersonCount", pytest.fail)
    monkeypatch.setattr("api.planning.fairness.accounts._table", pytest.fail)

    assert judge_month(sqlite_engine, LATER) == 1


def test_where_nothing_is_published_there_is_nothing_to_judge(sqlite_engine: Engine) -> None:
    assert judge_month(sqlite_engine, LATER) == 0


def test_drafts_that_are_over_or_given_up_are_not_warmed(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine))

    assert judge_drafts(sqlite_engine, datetime(2026, 3, 31, 21, tzinfo=UTC)) == 1
    assert judge_drafts(sqlite_engine, datetime(2026, 3, 31, 22, tzinfo=UTC)) == 0  # April in Paris
    with writing(sqlite_engine) as session:
        draft(session, rota).discarded = NOW
    assert judge_drafts(sqlite_engine, NOW) == 0


def test_a_draft_that_can_not_be_planned_stops_no_other(sqlite_engine: Engine) -> None:
    begun(imported(sqlite_engine))
    with writing(sqlite_engine) as session:
        create(session, SOMEONE, MARCH, agency="ville", now=NOW).month = date(2090, 1, 1)

    assert judge_drafts(sqlite_engine, NOW) == 1


def test_a_database_that_is_away_makes_nobody_wait(caplog: pytest.LogCaptureFixture) -> None:
    assert judge_drafts(connect("postgresql+psycopg://nobody@127.0.0.1:1/rien"), NOW) == 0
    assert "association non lue d’avance : OperationalError" in caplog.text
