import threading
from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from api.data.folder.load import load
from api.data.stored.rows import KINDS, add
from api.database.engine import reading, writing
from api.database.tables.access import TrailRow
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.jobs.results import result_out
from api.jobs.worker import inputs
from api.jobs.worker.calculation import LeftError, calculate
from api.jobs.worker.conclusion import NOT_CONCLUDED
from api.jobs.worker.inputs import inputs_of
from api.month.frames import framed
from api.month.places.drafts import assignments_of, version_of
from scheduler.domain.problem import Assignment
from tests.api.jobs.asked import FOLDER, Office
from tests.api.publishing import publish
from tests.scheduler.engine.lying import Lying

EMPTY = [(1, None)]
ASKED = ("solve", "replan", "explain")
"""The version that a draft begins with."""

MARCH_2 = [["ada", "P-J-2026-03-02"], ["brice", "P-J-2026-03-02"], ["chloe", "P-J-2026-03-02"]]


def test_a_calculation_keeps_one_version_and_says_how_good_it_is(petit: Office) -> None:
    job = petit.ask()

    row = petit.calculate(job)

    assert (row.state, row.outcome, row.version, row.attempts) == ("completed", "optimal", 2, 1)
    assert petit.versions() == [*EMPTY, (2, job)]
    assert [(t["tier"], t["words"], t["optimal"]) for t in row.result["tiers"][:2]] == [
        (1, "prouvé optimal", True),
        (2, "prouvé optimal", True),
    ]
    assert (row.result["blocking"], row.best, row.message) == (0, None, "")
    frame = framed(load(FOLDER / "petit"), date(2026, 3, 1), None)
    rota = frame.rota(Assignment(who, slot) for slot, who in petit.assignments(2))
    assert row.result["remarks"] == list(frame.profile.remarks(rota)) == result_out(row).remarks
    assert petit.events(job)[0] == ("etat", "solving")
    assert petit.events(job)[-1] == ("fin", "completed")
    assert {kind for kind, _ in petit.events(job)[1:-1]} == {"avancement"}

    # Run again, as by a queue that forgot that it was done: nothing more happens.
    again = petit.calculate(job)
    assert (again.version, again.turn) == (2, 1)
    assert petit.versions() == [*EMPTY, (2, job)]


def test_a_rota_that_the_audit_refuses_is_a_defect_and_nothing_is_kept(
    sqlite_petit: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "Options", partial(Lying, lie="everybody everywhere"))
    job = sqlite_petit.ask()

    row = sqlite_petit.calculate(job)

    assert (row.state, row.outcome, row.version, row.result) == ("failed", None, None, None)
    assert row.message.startswith(
        "Défaut du logiciel pendant le calcul (l’audit refuse le planning"
    )
    assert sqlite_petit.versions() == EMPTY


def test_what_the_solver_answered_wrongly_is_kept_with_the_rota(
    sqlite_petit: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "Options", partial(Lying, lie="value"))
    job = sqlite_petit.ask()

    row = sqlite_petit.calculate(job)

    assert (row.state, row.version) == ("completed", 2)
    sentences = result_out(row).contradictions
    assert sentences
    assert all("un coût qui n’est pas le sien" in sentence for sentence in sentences)


def test_several_months_are_kept_each_in_a_draft_of_its_own(petit: Office) -> None:
    other = petit.another()
    job = petit.ask(until=date(2026, 5, 1))

    row = petit.calculate(job)

    assert (row.state, row.outcome, row.version) == ("completed", "optimal", 2)
    result = result_out(row)
    assert [draft.month for draft in result.later] == [date(2026, 4, 1), date(2026, 5, 1)]
    assert {slot[-10:-3] for slot, _ in petit.assignments(2)} == {"2026-03"}
    assert result.windows == []
    assert result.tiers[0].optimal
    with reading(petit.engine) as session:
        mine = session.get_one(RotaRow, petit.rota)
        for later in result.later:
            draft = session.get_one(RotaRow, later.rota)
            assert (draft.month, draft.head) == (later.month, 1)
            assert (draft.agency, draft.dispositifs) == (mine.agency, mine.dispositifs)
            version = version_of(session, draft.id, 1)
            # What the quarter costs is not what one of its months does.
            assert (version.origin, version.tiers) == ("calcul", None)
            slots = {a.slot for a in assignments_of(session, draft.id, 1)}
            assert {slot[-10:-3] for slot in slots} == {f"{later.month:%Y-%m}"}
        assert session.get_one(RotaRow, other.rota).head == 1
        noted = session.scalars(select(TrailRow.object).where(TrailRow.action == "creer")).all()
        assert {draft.rota for draft in result.later} <= set(noted)

    again = petit.calculate(job)
    assert result_out(again).later == result.later


def test_a_lock_that_can_not_hold_any_more_stops_nothing_and_is_told(
    sqlite_petit: Office,
) -> None:
    wednesday = "P-J-2026-03-04"
    with writing(sqlite_petit.engine) as session:
        lock = {"mediator": "ada", "slot": wednesday, "by": "Nora Bel", "why": "Réunion"}
        add(session, KINDS["verrous"], lock)
        closed = {"template": "P-J", "day": "2026-03-04", "action": "supprime", "why": "Férié"}
        add(session, KINDS["exceptions"], closed)

    row = sqlite_petit.calculate(sqlite_petit.ask())

    assert (row.state, row.outcome, row.version) == ("completed", "optimal", 2)
    assert row.result["locks_left_out"] == [
        {
            "person": "ada",
            "slot": wednesday,
            "message": f"Ada Lemoine, créneau {wednesday} (verrou de Nora Bel : Réunion) : "
            "affectation laissée de côté, le gabarit « P-J » n’a pas de créneau le 04/03/2026.",
        }
    ]
    assert [o.slot for o in result_out(row).locks_left_out] == [wednesday]


def test_what_it_takes_to_calculate_it_again_is_written_down(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask(seed=5)

    row = sqlite_petit.calculate(job, solve_memory_mb=768)

    assert {k: v for k, v in row.engine.items() if k not in {"ortools", "roulement"}} == {
        "data": 1,
        "ledger": 0,
        "base": 1,
        "seed": 5,
        "effort": 0.2,
        "seconds": 30.0,
        "threads": 1,
        "processes": 2,
        "memory_mb": 768,
    }
    assert sorted(row.engine)[-2:] == ["seed", "threads"]


def test_a_solver_without_memory_fails_alone_and_says_so(sqlite_petit: Office) -> None:
    row = sqlite_petit.calculate(sqlite_petit.ask(), solve_memory_mb=64)

    assert (row.state, row.outcome, row.version) == ("failed", None, None)
    assert row.message.startswith(
        "Le calcul s’est arrêté : mémoire insuffisante ou défaut du solveur. Rien n’est gardé, "
        "le service continue. (P"
    )
    assert sqlite_petit.versions() == EMPTY
    # The draft is free for another try.
    assert sqlite_petit.row(sqlite_petit.ask()).state == "created"


def test_a_stop_keeps_the_best_rota_so_far(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask(effort=None)
    sqlite_petit.change(job, best=MARCH_2, stop_asked=True)

    row = sqlite_petit.calculate(job)

    assert (row.state, row.version) == ("stopped", 2)
    assert row.outcome in {"optimal", "feasible"}
    assert sqlite_petit.versions() == [*EMPTY, (2, job)]


def test_a_cancelled_calculation_keeps_nothing_and_its_turn_ends(petit: Office) -> None:
    job = petit.ask()
    thread = threading.Thread(target=petit.calculate, args=(job,))
    thread.start()
    while petit.row(job).state != "solving":
        pass
    petit.cancel(job)
    thread.join()

    row = petit.row(job)
    assert (row.state, row.outcome, row.version) == ("cancelled", None, None)
    assert petit.events(job)[-1] == ("fin", "cancelled")
    assert petit.versions() == EMPTY


def test_a_worker_that_must_end_gives_back_what_it_had(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    ending = threading.Event()
    ending.set()

    with pytest.raises(LeftError):
        calculate(sqlite_petit.engine, sqlite_petit.settings(), job, "ici", ending)

    row = sqlite_petit.row(job)
    assert (row.state, row.attempts, row.worker, row.version) == ("created", 0, "", None)


def test_whoever_lost_its_turn_while_it_solved_keeps_nothing(petit: Office) -> None:
    job = petit.ask()
    left: list[bool] = []

    def zombie() -> None:
        with pytest.raises(LeftError):
            calculate(
                petit.engine, petit.settings(poll_seconds=0.01), job, "une", threading.Event()
            )
        left.append(True)

    thread = threading.Thread(target=zombie)
    thread.start()
    while petit.row(job).state != "solving":
        pass
    with writing(petit.engine) as session:
        row = session.get_one(JobRow, job)
        row.turn, row.worker = row.turn + 1, "autre"
    thread.join()

    assert left == [True]
    row = petit.row(job)
    assert (row.state, row.worker, row.version) == ("solving", "autre", None)
    assert petit.versions() == EMPTY


def test_the_best_rota_of_an_earlier_turn_is_where_the_next_begins(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    gone = ["ada", "P-J-1999-01-01"]
    sqlite_petit.change(job, best=[*MARCH_2, gone])

    with reading(sqlite_petit.engine) as session:
        row = session.get_one(JobRow, job)
        inputs = inputs_of(session, row, sqlite_petit.settings())

    assert sorted([a.mediator, a.slot] for a in inputs.best) == sorted([*MARCH_2, gone])
    assert sqlite_petit.calculate(job).outcome == "optimal"


def test_a_replan_changes_nothing_where_nothing_is_to_be_changed(sqlite_petit: Office) -> None:
    first = sqlite_petit.calculate(sqlite_petit.ask())
    job = sqlite_petit.ask("replan", since=date(2026, 3, 20))

    row = sqlite_petit.calculate(job)

    assert (first.version, row.base, row.engine["base"]) == (2, 2, 2)
    assert (row.outcome, row.version) == ("unchanged", None)
    assert sqlite_petit.versions()[-1] == (2, first.id)


def test_what_is_published_and_over_is_planned_again_only_from_a_day_that_is_named(
    sqlite_petit: Office,
) -> None:
    first = sqlite_petit.calculate(sqlite_petit.ask())
    publish(sqlite_petit.engine, date(2026, 3, 1))

    rows = [sqlite_petit.calculate(sqlite_petit.ask(kind)) for kind in ASKED]
    named = sqlite_petit.calculate(sqlite_petit.ask("replan", since=date(2026, 3, 20)))

    over = (
        "aucun créneau à replanifier : tous ont commencé, et ils sont publiés ; nommez un jour "
        "pour replanifier à partir de lui"
    )
    assert [(row.state, row.version, row.message) for row in rows] == [("invalid", None, over)] * 3
    assert (first.version, named.state, named.version) == (2, "completed", 3)


def test_an_impossible_month_is_said_to_be_so_and_why(impossible: Office) -> None:
    solved = impossible.calculate(impossible.ask())
    explained = impossible.calculate(impossible.ask("explain"))

    assert (solved.state, solved.outcome, solved.version) == ("completed", "infeasible", None)
    assert solved.message == "Aucun planning légal n’existe ; une explication dira pourquoi."
    assert (explained.state, explained.outcome) == ("completed", "infeasible")
    explanation = explained.result["explanation"]
    assert (
        explanation["verified"],
        explanation["people"],
        explanation["slots"],
        explanation["rules"],
    ) == (
        True,
        ["ada"],
        ["P-J-2026-03-03", "P-S-2026-03-02"],
        ["daily_rest_11h", "locks"],
    )
    assert len(explanation["sentences"]) == 3
    ways = explanation["ways_out"]
    assert [(way["cost"], way["cheapest"], len(way["causes"])) for way in ways] == [
        (2, True, 1),
        (2, True, 1),
    ]
    assert {way["causes"][0]["slot"] for way in ways} == set(explanation["slots"])
    assert {way["causes"][0]["lever"] for way in ways} == {"verrou"}
    assert explanation["ways_concluded"]
    assert impossible.versions() == EMPTY


def test_an_explanation_can_be_stopped(impossible: Office) -> None:
    stopped = impossible.ask("explain")
    impossible.change(stopped, stop_asked=True)
    row = impossible.calculate(stopped, poll_seconds=10.0)

    assert (row.state, row.outcome) == ("stopped", "unknown")


def test_an_explanation_without_memory_fails_alone(impossible: Office) -> None:
    row = impossible.calculate(impossible.ask("explain"), solve_memory_mb=64)

    assert (row.state, row.outcome) == ("failed", None)


def test_a_question_can_be_stopped_and_says_so(sqlite_petit: Office) -> None:
    sqlite_petit.calculate(sqlite_petit.ask())
    stopped = sqlite_petit.ask("alternative", person="ada", slot="P-J-2026-03-02")
    sqlite_petit.change(stopped, stop_asked=True)

    row = sqlite_petit.calculate(stopped, poll_seconds=10.0)

    assert (row.state, row.message) == ("stopped", "")


def test_a_month_without_anyone_is_refused_with_the_reason(sqlite_petit: Office) -> None:
    with writing(sqlite_petit.engine) as session:
        session.get_one(RotaRow, sqlite_petit.rota).month = date(1990, 1, 1)

    row = sqlite_petit.calculate(sqlite_petit.ask())

    assert (row.state, row.outcome) == ("invalid", None)
    assert row.message == "personne n’est sous contrat du 01/01/1990 au 31/01/1990"


def test_time_that_runs_out_is_never_a_proof() -> None:
    assert NOT_CONCLUDED == (
        "Aucun planning trouvé dans le temps donné : ce n’est pas une preuve qu’il n’en existe "
        "pas. Donnez plus de temps."
    )
