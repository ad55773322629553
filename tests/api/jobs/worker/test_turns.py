import pytest

from api.database.engine import writing
from api.database.tables.jobs import JobRow
from api.jobs.worker.turns import DIED, LostTurnError, Turn, claim, row_of, take_back
from tests.api.jobs.asked import Office


def test_one_worker_takes_a_calculation_and_the_second_finds_nothing(petit: Office) -> None:
    job = petit.ask()

    with writing(petit.engine) as session:
        first = claim(session, job, "une")
    with writing(petit.engine) as session:
        second = claim(session, job, "autre")

    assert (first, second) == (Turn(job=job, worker="une", number=1), None)
    row = petit.row(job)
    assert (row.state, row.worker, row.attempts, row.turn) == ("solving", "une", 1, 1)
    assert row.started is not None
    assert petit.events(job) == [("etat", "solving")]


def test_a_calculation_that_nobody_asked_for_is_not_taken(petit: Office) -> None:
    with writing(petit.engine) as session:
        assert claim(session, "f" * 32, "une") is None


def test_whoever_lost_its_turn_writes_nothing_more(petit: Office) -> None:
    job = petit.ask()
    with writing(petit.engine) as session:
        zombie = claim(session, job, "une")
        assert zombie is not None
        assert row_of(session, zombie).id == job
        take_back(session, session.get_one(JobRow, job), crashed=True)
    with writing(petit.engine) as session, pytest.raises(LostTurnError):
        row_of(session, zombie)

    with writing(petit.engine) as session:
        heir = claim(session, job, "une")
    assert heir is not None

    # Even of the same name: the turn is another.
    with writing(petit.engine) as session, pytest.raises(LostTurnError):
        row_of(session, zombie)
    assert petit.row(job).attempts == 2


def test_the_twelfth_death_is_the_last(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    states = []
    for _ in range(12):
        with writing(sqlite_petit.engine) as session:
            assert claim(session, job, "une") is not None
            take_back(session, session.get_one(JobRow, job), crashed=True)
        states.append(sqlite_petit.row(job).state)

    row = sqlite_petit.row(job)
    assert states == ["created"] * 11 + ["failed"]
    assert (row.state, row.attempts, row.message, row.outcome) == ("failed", 12, DIED, None)
    assert DIED == (
        "Le calcul a été interrompu 12 fois par l’arrêt brutal de la machine qui le faisait ; il "
        "n’est plus relancé. Ce n’est pas une preuve qu’aucun planning n’existe."
    )


def test_a_worker_that_was_told_to_end_is_no_death(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    for _ in range(5):
        with writing(sqlite_petit.engine) as session:
            assert claim(session, job, "une") is not None
            take_back(session, session.get_one(JobRow, job), crashed=False)

    row = sqlite_petit.row(job)
    assert (row.state, row.attempts, row.worker) == ("created", 0, "")
