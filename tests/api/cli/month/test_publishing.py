"""`rota publish`: a month changed by hand, shown, then published whole or not at all."""

import json
import os
import resource
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from api.data.folder.load import load
from api.export.formats import Format
from api.month.documents.gathering import documents_of
from api.month.findings import judge
from api.month.places.folder import Documents, FolderPlace
from api.month.places.place import Version
from api.month.publication.publishing import publish
from scheduler.domain.problem import Assignment
from tests.api.cli.month.ends import killed_at_its_first_document
from tests.api.commands import command, files, framed, rota

MONDAY, TUESDAY, EVENING = "P-J-2026-03-02", "P-J-2026-03-03", "P-S-2026-03-04"
PAIR = ((MONDAY, "ada"), (MONDAY, "brice"))


def planned(folder: Path, *assignments: tuple[str, str], name: str = "plan.csv") -> Path:
    """Write who holds what beside a folder, as a plan changed by hand."""
    lines = ["creneau;personne", *(f"{slot};{person}" for slot, person in assignments)]
    path = folder.parent / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def shown(result: Any) -> str:
    """Return what is on the screen, with spaces that may be cut."""
    return str(result.stdout).replace("\N{NO-BREAK SPACE}", " ")


def stands(folder: Path) -> set[tuple[str, str]]:
    rows = load(folder).history.get("2026-03", ())
    return {(row.worked.duty.id, row.worked.mediator) for row in rows}


def test_a_month_changed_by_hand_is_published_after_what_changes_for_whom_is_shown(
    folder: Path,
) -> None:
    first = rota("publish", folder, "--planning", planned(folder, *PAIR))
    again = rota("publish", folder, "--planning", planned(folder, *PAIR, (EVENING, "farid")))
    gone = rota("publish", folder, "--planning", planned(folder, *PAIR))

    assert (first.exit_code, again.exit_code, gone.exit_code) == (0, 0, 0)
    assert "Ada Lemoine\n    lundi 02/03 : libre → 09:00–16:30 Place du Marché" in first.stdout
    assert "1 changement par rapport au planning publié, pour 1 personne" in shown(again)
    assert "Publié dans" in gone.stdout
    assert "→ libre" in gone.stdout
    assert stands(folder) == set(PAIR)


def test_a_blocking_finding_stops_the_publication_and_is_told_with_its_code(folder: Path) -> None:
    plan = planned(folder, PAIR[0])
    before = files(folder)

    result = rota("publish", folder, "--planning", plan)
    answer = json.loads(rota("publish", folder, "--planning", plan, "--json").stdout)

    assert result.exit_code == 1
    assert "1 constat bloque la publication" in shown(result)
    assert "1 personne au lieu d’un binôme" in result.stdout
    assert "règle de la maison · bloque la publication · code binome_size-" in result.stdout
    assert "Non publié" in result.stderr
    assert [code.partition("-")[0] for code in answer["stopping"]] == ["binome_size"]
    assert files(folder) == before


def test_what_somebody_answers_for_is_published(folder: Path) -> None:
    plan = planned(folder, PAIR[0])
    answer = json.loads(rota("publish", folder, "--planning", plan, "--json").stdout)
    (code,) = answer["stopping"]
    who = ("--fondement", "Décision du 2 mars", "--par", "Nora Bel")
    wanted = rota("acknowledge", folder, code, "--mois", "2026-03", "--planning", plan, *who)

    result = rota("publish", folder, "--planning", plan)

    assert (wanted.exit_code, result.exit_code) == (0, 0)
    assert "Acquitté par Nora Bel (Décision du 2 mars)" in result.stdout
    assert stands(folder) == {PAIR[0]}


def test_a_preview_shows_all_and_writes_nothing(folder: Path) -> None:
    before = files(folder)

    result = rota("publish", folder, "--planning", planned(folder, *PAIR), "--apercu")

    assert result.exit_code == 0
    assert "2 changements" in shown(result)
    assert "68 postes ouverts, dont 46 sous le minimum." in shown(result)
    assert "plus ancien" not in result.stderr
    assert "rien n’est publié" in result.stderr
    assert files(folder) == before


def test_what_is_published_already_is_said_so_and_is_no_fault(folder: Path) -> None:
    plan = planned(folder, *PAIR)
    rota("publish", folder, "--planning", plan)
    before = (folder / "historique" / "2026-03.csv").read_bytes()

    result = rota("publish", folder, "--planning", plan)

    assert result.exit_code == 0
    assert "Rien à publier" in result.stderr
    assert (folder / "historique" / "2026-03.csv").read_bytes() == before


def test_the_workbook_of_an_export_is_published_again(folder: Path, tmp_path: Path) -> None:
    rota("publish", folder, "--planning", planned(folder, *PAIR, (EVENING, "farid")))
    rota("export", folder, "--mois", "2026-03", "--format", "xlsx", "--sortie", tmp_path / "s")
    rota("publish", folder, "--planning", planned(folder, *PAIR))

    book = tmp_path / "s" / "2026-03" / "planning-2026-03.xlsx"
    os.utime(book, (0, 0))
    result = rota("publish", folder, "--planning", book)

    assert result.exit_code == 0, result.stderr
    assert "Farid" in result.stdout
    said = result.stderr.replace("\xa0", " ").replace("\n", " ")
    assert "écrit le 01/01/1970 à 1 h, est plus ancien que ce qui est publié" in said
    assert stands(folder) == {*PAIR, (EVENING, "farid")}


def test_dispositifs_that_the_file_does_not_tell_stay_as_they_are_published(folder: Path) -> None:
    with_another_dispositif(folder)
    other = ("Q-J-2026-03-09", "chloe"), ("Q-J-2026-03-09", "elsa")
    rota("publish", folder, "--planning", planned(folder, *PAIR, *other))
    assert stands(folder) == {*PAIR, *other}

    result = rota("publish", folder, "--planning", planned(folder, *PAIR, (EVENING, "farid")))

    assert result.exit_code == 0, result.stdout + result.stderr
    assert "Dispositifs du fichier : P ;" in result.stdout
    assert stands(folder) == {*PAIR, (EVENING, "farid"), *other}


def with_another_dispositif(folder: Path) -> None:
    """Add dispositif Q, which is P's day over again, and post two people there instead."""
    for name in ("gabarits", "besoins", "pauses"):
        path = folder / f"{name}.csv"
        text = path.read_text("utf-8")
        head, *rows = text.splitlines()
        more = [row.replace("P-J", "Q-J").replace(";P;", ";Q;") for row in rows if "P-J" in row]
        path.write_text("\n".join((head, *rows, *more)) + "\n", encoding="utf-8")
    with (folder / "dispositifs.csv").open("a", encoding="utf-8") as file:
        file.write("Q;Gare;ville;\n")
    people = (folder / "personnes.csv").read_text("utf-8").splitlines()
    moved = [
        row.replace(";ville;P;", ";ville;Q;") if row.startswith(("chloe;", "elsa;")) else row
        for row in people
    ]
    (folder / "personnes.csv").write_text("\n".join(moved) + "\n", encoding="utf-8")


def test_what_can_not_be_is_refused_with_its_line_and_nothing_is_published(folder: Path) -> None:
    plan = planned(folder, (MONDAY, "ada"), (MONDAY, "personne"), (MONDAY, "ada"))
    before = files(folder)

    result = rota("publish", folder, "--planning", plan)

    assert result.exit_code == 2
    words = framed(result)
    assert "ligne 3" in words
    assert "une personne sous contrat ce mois-ci" in words
    assert "déjà ligne 2" in words
    assert files(folder) == before


def test_a_dispositif_is_emptied_by_saying_which(folder: Path) -> None:
    rota("publish", folder, "--planning", planned(folder, *PAIR))

    chosen = ("--mois", "2026-03", "--dispositif", "P")
    result = rota("publish", folder, "--planning", planned(folder), *chosen)

    assert result.exit_code == 0, result.stderr
    assert stands(folder) == set()
    # A month that was taken back is published, and empty: it isn't one that nobody published.
    audited = rota("audit", folder, "--mois", "2026-03")
    assert audited.exit_code == 0, audited.stderr
    again = rota("publish", folder, "--planning", planned(folder), *chosen)
    assert (again.exit_code, "rien à publier" in framed(again).casefold()) == (0, True)


def test_a_month_of_which_nobody_holds_anything_is_not_published(folder: Path) -> None:
    before = files(folder)

    chosen = ("--mois", "2026-03", "--dispositif", "P")
    result = rota("publish", folder, "--planning", planned(folder), *chosen, "--json")

    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert (answer["state"], answer["publication"]) == ("rien_a_publier", None)
    assert files(folder) == before


def test_a_workbook_alone_is_no_place_to_publish(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "association.xlsx"
    rota("modele", book)

    result = rota("publish", book, "--planning", planned(folder, *PAIR))

    assert result.exit_code == 2
    assert "est un classeur seul" in framed(result)


def test_a_disk_that_is_full_leaves_what_was_published(folder: Path) -> None:
    rota("publish", folder, "--planning", planned(folder, *PAIR))
    before, kept = files(folder), (folder / "historique" / "2026-03.csv").read_bytes()
    limit = 200  # bytes a file: less than the month's

    result = command(
        *("publish", folder, "--planning", planned(folder, *PAIR, (EVENING, "farid"))),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )

    assert result.returncode == 2
    assert "fichier plus grand que ce que ce disque" in framed(result)
    assert files(folder) == before
    assert (folder / "historique" / "2026-03.csv").read_bytes() == kept


@pytest.mark.long
def test_a_killed_publication_with_documents_leaves_neither(folder: Path, tmp_path: Path) -> None:
    plan, output = planned(folder, *PAIR), tmp_path / "sortie"
    words = ("publish", folder, "--planning", plan, "--sortie", output)
    killed_at_its_first_document(output, *words)

    assert not (output / "2026-03").exists()
    assert stands(folder) == set()
    assert rota(*words[:4]).exit_code == 0
    assert stands(folder) == set(PAIR)


@pytest.mark.long
def test_the_documents_are_written_with_the_publication_where_they_are_asked_for(
    folder: Path, tmp_path: Path
) -> None:
    output = tmp_path / "sortie"
    result = rota("publish", folder, "--planning", planned(folder, *PAIR), "--sortie", output)

    assert result.exit_code == 0, result.stderr
    assert {"planning-2026-03.csv", "planning-2026-03.xlsx"} <= set(files(output / "2026-03"))
    rows = (output / "2026-03" / "publication" / "2026-03.csv").read_text("utf-8")
    assert rows == (folder / "historique" / "2026-03.csv").read_text("utf-8")


def test_documents_bear_the_instant_of_the_publication_and_not_of_their_making(
    folder: Path, tmp_path: Path
) -> None:
    place, first = FolderPlace(folder), date(2026, 3, 1)
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    frame = place.frame(first, None, now)
    assignments = frozenset(Assignment(person, slot) for slot, person in PAIR)
    documents = Documents(
        target=tmp_path / "2026-03",
        month=documents_of(place, judge(frame, assignments)),
        formats=(Format.CSV,),
    )

    version = Version(month=first, own=None, assignments=assignments)
    path = publish(place.with_documents(documents), version, now=now)

    rows = (tmp_path / "2026-03" / "publication" / "2026-03.csv").read_bytes()
    assert rows == path.read_bytes()
    assert b"2026-03-01T12:00:00Z" in rows
