"""Months planned and published from a folder that says otherwise than it did."""

from datetime import date
from pathlib import Path

from api.data.folder.load import load
from api.month.versions.month_file import month_file
from scheduler.domain.problem import Assignment
from tests.api.commands import MONTH, framed, rota
from tests.api.folders import frame_of, publish_in

MARCH = date(2026, 3, 1)
MONDAY = "P-J-2026-03-02"
PAIR = {Assignment("ada", MONDAY), Assignment("chloe", MONDAY)}


def published(folder: Path, assignments: set[Assignment] | frozenset[Assignment]) -> None:
    publish_in(folder, MARCH, assignments)


def test_a_month_with_a_lock_that_can_not_hold_is_refused_until_the_file_is_mended(
    folder: Path,
) -> None:
    text = "personne;creneau;par;motif\nada;P-J-2026-03-07;Nora Bel;Réunion\n"
    (folder / "verrous.csv").write_text(text, encoding="utf-8")

    result = rota("generate", folder, *MONTH, "--sortie", folder.parent / "s")

    assert result.exit_code == 2
    assert "le gabarit « P-J » n’a pas de créneau le 07/03/2026" in framed(result)
    assert not (folder.parent / "s").exists()


def test_what_someone_did_stays_published_and_counts_though_they_have_another_post(
    folder: Path,
) -> None:
    published(folder, PAIR)
    with (folder / "dispositifs.csv").open("a", encoding="utf-8") as file:
        file.write("Q;Gare;ville;\n")
    people = (folder / "personnes.csv").read_text(encoding="utf-8")
    line = next(row for row in people.splitlines() if row.startswith("chloe;"))
    moved = people.replace(line, line.replace(";ville;P;", ";ville;Q;"))
    (folder / "personnes.csv").write_text(moved, encoding="utf-8")
    plan = folder.parent / "plan.csv"
    plan.write_text(f"creneau;personne\n{MONDAY};ada\n{MONDAY};chloe\n", "utf-8")

    frame = frame_of(load(folder), MARCH)
    assignments = month_file(plan).assignments(frame)
    published(folder, frame.published)

    assert frame.published == assignments == {Assignment("ada", MONDAY)}
    assert frame.problem.settled == {Assignment("chloe", MONDAY)}
    assert frame.rota(assignments).whole == PAIR
    rows = load(folder).history["2026-03"]
    assert {Assignment(r.worked.mediator, r.worked.duty.id) for r in rows} == PAIR
