from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.intake.foreign_file import read_foreign
from tests.api.intake.files import csv_file, refused, shifts

if TYPE_CHECKING:
    from pathlib import Path

LIST = "Salarié;Date;Horaires\nZoé;01/06/2026;8h-12h"
READ = [("Zoé", "01/06 08:00", "01/06 12:00")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_told_from_the_content(tmp_path: Path, encoding: str) -> None:
    assert shifts(read_foreign(csv_file(tmp_path, LIST, encoding=encoding))) == READ


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_told_from_the_content(tmp_path: Path, separator: str) -> None:
    path = csv_file(tmp_path, LIST.replace(";", separator))

    assert shifts(read_foreign(path)) == READ


def test_decimal_commas_are_no_separators(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Début;Fin\nAda;01/06/2026;8,5;12,5\nBob;01/06/2026;9;12,5")

    assert [s[1] for s in shifts(read_foreign(path))] == ["01/06 08:30", "01/06 09:00"]


def test_lines_are_those_of_an_editor_where_a_cell_holds_several(tmp_path: Path) -> None:
    path = tmp_path / "juin.csv"
    path.write_bytes(
        b'Nom;Date;Horaires\n"Ada";01/06/2026;"8h-12h\n13h-17h"\nBob;32/06/2026;8-12\n'
    )

    reading = read_foreign(path)

    assert [e.line for e in reading.refused] == [4]
    assert [s.where.line for s in reading.shifts] == [2, 2]


def test_a_quote_that_kept_a_formula_quiet_is_taken_off(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Horaires\n'-Ada;01/06/2026;8-12\n'Bob;01/06/2026;9-12")

    assert [s[0] for s in shifts(read_foreign(path))] == ["-Ada", "'Bob"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "reçu « fichier vide », attendu : un classeur"),
        (b" \r\n\r\n", "reçu « fichier vide », attendu : un classeur"),
        (b"Nom\nAda\n", "reçu « une seule colonne », attendu : des colonnes séparées par"),
        (
            b'Nom;Date\n"Ada;01/06\n',
            'juin.csv, ligne 2 : reçu « "Ada;01/06 », attendu : un guillemet',
        ),
        (b"a;b\x00c\n", "reçu « ni un classeur, ni du texte, ni un calendrier »"),
        (bytes(range(256)), "reçu « ni un classeur, ni du texte, ni un calendrier »"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "juin.csv"
    path.write_bytes(data)

    assert message in refused(path)
