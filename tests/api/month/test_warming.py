"""The first readers: one computation for all of them, and none where it was done beforehand."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from api.data.association import Association
from api.data.rows.kinds import KINDS
from api.data.stored.association import forget
from api.data.stored.rows import add
from api.database.engine import reading, writing
from api.database.memory import Memory
from api.hours.months.service import Basis, findings_on, month_of
from api.ledger import history
from api.ledger.history import whole
from api.month import findings, frames
from api.month.findings import after_edit, findings_of
from api.month.frames import frame_of
from api.month.places.drafts import assignments_of, draft
from api.ops.warming import judge_drafts
from api.planning.problem import CarriedBalances
from tests.api.asking.petit import start
from tests.api.month.cases import (
    ADA,
    BRICE,
    NOW,
    at_once,
    begun,
    frame,
    held_by,
    imported,
)

READERS = 8
SLOW = 0.05
"""Seconds added to each computation, so that all readers come while it is under way."""


class Counted:
    """How often each computation was done: the real ones, called as always, only slower."""

    def __init__(self, patch: pytest.MonkeyPatch, *places: str) -> None:
        self.times = dict.fromkeys(places, 0)
        for place in places:
            self._count(patch, place)

    def _count(self, patch: pytest.MonkeyPatch, place: str) -> None:
        module, _, name = place.rpartition(".")
        real: Callable[..., Any] = getattr(__import__(module, fromlist=[name]), name)

        def counted(*wanted: Any, **named: Any) -> Any:
            self.times[place] += 1
            time.sleep(SLOW)
            return real(*wanted, **named)

        patch.setattr(place, counted)

    def taken(self) -> list[int]:
        """Return the counts, and begin again from nothing."""
        counts = list(self.times.values())
        self.times = dict.fromkeys(self.times, 0)
        return counts


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(
        monkeypatch,
        "api.ledger.history._revisions",
        "api.month.frames.assemble",
        "api.month.findings.audit",
    )


Cold = Callable[[], None]


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> Cold:
    """Return what makes this process as one that has just started."""
    remembered: tuple[Memory[Any], ...]
    remembered = (history._KNOWN, frames._frames, findings._findings)

    def begin_again() -> None:
        forget()
        for memory in remembered:
            memory.clear()
        monkeypatch.setattr("api.month.frames._problems", deque())

    return begin_again


def reader(engine: Engine, rota: str) -> Callable[[], Association]:
    """Return what a reader of a draft does; it returns the association that it saw."""

    def read_draft() -> Association:
        with reading(engine) as session:
            association = whole(session)
            row = draft(session, rota)
            assignments = assignments_of(session, rota, row.head)
            frame = frame_of(association, row, NOW)
        findings_of(frame, assignments, now=NOW)
        return association

    return read_draft


def change(engine: Engine) -> None:
    """Change the association: Brice is away for a day of March."""
    absence = {"mediator": "brice", "start": "2026-03-12", "end": "2026-03-13", "kind": "conge"}
    with writing(engine) as session:
        add(session, KINDS["absences"], absence)


def test_eight_readers_at_once_of_a_cold_draft_pay_for_one(
    sqlite_engine: Engine, counted: Counted, cold: Cold
) -> None:
    rota = begun(imported(sqlite_engine), {ADA, BRICE})
    cold()
    counted.taken()

    seen = at_once(*[reader(sqlite_engine, rota)] * READERS)

    assert len({id(association) for association in seen}) == 1
    assert counted.taken() == [1, 1, 1]


def test_eight_readers_at_once_of_a_changed_association_pay_for_one(
    sqlite_engine: Engine, counted: Counted
) -> None:
    rota = begun(imported(sqlite_engine), {ADA, BRICE})
    reader(sqlite_engine, rota)()
    change(sqlite_engine)
    counted.taken()

    seen = at_once(*[reader(sqlite_engine, rota)] * READERS)

    assert len({id(association) for association in seen}) == 1
    assert counted.taken() == [0, 1, 1]


def test_eight_edits_alike_at_once_are_judged_once(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, cold: Cold
) -> None:
    rota = begun(imported(sqlite_engine), {ADA})
    cold()
    judging = frame(sqlite_engine, rota)
    before = held_by(sqlite_engine, rota, 2)
    findings_of(judging, before, now=NOW)
    counted = Counted(monkeypatch, "api.month.findings.reaudit")

    outcomes = at_once(*[lambda: after_edit(judging, before, before | {BRICE})] * READERS)

    assert counted.taken() == [1]
    assert all(why == outcomes[0] for why in outcomes)


def test_an_edit_and_its_undoing_at_once_do_not_wait_for_each_other(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, cold: Cold
) -> None:
    rota = begun(imported(sqlite_engine), {ADA})
    cold()
    judging = frame(sqlite_engine, rota)
    before = held_by(sqlite_engine, rota, 2)
    after = before | {BRICE}
    Counted(monkeypatch, "api.month.findings.reaudit", "api.month.findings.audit")

    done, undone = at_once(
        lambda: after_edit(judging, before, after), lambda: after_edit(judging, after, before)
    )

    assert (done, undone) == (
        findings_of(judging, after, now=NOW),
        findings_of(judging, before, now=NOW),
    )


def test_eight_readers_at_once_of_a_published_month_pay_for_one(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(sqlite_engine)
    counted = Counted(
        monkeypatch,
        "api.hours.months.service.published_problem",
        "api.hours.months.service._findings",
        "api.hours.months.service.apply",
    )

    def read_month() -> tuple[int, int]:
        with reading(sqlite_engine) as session:
            month = month_of(session, "2026-03", Basis.WORKED, NOW)
        return id(month), id(findings_on(month))

    seen = at_once(*[read_month] * READERS)

    assert len(set(seen)) == 1
    assert counted.taken() == [1, 1, 1]


def test_what_was_warmed_is_not_worked_out_again(
    sqlite_engine: Engine, counted: Counted, cold: Cold
) -> None:
    rota = begun(imported(sqlite_engine), {ADA, BRICE})
    cold()

    judged = judge_drafts(sqlite_engine, NOW)
    counted.taken()
    at_once(*[reader(sqlite_engine, rota)] * READERS)

    assert judged == 1
    assert counted.taken() == [0, 0, 0]
    balances = frame(sqlite_engine, rota).problem.balances
    assert isinstance(balances, CarriedBalances)
    assert balances.read
