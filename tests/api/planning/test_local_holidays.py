"""Good Friday and 26 December in an agency of Strasbourg, and ordinary days in one of Rennes."""

from datetime import date
from pathlib import Path

import pytest

from api.data.folder.load import load
from api.planning.problem import assemble
from constraints.counters.count import counters
from constraints.registry import base
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from tests.api.data.folder.folders import faults, with_files

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)


def april(folder: Path) -> Problem:
    return assemble(load(folder), date(2026, 4, 1), date(2026, 4, 30))


def placed(tmp_path: Path, departement: str) -> Path:
    rows = f"id;nom;zone_scolaire;departement|ville;Ville;B;{departement}"
    return with_files(tmp_path, agences=rows)


@pytest.mark.parametrize(
    ("departement", "off"),
    [("35", {EASTER_MONDAY}), ("67", {GOOD_FRIDAY, EASTER_MONDAY}), ("", {EASTER_MONDAY})],
)
def test_the_agency_s_departement_decides(tmp_path: Path, departement: str, off: set[date]) -> None:
    problem = april(placed(tmp_path, departement))
    days = {slot.span.day for slot in problem.slots}
    (person, *_) = problem.mediators
    timeline = Rota(problem=problem, assignments=frozenset()).timeline(person)

    assert {GOOD_FRIDAY, EASTER_MONDAY} - days == off
    assert {day for day in timeline.holidays if day.month == 4 and day.year == 2026} == off


@pytest.mark.parametrize(("departement", "minutes"), [("35", 0), ("67", 420)])
def test_work_on_a_local_holiday_is_holiday_work_in_payroll(
    tmp_path: Path, departement: str, minutes: int
) -> None:
    folder = placed(tmp_path, departement)
    file = folder / "gabarits.csv"
    file.write_text(
        file.read_text("utf-8").replace(";31/12/2026;non;", ";31/12/2026;oui;"), "utf-8"
    )
    problem = april(folder)
    ada = problem.mediator_of["ada"]
    assigned = frozenset({Assignment("ada", f"P-J-{GOOD_FRIDAY}")})
    timeline = Rota(problem=problem, assignments=assigned).timeline(ada)
    sheet = counters(timeline, base().rules_of(ada))

    assert (sheet.total.work, sheet.total.holiday) == (420, minutes)


def test_a_departement_is_read_as_people_write_it_or_refused(tmp_path: Path) -> None:
    (agency,) = load(placed(tmp_path / "a", "1")).agencies

    assert agency.departement == "01"
    (refused,) = faults(placed(tmp_path / "b", "Bas-Rhin"))
    assert refused == (
        "agences.csv, ligne 2, colonne « departement » : reçu « Bas-Rhin », attendu : le code d’un "
        "département, tel que 35, 2A ou 974"
    )
