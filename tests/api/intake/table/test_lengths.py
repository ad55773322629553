"""Lists of how many hours a day: asked when days start, then read from that hour on."""

from pathlib import Path

import pytest

from api.data.errors import BadFilesError, StartQuestion
from api.intake.foreign_file import read_foreign
from api.intake.text.clock import Clock
from scheduler.domain.people import AbsenceKind
from tests.api.intake.files import csv_file, refusals, shifts

NINE = Clock(9 * 60)
LIST = "Salarié;Date;Heures\nAda;01/06/2026;8,5"


def test_a_list_of_how_long_asks_when_days_start(tmp_path: Path) -> None:
    path = csv_file(tmp_path, LIST)

    with pytest.raises(BadFilesError) as raised:
        read_foreign(path)

    [error] = raised.value.errors
    assert error.questions == (StartQuestion(file="juin.csv"),)
    assert "« heure_debut;9:00 » dans le fichier de correspondance" in error.message


@pytest.mark.parametrize(
    ("hours", "end"), [("8,5", "17:30"), ("7h30", "16:30"), ("7", "16:00"), ("10:15", "19:15")]
)
def test_each_day_starts_when_the_user_says(tmp_path: Path, hours: str, end: str) -> None:
    path = csv_file(tmp_path, f"Salarié;Date;Heures\nAda;01/06/2026;{hours}")

    reading = read_foreign(path, day_start=NINE)

    assert shifts(reading) == [("Ada", "01/06 09:00", f"01/06 {end}")]
    assert [shift.duty.breaks_known for shift in reading.shifts] == [False]
    assert reading.notes[0].startswith(
        "heures sans horaires : journée commencée à 09:00, comme vous l’avez dit"
    )


def test_the_mapping_may_say_it_too(tmp_path: Path) -> None:
    mapping = csv_file(tmp_path, "champ;colonne\nheure_debut;8h15", "colonnes.csv")

    reading = read_foreign(csv_file(tmp_path, LIST), mapping=mapping)

    assert shifts(reading) == [("Ada", "01/06 08:15", "01/06 16:45")]


def test_a_start_that_is_no_hour_is_refused(tmp_path: Path) -> None:
    mapping = csv_file(tmp_path, "champ;colonne\nheure_debut;matin", "colonnes.csv")

    with pytest.raises(BadFilesError, match=r"colonnes\.csv, ligne 2.*« matin ».*une heure comme"):
        read_foreign(csv_file(tmp_path, LIST), mapping=mapping)


def test_elapsed_hours_are_kept_in_the_night_the_clocks_change(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Salarié;Date;Heures\nAda;24/10/2026;8,5")

    reading = read_foreign(path, day_start=Clock(22 * 60))

    assert shifts(reading) == [("Ada", "24/10 22:00", "25/10 05:30")]
    assert [shift.duty.span.minutes for shift in reading.shifts] == [510]


@pytest.mark.parametrize("hours", ["", "0", "0,00"])
def test_a_day_without_hours_is_set_aside(tmp_path: Path, hours: str) -> None:
    path = csv_file(tmp_path, f"{LIST}\nAda;02/06/2026;{hours}")

    reading = read_foreign(path, day_start=NINE)

    assert (reading.counts.used, [entry.why for entry in reading.aside]) == (1, ["aucune heure"])


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("beaucoup", "un nombre d’heures comme 8,5 ou 7h30"),
        ("25", "un nombre d’heures de 0 à 24"),
        ("8,30", "une heure sans ambiguïté : 8:30 ou 8:18 en heures décimales ?"),
    ],
)
def test_what_is_no_number_of_hours_is_refused(tmp_path: Path, hours: str, expected: str) -> None:
    reading = read_foreign(csv_file(tmp_path, f"{LIST}\nAda;02/06/2026;{hours}"), day_start=NINE)

    assert refusals(reading) == [
        f"juin.csv, ligne 3, colonne C « Heures » : reçu « {hours} », attendu : {expected}"
    ]


def test_a_reason_beside_the_hours_is_an_absence(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Salarié;Date;Heures;Motif\nAda;01/06/2026;8,5;\nAda;02/06/2026;7;CP")

    [error] = read_foreign(path).refused
    reading = read_foreign(path, day_start=NINE)

    assert error.questions == (StartQuestion(file="juin.csv"),)
    assert shifts(reading) == [("Ada", "01/06 09:00", "01/06 17:30")]
    assert [away.absence.kind for away in reading.aways] == [AbsenceKind.LEAVE]
