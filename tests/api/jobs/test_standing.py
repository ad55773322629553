"""A draft through a real worker: whatever a short calculation finds, it is never worse."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from sqlalchemy import Engine

from api.database.engine import reading, writing
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.drafts.service import create
from api.month.folder.importing import import_folder
from api.month.frames import frame_of
from api.month.places.drafts import assignments_of
from api.month.standing import weight_of
from scheduler.domain.problem import Assignment
from tests.api.jobs.asked import FOLDER, LOCAL, Office
from tests.api.jobs.here import ended, working

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
LONGEST = 600.0
"""Seconds after which even a busy machine has ended a calculation."""


def calculated(office: Office, seconds: float) -> tuple[str, int, frozenset[Assignment]]:
    """Calculate for so long: the outcome, then the draft's version and who holds what in it."""
    row = ended(office, office.ask(seconds=seconds, effort=None), LONGEST)
    assert row.state == "completed", row.message
    with reading(office.engine) as session:
        version = session.get_one(RotaRow, office.rota).head
        return f"{row.outcome}", version, assignments_of(session, office.rota, version)


@pytest.mark.long
def test_a_second_leaves_a_draft_that_is_proved_optimal(sqlite_petit: Office) -> None:
    with working(sqlite_petit):
        first, second = (calculated(sqlite_petit, seconds) for seconds in (60.0, 1.0))

    assert (first[:2], len(first[2])) == (("optimal", 2), 68)
    assert second == ("unchanged", 2, first[2])


@pytest.mark.lengthy
def test_seconds_never_leave_the_largest_team_worse_than_a_minute_did(
    sqlite_engine: Engine,
) -> None:
    import_folder(sqlite_engine, LOCAL, FOLDER / "association")
    with writing(sqlite_engine) as session:
        made = create(session, LOCAL, date(2026, 12, 1), dispositifs=["10"])
    office = Office(sqlite_engine, made.id)
    with working(office):
        made_of = [calculated(office, seconds) for seconds in (60.0, 1.0, 2.0, 5.0)]
    with reading(sqlite_engine) as session:
        frame = frame_of(whole(session), session.get_one(RotaRow, office.rota))

    assert made_of[0][1] == 2
    weights = [weight_of(frame, rota, base=None, now=NOW) for _, _, rota in made_of]
    assert weights == sorted(weights, reverse=True)
    for before, (outcome, version, rota) in pairwise(made_of):
        if outcome == "unchanged":
            assert (version, rota) == before[1:]
