from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from scheduler.domain.duty import Break, BreakKind, DutyKind
from scheduler.domain.time import at
from tests.api.intake.files import JUNE, csv_file, one_row, shifts, workbook


def test_a_workbooks_dates_and_times_are_those_that_it_shows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "Juin": [
                ["Nom", "Date", "Début", "Fin", "Pause"],
                ["Ada", JUNE, time(21, 30), time(6), time(0, 45)],
                ["Ada", JUNE + timedelta(days=2), time(18), timedelta(hours=24), 30],
                ["Bob", "03/06/2026", "8h", "12h", None],
            ]
        },
    )

    reading = read_foreign(path)

    assert shifts(reading) == [
        ("Ada", "01/06 21:30", "02/06 06:00"),
        ("Bob", "03/06 08:00", "03/06 12:00"),
        ("Ada", "03/06 18:00", "04/06 00:00"),
    ]
    assert [s.duty.work for s in reading.shifts] == [465, 240, 330]
    assert reading.refused == ()


def test_a_start_and_an_end_may_have_their_own_days(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "Juin": [
                ["Nom", "Début", "Fin"],
                ["Ada", datetime(2026, 6, 1, 21, 30), datetime(2026, 6, 2, 6)],  # noqa: DTZ001
                ["Bob", "01/06/2026 22:00", "02/06/2026 06h"],
                ["Cléo", "2026-06-01T22:00+02:00", "2026-06-02T06:00+02:00"],
                ["Dan", datetime(2026, 6, 1, 20), date(2026, 6, 2)],  # noqa: DTZ001
            ]
        },
    )

    assert shifts(read_foreign(path)) == [
        ("Dan", "01/06 20:00", "02/06 00:00"),
        ("Ada", "01/06 21:30", "02/06 06:00"),
        ("Bob", "01/06 22:00", "02/06 06:00"),
        ("Cléo", "01/06 22:00", "02/06 06:00"),
    ]


def test_numbers_are_hours_or_parts_of_a_day_as_the_column_shows(tmp_path: Path) -> None:
    header = "Nom;Date;Début;Fin"
    decimal = csv_file(
        tmp_path, f"{header}\nAda;01/06/2026;0,5;8\nAda;02/06/2026;21,5;6", "decimales.csv"
    )
    parts = csv_file(tmp_path, f"{header}\nAda;01/06/2026;0,5;0,75", "fractions.csv")

    hours, days = read_foreign(decimal), read_foreign(parts)

    assert [s[1:] for s in shifts(hours)] == [
        ("01/06 00:30", "01/06 08:00"),
        ("02/06 21:30", "03/06 06:00"),
    ]
    assert hours.notes[0] == "heures décimales (21,5 = 21:30) (decimales.csv, ligne 2)"
    assert [s[1:] for s in shifts(days)] == [("01/06 12:00", "01/06 18:00")]
    assert days.notes[0].startswith("heures lues comme des parties de jour (0,5 = midi)")


def test_several_stretches_of_a_row_are_several_duties(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Horaires\nAda;01/06/2026;8h-12h / 13h30-17h")

    reading = read_foreign(path)

    assert [s.duty.id for s in reading.shifts] == ["juin.csv:2/1", "juin.csv:2/2"]
    assert (reading.counts.read, reading.counts.used) == (1, 1)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "Ada;01/06/2026;2l:30;6h",
            (
                "juin.csv, ligne 2, colonne C « Début » : reçu « 2l:30 », attendu : une heure "
                "comme 21:30, 21h30 ou 21,5"
            ),
        ),
        (
            "Ada;01/06/2026;8h;25:10",
            (
                "juin.csv, ligne 2, colonne D « Fin » : reçu « 25:10 », attendu : une heure de "
                "00:00 à 24:00"
            ),
        ),
        (
            "Ada;31/06/2026;8h;12h",
            (
                "juin.csv, ligne 2, colonne B « Date » : reçu « 31/06/2026 », attendu : une date "
                "qui existe"
            ),
        ),
        (
            ";01/06/2026;8h;12h",
            "juin.csv, ligne 2, colonne A « Nom » : reçu rien, attendu : une personne",
        ),
        (
            "Ada;01/06/2026;8h;",
            (
                "juin.csv, ligne 2, colonne D « Fin » : reçu rien, attendu : des heures de début "
                "et de fin"
            ),
        ),
        (
            "Ada;;8h;12h",
            (
                "juin.csv, ligne 2, colonne C « Début » : reçu « 8h », attendu : une date (aucune "
                "colonne ne la donne)"
            ),
        ),
        (
            "Ada;29/03/2026;2:30;8h",
            (
                "juin.csv, ligne 2, colonne C « Début » : reçu « 2:30 », attendu : une heure qui "
                "existe (02:30 n’existe pas le 29/03/2026 : les horloges passent de 02:00 à 03:00)"
            ),
        ),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(tmp_path: Path, row: str, message: str) -> None:
    assert one_row(tmp_path, "Nom;Date;Début;Fin", row) == [message]


def test_a_row_is_refused_once_and_for_all_its_reasons(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Début;Fin\n;31/06/2026;2l:30;6h\nAda;01/06/2026;8;12")

    reading = read_foreign(path)

    assert len(reading.refused) == 3
    assert (reading.counts.read, reading.counts.used, reading.counts.refused) == (2, 1, 1)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [("00:00", "24:00", 1440), ("08:00", "08:00", 1440), ("08:00", "07:59", 1439)],
)
def test_a_shift_may_last_a_day_and_no_more(
    tmp_path: Path, start: str, end: str, minutes: int
) -> None:
    path = csv_file(tmp_path, f"Nom;Date;Début;Fin\nAda;01/06/2026;{start};{end}")

    assert [s.duty.span.minutes for s in read_foreign(path).shifts] == [minutes]


def test_more_than_a_day_is_refused_except_on_call(tmp_path: Path) -> None:
    header = "Nom;Date;Début;Date fin;Fin;Type"
    longer = "Ada;05/06/2026;18:00;06/06/2026;18:01;travail"

    assert one_row(tmp_path, header, longer) == [
        (
            "juin.csv, ligne 2, colonne C « Début » : reçu « 18:00 », attendu : 24 heures au plus "
            "entre le début et la fin"
        )
    ]
    standby = csv_file(tmp_path, f"{header}\nAda;05/06/2026;18:00;08/06/2026;08:00;astreinte")
    (shift,) = read_foreign(standby).shifts
    assert (shift.duty.kind, shift.duty.span.minutes) == (DutyKind.STANDBY, 62 * 60)


def test_zero_to_zero_is_no_day_of_work(tmp_path: Path) -> None:
    (message,) = one_row(tmp_path, "Nom;Date;Horaires", "Ada;01/06/2026;0:00-0:00")

    assert message.endswith("attendu : deux heures différentes (00:00-24:00 pour un jour entier)")


def test_an_end_before_the_start_of_the_same_written_day_is_refused(tmp_path: Path) -> None:
    (message,) = one_row(
        tmp_path, "Nom;Date;Début;Date fin;Fin", "Ada;01/06/2026;21:30;01/06/2026;06:00"
    )

    assert message.endswith("attendu : une fin après le début (le 01/06/2026 à 21:30)")


def test_a_day_of_the_week_that_is_another_is_refused(tmp_path: Path) -> None:
    header = "Nom;Date;Jour;Horaires"

    assert one_row(tmp_path, header, "Ada;01/06/2026;lundi;8-12") == []
    assert one_row(tmp_path, header, "Ada;01/06/2026;mardi;8-12") == [
        (
            "juin.csv, ligne 2, colonne C « Jour » : reçu « mardi », attendu : lundi, jour du "
            "01/06/2026"
        )
    ]


def test_the_night_that_the_clocks_go_back_lasts_an_hour_more(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        Nom;Date;Début;Fin
        Ada;24/10/2026;21:30;06:00
        Bob;28/03/2026;21:30;06:00
        Cléo;25/10/2026;02:30;08:00
        """,
    )

    reading = read_foreign(path)

    assert [s.duty.span.minutes for s in reading.shifts] == [450, 570, 390]
    assert (
        "heure qui revient deux fois la nuit du changement d’heure : premier passage retenu "
        "(juin.csv, ligne 4)"
    ) in reading.notes


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
