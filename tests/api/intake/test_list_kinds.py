from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.intake.foreign_file import read_foreign
from scheduler.domain.duty import DutyKind
from tests.api.intake.files import aways, csv_file, one_row

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        *(("", DutyKind.WORK), ("Travail", DutyKind.WORK), ("nuit", DutyKind.WORK)),
        *(("Formation", DutyKind.TRAINING), ("CFA", DutyKind.TRAINING)),
        *(("trajet", DutyKind.TRAVEL), ("Astreinte", DutyKind.STANDBY)),
        ("intervention d’astreinte", DutyKind.INTERVENTION),
        *(("Temps d’équipe", DutyKind.WORK), ("réunion d’équipe", DutyKind.WORK)),
        *(("Analyse de pratique", DutyKind.WORK), ("module de prévention", DutyKind.WORK)),
        ("trajet domicile-travail", DutyKind.COMMUTE),
    ],
)
def test_a_type_tells_what_a_shift_is(tmp_path: Path, word: str, kind: DutyKind) -> None:
    path = csv_file(tmp_path, f"Nom;Date;Horaires;Type\nAda;01/06/2026;8-12;{word}")

    assert [s.duty.kind for s in read_foreign(path).shifts] == [kind]


def test_a_type_that_is_not_known_is_refused(tmp_path: Path) -> None:
    assert one_row(tmp_path, "Nom;Date;Horaires;Type", "Ada;01/06/2026;8-12;yoga") == [
        (
            "juin.csv, ligne 2, colonne D « Type » : reçu « yoga », attendu : l’un de : travail, "
            "formation, trajet, astreinte, intervention d’astreinte ou domicile, ou un code connu"
        )
    ]


def test_places_are_as_written(tmp_path: Path) -> None:
    header = "Nom;Date;Horaires;Lieu;Dispositif;Agence"
    (shift,) = read_foreign(
        csv_file(tmp_path, f"{header}\nAda;01/06/2026;8-12;Parc;Médiation;Nantes")
    ).shifts

    assert (shift.duty.site, shift.duty.dispositif, shift.duty.agency) == (
        *("Parc", "Médiation", "Nantes"),
    )


def test_absences_last_days_or_hours_and_those_that_touch_are_one(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        Nom;Date;Date fin;Début;Fin;Motif
        Ada;01/06/2026;;;;CP
        Ada;02/06/2026;05/06/2026;;;congé payé
        Ada;08/06/2026;;;;CP
        Bob;01/06/2026;;8h;12h;Maladie
        Bob;02/06/2026;;;;RH
        """,
    )

    reading = read_foreign(path)

    assert aways(reading) == [
        ("Ada", "01/06 00:00", "06/06 00:00", "conge"),
        ("Bob", "01/06 08:00", "01/06 12:00", "maladie"),
        ("Ada", "08/06 00:00", "09/06 00:00", "conge"),
    ]
    assert [(a.text, a.why) for a in reading.aside] == [("« Bob ; 02/06/2026 ; RH »", "repos")]
    assert reading.counts.message == (
        "5\u00a0lignes ou cases lues : 4\u00a0utilisées, 0\u00a0refusée, 1\u00a0mise de côté"
    )


def test_an_associations_own_absences_are_read(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "personne;debut;fin;motif\nada;01/06/2026;03/06/2026;accident_travail"
    )

    assert aways(read_foreign(path)) == [("ada", "01/06 00:00", "04/06 00:00", "accident_travail")]


def test_a_reason_that_is_not_known_is_refused_with_those_that_are(tmp_path: Path) -> None:
    (message,) = one_row(tmp_path, "Nom;Date;Motif", "Ada;01/06/2026;ZZ")

    assert message == (
        "juin.csv, ligne 2, colonne C « Motif » : reçu « ZZ », attendu : un code connu (CP, RTT, "
        "R, RH, F, CFA)"
    )


def test_rest_with_hours_is_refused(tmp_path: Path) -> None:
    (message,) = one_row(tmp_path, "Nom;Date;Horaires;Motif", "Ada;01/06/2026;8-12;RH")

    assert message.endswith("attendu : un motif de repos sans heures")


def test_a_code_that_could_mean_something_else_is_told(tmp_path: Path) -> None:
    reading = read_foreign(csv_file(tmp_path, "Nom;Date;Motif\nAda;01/06/2026;F"))

    assert reading.notes == (
        (
            "code « F » lu comme repos, son sens usuel (une légende peut le changer) "
            "(juin.csv, ligne 2)"
        ),
    )
