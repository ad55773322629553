from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from api.intake.foreign_file import read_foreign
from scheduler.domain.duty import Break, BreakKind
from scheduler.domain.time import at
from tests.api.intake.files import JUNE, csv_file, one_row

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_column_of_breaks_they_are_unknown(tmp_path: Path) -> None:
    reading = read_foreign(csv_file(tmp_path, "Nom;Date;Horaires\nAda;01/06/2026;8h-16h"))

    assert [(s.duty.breaks, s.duty.breaks_known) for s in reading.shifts] == [((), False)]
    assert "pauses inconnues" in reading.notes[0]


def test_an_empty_cell_in_a_column_of_breaks_is_no_break_and_is_told(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "Nom;Date;Horaires;Pause\nAda;01/06/2026;8h-16h;\nBob;02/06/2026;8-12;0"
    )

    reading = read_foreign(path)

    assert [(s.duty.breaks, s.duty.breaks_known) for s in reading.shifts] == [((), True)] * 2
    assert reading.notes == ("case de pause vide : lue comme aucune pause (juin.csv, ligne 2)",)


def test_a_break_has_its_place_and_kind(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        Nom;Date;Début;Fin;Pause;Début de pause;Pause payée
        Ada;01/06/2026;21:30;06:00;30;1h30;oui
        """,
    )

    (shift,) = read_foreign(path).shifts

    assert shift.duty.breaks == (
        Break(minutes=30, start=at(date(2026, 6, 2), time(1, 30)), kind=BreakKind.PAID),
    )


def test_a_break_may_be_told_by_its_ends(tmp_path: Path) -> None:
    header = "Nom;Date;Début;Fin;Début de pause;Fin de pause"
    path = csv_file(tmp_path, f"{header}\nAda;01/06/2026;8h;17h;12h;13h\nBob;01/06/2026;8h;12h;;")

    assert [[(b.minutes, b.first) for b in s.duty.breaks] for s in read_foreign(path).shifts] == [
        [(60, shifts_minute(12))],
        [],
    ]


def shifts_minute(hour: int) -> int:
    """Return the UTC minute of an hour of 1 June 2026 in Paris."""
    return int(at(JUNE, time(hour)).timestamp()) // 60


@pytest.mark.parametrize(
    ("cells", "text", "expected"),
    [
        ("8h;17h;1;", "1", "une durée sans ambiguïté : 60 min (1 h) ou 1 min ?"),
        ("8h;12h;240;", "240", "une pause plus courte que les horaires"),
        ("8h;12h;30;14h", "30", "une pause à l’intérieur des horaires"),
        ("8h;12h;30;11h31", "30", "une pause à l’intérieur des horaires"),
        ("8h;12h;x;", "x", "une durée de pause comme 30 (minutes), 45 min, 0:45 ou 1h"),
        ("8h;12h;;10h", "", "la durée de cette seule pause"),
    ],
)
def test_a_bad_break_is_refused(tmp_path: Path, cells: str, text: str, expected: str) -> None:
    header = "Nom;Date;Début;Fin;Pause;Début de pause"
    (message,) = one_row(tmp_path, header, f"Ada;01/06/2026;{cells}")

    shown = f"« {text} »" if text else "rien"
    assert message == f"juin.csv, ligne 2, colonne E « Pause » : reçu {shown}, attendu : {expected}"


def test_a_break_that_ends_with_the_shift_is_inside_it(tmp_path: Path) -> None:
    header = "Nom;Date;Début;Fin;Pause;Début de pause"

    assert one_row(tmp_path, header, "Ada;01/06/2026;8h;12h;30;11h30") == []


def test_a_break_told_beside_two_stretches_is_what_lies_between(tmp_path: Path) -> None:
    header = "Nom;Date;Horaires;Pause"
    good = csv_file(tmp_path, f"{header}\nAda;01/06/2026;8h-12h / 13h30-17h;90")

    assert [s.duty.breaks for s in read_foreign(good).shifts] == [(), ()]
    (message,) = one_row(tmp_path, header, "Ada;01/06/2026;8h-12h / 13h30-17h;60", "autre.csv")
    assert message.endswith(
        "attendu : une pause avec un seul horaire (les coupures sont entre les horaires)"
    )


def test_our_own_breaks_keep_their_kind_where_no_column_tells_it(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "Nom;Date;Horaires;Pauses\nAda;01/06/2026;8h-16h;20/payee 30/non_payee"
    )

    (shift,) = read_foreign(path).shifts

    assert [b.kind for b in shift.duty.breaks] == [BreakKind.PAID, BreakKind.UNPAID]
