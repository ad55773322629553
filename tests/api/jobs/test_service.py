from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from api.database.engine import reading, writing
from api.database.tables.access import TrailRow
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.jobs.service import (
    BEFORE,
    DraftBusyError,
    JobEndedError,
    NothingToReplanError,
    cancel,
    refuted_of,
    running_of,
    stop,
)
from api.jobs.states import Outcome, State
from api.jobs.worker.turns import claim
from scheduler.errors import InvalidProblemError
from tests.api.jobs.asked import LOCAL, Office


def test_a_draft_has_one_calculation_at_a_time_and_the_refusal_says_which(petit: Office) -> None:
    job = petit.ask()

    with pytest.raises(DraftBusyError) as refused:
        petit.ask("explain")

    assert refused.value.job == job
    assert str(refused.value) == (
        "Un calcul de ce planning n’est pas fini : suivez-le, arrêtez-le ou annulez-le."
    )
    with writing(petit.engine) as session:
        cancel(session, LOCAL, session.get_one(JobRow, job))
    assert petit.ask("explain") != job


def test_what_was_asked_is_written_down_with_who_asked(petit: Office) -> None:
    job = petit.ask(seed=7, seconds=12.5)

    row = petit.row(job)
    assert (row.state, row.kind, row.base, row.asked_by) == ("created", "solve", 1, LOCAL.user)
    assert row.options == {
        "kind": "solve",
        "seconds": 12.5,
        "seed": 7,
        "effort": 0.2,
        "dispositifs": [],
        "since": None,
        "until": None,
        "person": "",
        "slot": "",
        "seen": 0,
        "register": 0,
    }
    with reading(petit.engine) as session:
        entries = session.scalars(select(TrailRow).where(TrailRow.about == "calcul")).all()
        assert [(t.action, t.about, t.object, t.detail) for t in entries] == [
            ("calculer", "calcul", job, {"planning": petit.rota, "nature": "solve"})
        ]
        running = running_of(session, petit.rota)
        assert running is not None
        assert running.id == job


def test_a_draft_without_a_version_is_not_replanned(sqlite_petit: Office) -> None:
    with writing(sqlite_petit.engine) as session:
        session.get_one(RotaRow, sqlite_petit.rota).head = 0

    with pytest.raises(NothingToReplanError) as refused:
        sqlite_petit.ask("replan")

    assert str(refused.value) == (
        "Ce planning n’a pas encore de version : calculez-le avant de le recalculer."
    )


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 4, 1)])
def test_a_day_outside_the_month_is_refused(sqlite_petit: Office, day: date) -> None:
    with pytest.raises(InvalidProblemError) as refused:
        sqlite_petit.ask(since=day)

    assert str(refused.value) == (f"{day:%d/%m/%Y} n’est pas dans le mois du planning (03/2026)")


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 31)])
def test_the_first_and_the_last_day_of_the_month_are_in_it(sqlite_petit: Office, day: date) -> None:
    assert sqlite_petit.row(sqlite_petit.ask(since=day)).options["since"] == day.isoformat()


def test_a_dispositif_of_another_draft_is_refused(sqlite_petit: Office) -> None:
    with writing(sqlite_petit.engine) as session:
        session.get_one(RotaRow, sqlite_petit.rota).dispositifs = ("P",)

    with pytest.raises(InvalidProblemError) as refused:
        sqlite_petit.ask(dispositifs=("Q",))

    assert str(refused.value) == "dispositif hors de ce planning « Q » (attendu : P)"


def test_what_waits_ends_at_once_when_it_is_stopped_or_cancelled(petit: Office) -> None:
    stopped = petit.ask()
    with writing(petit.engine) as session:
        stop(session, LOCAL, session.get_one(JobRow, stopped))
    cancelled = petit.ask()
    with writing(petit.engine) as session:
        cancel(session, LOCAL, session.get_one(JobRow, cancelled))

    first, other = petit.row(stopped), petit.row(cancelled)
    assert (first.state, first.outcome, first.message) == ("stopped", "unchanged", BEFORE)
    assert (other.state, other.outcome, other.message) == ("cancelled", None, "")
    assert first.ended is not None
    for job in (stopped, cancelled):
        with writing(petit.engine) as session:
            assert claim(session, job, "une") is None


def test_what_runs_is_asked_to_stop_once_however_often_one_asks(petit: Office) -> None:
    job = petit.ask()
    with writing(petit.engine) as session:
        claim(session, job, "une")
    for _ in range(2):
        with writing(petit.engine) as session:
            stop(session, LOCAL, session.get_one(JobRow, job))

    row = petit.row(job)
    assert (row.state, row.stop_asked, row.cancel_asked) == ("solving", True, False)


def test_what_is_over_is_neither_stopped_nor_cancelled(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    with writing(sqlite_petit.engine) as session:
        cancel(session, LOCAL, session.get_one(JobRow, job))

    for deed in (stop, cancel):
        with writing(sqlite_petit.engine) as session, pytest.raises(JobEndedError) as refused:
            deed(session, LOCAL, session.get_one(JobRow, job))
        assert str(refused.value) == "Ce calcul est fini (annulé)."


@pytest.mark.parametrize(("agency", "known"), [("ville", "P"), ("", "P")])
def test_a_dispositif_that_a_draft_of_all_doesn_t_have_is_refused(
    sqlite_petit: Office, agency: str, known: str
) -> None:
    with writing(sqlite_petit.engine) as session:
        session.get_one(RotaRow, sqlite_petit.rota).agency = agency

    with pytest.raises(InvalidProblemError) as refused:
        sqlite_petit.ask("replan", dispositifs=("Q",))

    assert str(refused.value) == f"dispositif hors de ce planning « Q » (attendu : {known})"
    assert sqlite_petit.row(sqlite_petit.ask("replan", dispositifs=("P",))).state == "created"


@pytest.mark.parametrize("until", [date(2026, 2, 1), date(2027, 3, 1)])
def test_months_before_the_drafts_or_a_year_after_are_refused(
    sqlite_petit: Office, until: date
) -> None:
    with pytest.raises(InvalidProblemError) as refused:
        sqlite_petit.ask(until=until)

    assert str(refused.value) == (
        f"jusqu’à {until:%m/%Y} : attendu, le mois du planning (03/2026) ou l’un des onze suivants"
    )


def test_a_year_from_the_drafts_month_on_is_taken(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask(until=date(2027, 2, 1))

    assert sqlite_petit.row(job).options["until"] == "2027-02-01"


@pytest.mark.parametrize(
    ("ends", "refuted"),
    [
        ([("solve", 1, Outcome.INFEASIBLE)], 0),
        ([("solve", 1, Outcome.INFEASIBLE), ("explain", 1, Outcome.UNKNOWN)], 0),
        ([("solve", 1, Outcome.INFEASIBLE), ("solve", 1, None)], 0),
        ([("solve", 1, Outcome.INFEASIBLE), ("alternative", 1, Outcome.FEASIBLE)], 0),
        ([("solve", 1, Outcome.INFEASIBLE), ("solve", 1, Outcome.OPTIMAL)], None),
        ([("solve", 1, Outcome.INFEASIBLE), ("solve", 2, Outcome.UNKNOWN)], None),
        ([("solve", 1, Outcome.INFEASIBLE), ("solve", 1, Outcome.UNCHANGED)], 0),
        ([("solve", 1, Outcome.UNKNOWN)], None),
        ([], None),
    ],
)
def test_a_draft_is_refuted_by_its_last_calculation_that_answered_of_a_version(
    sqlite_petit: Office, ends: list[tuple[str, int, Outcome | None]], refuted: int | None
) -> None:
    jobs = []
    with writing(sqlite_petit.engine) as session:
        for minute, (kind, base, outcome) in enumerate(ends):
            at = datetime(2026, 2, 1, 9, minute, tzinfo=UTC)
            row = JobRow(
                kind=kind,
                state=State.COMPLETED,
                outcome=outcome,
                rota=sqlite_petit.rota,
                base=base,
                options={},
                asked_by=LOCAL.user,
                requested=at,
                ended=at,
            )
            session.add(row)
            session.flush()
            jobs.append(row.id)

    with reading(sqlite_petit.engine) as session:
        last = refuted_of(session, sqlite_petit.rota)

    assert (last and last.id) == (None if refuted is None else jobs[refuted])
