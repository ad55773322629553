"""A calculation starts from what stands, and leaves it only for something better."""

from datetime import date

import pytest

from api.data.stored.rows import KINDS, add
from api.database.engine import reading, writing
from api.database.tables.month import RotaRow
from api.jobs.results import result_out
from api.jobs.shapes import outcome_words
from api.jobs.states import Outcome, State
from api.jobs.worker.conclusion import Conclusion, conclude, of_solve
from api.jobs.worker.inputs import inputs_of
from api.jobs.worker.turns import Turn, claim, row_of
from api.month.places.database import DatabasePlace
from api.month.places.drafts import assignments_of
from api.month.places.place import DraftVersion
from api.month.versions.editing import edit
from api.month.versions.operations import Operation, Verb
from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import OutOfTime
from tests.api.jobs.asked import LOCAL, Office

POSTS = 68
"""People whom the best rota of `petit` has on its slots."""

HASTE = 0.01
"""Seconds of search in which nothing is found."""

MAY = date(2026, 5, 1)
ABSENCE = {
    "mediator": "elsa",
    "start": "2026-03-20T00:00",
    "end": "2026-03-21T00:00",
    "kind": "conge",
}
THREE = [["ada", "P-J-2026-03-02"], ["brice", "P-J-2026-03-02"], ["chloe", "P-J-2026-03-02"]]


def head(office: Office) -> int:
    with reading(office.engine) as session:
        return session.get_one(RotaRow, office.rota).head


def claimed(office: Office, job: str) -> Turn:
    """Take a calculation, and read what it is made from."""
    with writing(office.engine) as session:
        turn = claim(session, job, "ici")
        assert turn is not None
        row = row_of(session, turn)
        row.engine = inputs_of(session, row, office.settings()).facts
    return turn


def ending(pairs: list[list[str]]) -> Conclusion:
    """End a calculation with who holds what."""
    return Conclusion(
        state=State.COMPLETED,
        outcome=Outcome.FEASIBLE,
        assignments=frozenset(Assignment(*pair) for pair in pairs),
        result={"tiers": []},
    )


@pytest.fixture
def best(sqlite_petit: Office) -> Office:
    """Give a draft whose version 2 is proved optimal."""
    row = sqlite_petit.calculate(sqlite_petit.ask())
    assert (row.outcome, row.version) == ("optimal", 2)
    assert len(sqlite_petit.assignments(2)) == POSTS
    return sqlite_petit


@pytest.mark.long
def test_a_calculation_without_the_time_for_anything_changes_nothing(best: Office) -> None:
    row = best.calculate(best.ask(seconds=HASTE, effort=None))

    assert (row.state, row.outcome, row.version) == ("completed", "unchanged", None)
    assert (head(best), [number for number, _ in best.versions()]) == (2, [1, 2])
    assert (row.result["posts"]["have"], row.result["posts"]["target"]) == (POSTS, 70)
    assert row.message == (
        "Temps insuffisant : rien n’est changé "
        "(68\u00a0postes pourvus sur 70, et rien de mieux en 0,01 s)."
    )


def test_an_empty_draft_takes_whatever_was_found_by_its_stop(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask(effort=None)
    sqlite_petit.change(job, stop_asked=True)

    row = sqlite_petit.calculate(job)

    assert (row.state, row.version, head(sqlite_petit)) == ("stopped", 2, 2)
    assert 0 < len(sqlite_petit.assignments(2)) == row.result["posts"]["have"] <= POSTS


@pytest.mark.parametrize(
    ("stopped", "state", "why"),
    [
        (False, "completed", "Temps insuffisant"),
        (True, "stopped", "Arrêté avant d’avoir trouvé mieux"),
    ],
)
def test_no_rota_in_time_changes_nothing_and_proves_nothing(
    stopped: bool, state: str, why: str
) -> None:
    end = of_solve(OutOfTime(part="P", seconds=2.0, stopped=stopped), 2.0)

    assert (end.state, end.outcome, end.assignments) == (state, "unchanged", None)
    assert end.message == (
        f"{why} : rien n’est changé (aucun planning trouvé en 2 s : ce n’est pas une preuve qu’il "
        "n’en existe pas)."
    )


@pytest.mark.parametrize("kind", ["solve", "replan"])
def test_where_nothing_better_exists_that_is_said_and_no_version_is_made(
    best: Office, kind: str
) -> None:
    row = best.calculate(best.ask(kind))

    assert (row.state, row.outcome, row.version) == ("completed", "unchanged", None)
    assert row.message == (
        "Rien n’est changé : il est prouvé qu’aucun planning n’est meilleur "
        "(68\u00a0postes pourvus sur 70)."
    )
    assert (head(best), [number for number, _ in best.versions()]) == (2, [1, 2])
    assert (outcome_words(row), row.version) == ("rien n’est changé", None)
    assert result_out(row).head is False


@pytest.mark.parametrize("kind", ["solve", "replan"])
def test_a_stopped_calculation_keeps_nothing_that_is_worse(best: Office, kind: str) -> None:
    job = best.ask(kind, effort=None)
    # What an earlier turn had found is far from what stands.
    best.change(job, stop_asked=True, best=THREE)

    row = best.calculate(job)

    assert (row.state, row.outcome, row.version, head(best)) == ("stopped", "unchanged", None, 2)


def test_a_calculation_taken_over_is_no_worse_than_what_stands(best: Office) -> None:
    job = best.ask(seconds=HASTE, effort=None)
    best.change(job, best=THREE, attempts=1)

    row = best.calculate(job)

    assert (row.outcome, row.version, head(best)) == ("unchanged", None, 2)


def test_a_better_rota_leaves_what_stands(best: Office) -> None:
    place = DatabasePlace(best.engine, LOCAL)
    for slot, who in best.assignments(2)[:3]:
        taken = Operation(verb=Verb.REMOVE, person=who, slot=slot)
        edit(place, DraftVersion(best.rota, head(best)), [taken])

    row = best.calculate(best.ask())

    assert (row.outcome, row.version, head(best)) == ("optimal", 6, 6)
    assert len(best.assignments(6)) == POSTS


def test_what_was_found_beside_an_edit_is_kept_aside(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    turn = claimed(sqlite_petit, job)
    place = DatabasePlace(sqlite_petit.engine, LOCAL)
    put = Operation(verb=Verb.ADD, person="farid", slot="P-S-2026-03-04")
    edit(place, DraftVersion(sqlite_petit.rota, 1), [put])
    conclude(sqlite_petit.engine, turn, ending(THREE))

    row = sqlite_petit.row(job)
    assert (row.version, head(sqlite_petit)) == (3, 2)
    assert result_out(row).beside == "Le brouillon a changé pendant le calcul"


def test_what_new_data_make_worse_than_the_draft_is_kept_aside(best: Office) -> None:
    job = best.ask()
    turn = claimed(best, job)
    with writing(best.engine) as session:
        add(session, KINDS["absences"], ABSENCE)
    conclude(best.engine, turn, ending(THREE))

    row = best.row(job)
    assert (row.version, head(best)) == (3, 2)
    assert result_out(row).beside == (
        "Les données ont changé pendant le calcul, et rien ne dit que ce planning soit meilleur"
    )


UNCHANGED = "Rien n’est changé : il est prouvé qu’aucun planning n’est meilleur."


def unchanged(office: Office, turn: Turn) -> None:
    """End a calculation that found nothing better than the version from which it began."""
    end = Conclusion(state=State.COMPLETED, outcome=Outcome.UNCHANGED, message=UNCHANGED)
    conclude(office.engine, turn, end)


def test_nothing_better_is_said_of_the_version_it_was_sought_for(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    turn = claimed(sqlite_petit, job)
    place = DatabasePlace(sqlite_petit.engine, LOCAL)
    put = Operation(verb=Verb.ADD, person="farid", slot="P-S-2026-03-04")
    edit(place, DraftVersion(sqlite_petit.rota, 1), [put])
    unchanged(sqlite_petit, turn)

    assert sqlite_petit.row(job).message == (
        f"{UNCHANGED} Le brouillon a changé pendant le calcul : ce qu’il dit l’est de la version 1."
    )


def test_nothing_better_is_said_of_the_data_it_was_sought_in(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    turn = claimed(sqlite_petit, job)
    with writing(sqlite_petit.engine) as session:
        add(session, KINDS["absences"], ABSENCE)
    unchanged(sqlite_petit, turn)

    assert sqlite_petit.row(job).message == (
        f"{UNCHANGED} Les données, ou ce qui est publié, ont changé pendant le calcul : ce qu’il "
        "dit l’est de celles d’avant."
    )


def test_nothing_is_added_where_nothing_moved(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    unchanged(sqlite_petit, claimed(sqlite_petit, job))

    assert sqlite_petit.row(job).message == UNCHANGED


def test_what_is_better_whatever_the_data_have_become_is_kept(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    turn = claimed(sqlite_petit, job)
    with writing(sqlite_petit.engine) as session:
        add(session, KINDS["absences"], ABSENCE)
    conclude(sqlite_petit.engine, turn, ending(THREE))

    row = sqlite_petit.row(job)
    assert (row.version, head(sqlite_petit)) == (2, 2)
    assert row.message == (
        "Les données, ou ce qui est publié, ont changé pendant le calcul : ce qu’il dit l’est de "
        "celles d’avant."
    )


def test_of_several_months_the_draft_keeps_its_own_where_that_is_better(best: Office) -> None:
    job = best.ask(until=MAY)
    turn = claimed(best, job)
    april = frozenset({Assignment("ada", "P-J-2026-04-01")})
    end = ending(THREE)
    end.later[date(2026, 4, 1)] = april
    conclude(best.engine, turn, end)

    row = best.row(job)
    result = result_out(row)
    assert (row.version, head(best)) == (3, 2)
    assert result.beside == "Pour ce mois seul, le planning du brouillon est meilleur"
    with reading(best.engine) as session:
        assert assignments_of(session, result.later[0].rota, 1) == april
