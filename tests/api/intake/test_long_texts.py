"""What a rota quotes of long names, titles and remarks, and how many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.intake.foreign_file import read_foreign
from tests.api.intake.files import csv_file

if TYPE_CHECKING:
    from pathlib import Path


def test_a_name_that_is_no_name_by_its_length_is_refused_and_quoted_in_short(
    tmp_path: Path,
) -> None:
    good, bad = "A" * 120, "B" * 121
    path = csv_file(
        tmp_path, f"Nom;Date;Début;Fin\n{good};01/06/2026;8h;12h\n{bad};01/06/2026;8h;12h"
    )

    reading = read_foreign(path)

    assert reading.people == (good,)
    assert [error.expected for error in reading.refused] == ["un nom de 120 caractères au plus"]
    assert len(reading.refused[0].received) == 80


def test_titles_that_arent_read_are_quoted_in_short_and_counted(tmp_path: Path) -> None:
    titles = ";".join(f"{n} {'t' * 500}" for n in range(50))
    path = csv_file(tmp_path, f"Nom;Date;Début;Fin;{titles}\nAda;01/06/2026;8h;12h")

    [note] = [note for note in read_foreign(path).notes if note.startswith("colonnes non lues")]

    assert note.endswith("et 10\u00a0autres (juin.csv, ligne 1)")
    assert len(note) < 40 * 90


def test_remarks_beyond_two_hundred_are_only_counted(tmp_path: Path) -> None:
    rows = "".join(f"\nAda {n};01/06/2026;8h;12h;{n} {'c' * 500}" for n in range(300))
    path = csv_file(tmp_path, f"Nom;Date;Début;Fin;Contrat{rows}")

    notes = read_foreign(path).notes

    assert len(notes) == 201
    assert max(map(len, notes)) < 400
    assert notes[-1] == "autres remarques, non détaillées (101 fois)"
