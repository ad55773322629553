"""Several workers at one calculation, over PostgreSQL, as processes of their own."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from api.database.engine import connect, reading, writing
from api.database.tables.jobs import JobLoanRow
from api.month.drafts.service import create
from tests.api.database.folders import recent
from tests.api.databases import database
from tests.api.jobs.asked import LOCAL, Office, office
from tests.api.jobs.here import ended
from tests.api.jobs.processes import Process, bare

MONTH = date(2026, 12, 1)
PARTS = ("1", "7", "8")
"""Dispositifs of two parts, and the fewest people who are missing of their minimum."""
MISSING = 14

SECONDS = 150.0
"""Of search at most: a borrower on a busy machine loads its solver and tells a rota meanwhile."""

QUICK = {
    "poll_seconds": 0.1,
    "best_seconds": 1,
    "heartbeat_seconds": 0.5,
    "dead_seconds": 6,
    "solve_threads": 1,
    "solve_processes": 1,
}


@pytest.fixture
def association(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    for url in database(request, "postgresql"):
        engine = connect(url)
        whole = office(engine, f"{recent(tmp_path / 'association')}", MONTH)
        with writing(engine) as session:
            draft = create(session, LOCAL, MONTH, dispositifs=PARTS)
        yield Office(whole.engine, draft.id)
        engine.dispose()


def loan_of(office: Office, job: str, *processes: Process) -> JobLoanRow:
    """Wait until a worker has taken parts of a calculation and told a rota of them."""
    deadline = time.monotonic() + SECONDS
    while True:
        with reading(office.engine) as session:
            loan = session.scalars(select(JobLoanRow).where(JobLoanRow.words > 0)).first()
        if loan is not None:
            return loan
        assert office.row(job).ended is None
        assert time.monotonic() < deadline, [process.said() for process in processes]
        time.sleep(0.05)


def stop_once_proved(office: Office, job: str) -> None:
    """Stop a calculation once its fewest missing people are proved: its wishes take much longer."""
    deadline = time.monotonic() + 2 * SECONDS
    while (row := office.row(job)).ended is None:
        tiers = (row.progress or {}).get("tiers")
        if tiers and tiers[0]["optimal"]:
            office.stop(job)
            return
        assert time.monotonic() < deadline, row.progress
        time.sleep(0.05)


@pytest.mark.first
@pytest.mark.long
def test_parts_of_a_month_are_searched_by_two_workers_and_a_death_costs_no_answer(
    association: Office, tmp_path: Path
) -> None:
    with (
        bare(tmp_path, association.url, "une", **QUICK) as first,
        bare(tmp_path, association.url, "autre", **QUICK) as second,
    ):
        job = association.ask(effort=None, seconds=SECONDS)
        loan = loan_of(association, job, first, second)
        lender, process = association.row(job).worker, {"une": first, "autre": second}
        borrower = process[loan.worker.partition(":")[2]]
        borrower.kill()
        process[lender.partition(":")[2]].until("ne répond plus, parties reprises", SECONDS)
        stop_once_proved(association, job)
        row = ended(association, job)

    assert {lender, loan.worker} == {"essai:une", "essai:autre"}
    assert row.state in {"stopped", "completed"}  # the second where all was proved meanwhile
    assert (row.worker, row.attempts) == (lender, 1)
    minimum = row.result["tiers"][0]
    assert (minimum["cost"], minimum["optimal"]) == (MISSING, True)
    assert row.result["blocking"] == 0
    with reading(association.engine) as session:
        assert session.scalars(select(JobLoanRow)).all() == []
