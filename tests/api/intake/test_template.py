from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.data.errors import BadFilesError
from api.intake.foreign_file import read_foreign
from api.intake.template import write_template
from tests.api.intake.files import aways, shifts

LIST = [
    ("Sacha Exemple", "01/06 09:00", "01/06 17:00"),
    ("Camille Exemple", "01/06 21:30", "02/06 06:00"),
    ("Camille Exemple", "02/06 21:30", "03/06 06:00"),
    ("Camille Exemple", "04/06 08:00", "04/06 12:00"),
    ("Camille Exemple", "04/06 13:30", "04/06 17:00"),
]


def test_the_workbook_reads_back_without_a_refusal(tmp_path: Path) -> None:
    write_template(tmp_path / "modele.xlsx")

    reading = read_foreign(tmp_path / "modele.xlsx")

    assert reading.refused == ()
    assert [s for s in shifts(reading) if s[0] in {"Camille Exemple", "Sacha Exemple"}] == LIST
    assert [s[1] for s in shifts(reading) if s[0] == "Dominique Exemple"] == [
        *("01/06 21:30", "02/06 21:30", "05/06 08:00", "05/06 13:30")
    ]
    assert [s.duty.work for s in reading.shifts if s.person == "Alix Exemple"] == [
        *(420, 420, 435, 480)
    ]
    assert aways(reading) == [
        ("Sacha Exemple", "02/06 00:00", "03/06 00:00", "conge"),
        ("Alix Exemple", "05/06 00:00", "06/06 00:00", "conge"),
        ("Alix Exemple", "08/06 00:00", "15/06 00:00", "conge"),
    ]


def test_the_csv_file_reads_back_without_a_refusal(tmp_path: Path) -> None:
    write_template(tmp_path / "modele.csv")

    reading = read_foreign(tmp_path / "modele.csv")

    assert reading.refused == ()
    assert shifts(reading) == LIST
    assert [s.duty.work for s in reading.shifts] == [420, 480, 480, 240, 210]


def test_the_workbook_says_how_to_fill_it_in(tmp_path: Path) -> None:
    write_template(tmp_path / "modele.xlsx")

    book = load_workbook(tmp_path / "modele.xlsx")

    assert book.sheetnames == ["Mode d’emploi", "Liste", "Grille", "Légende"]
    notice = "\n".join(str(row[0].value) for row in book["Mode d’emploi"].iter_rows())
    assert notice.count("\n") == 10
    for word in ("21h30", "Pause", "Motif", "GRILLE", "LÉGENDE", "CONTRAT"):
        assert word in notice


def test_the_same_template_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("modele.pdf", "un nom qui finit par .xlsx ou .csv"), ("rempli.xlsx", "un nom qui n’est pas")],
)
def test_nothing_is_written_elsewhere_or_over_something(
    tmp_path: Path, name: str, expected: str
) -> None:
    (tmp_path / "rempli.xlsx").write_bytes(b"x")

    with pytest.raises(BadFilesError, match=expected):
        write_template(tmp_path / name)

    assert (tmp_path / "rempli.xlsx").read_bytes() == b"x"
