from pathlib import Path

import pytest

from tests.api.data.folder.folders import added, faults, replaced, small


def test_contracts_of_one_person_must_not_overlap(tmp_path: Path) -> None:
    folder = added(tmp_path, "contrats.csv", "dorian;CDD;31/08/2026;31/12/2026;35;semaine;;")
    assert faults(folder) == [
        (
            "contrats.csv, ligne 8, colonne « debut » : reçu « 31/08/2026 », "
            "attendu : un contrat qui n’en chevauche pas un autre de la même personne "
            "(01/09/2025 – 31/08/2026)"
        )
    ]


def test_contracts_may_follow_each_other(tmp_path: Path) -> None:
    line = "dorian;CDD;01/09/2026;31/12/2026;35;semaine;;"
    assert faults(added(tmp_path, "contrats.csv", line)) == []


def test_a_contract_ends_after_it_starts(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "contrats.csv", "01/09/2025;31/08/2026", "01/09/2025;31/08/2025")
    assert faults(folder) == [
        (
            "contrats.csv, ligne 5, colonne « fin » : reçu « 31/08/2025 », "
            "attendu : une fin le 01/09/2025 ou après"
        )
    ]


@pytest.mark.parametrize("hours", ["0", "48,5", "350"])
def test_a_contract_has_a_possible_week(tmp_path: Path, hours: str) -> None:
    folder = replaced(tmp_path, "contrats.csv", ";28;", f";{hours};")
    assert faults(folder) == [
        (
            f"contrats.csv, ligne 4, colonne « heures_semaine » : reçu « {hours} », "
            "attendu : plus de 0 et au plus 48 heures par semaine"
        )
    ]


def test_nobody_is_born_in_the_future(tmp_path: Path) -> None:
    (message,) = faults(replaced(tmp_path, "personnes.csv", "14/09/2007", "14/09/2097"))
    assert message.endswith("reçu « 14/09/2097 », attendu : une date de naissance passée")


def test_an_absence_ends_after_it_starts(tmp_path: Path) -> None:
    folder = added(
        tmp_path,
        "absences.csv",
        "ada;03/03/2026;02/03/2026;conge",
        "ada;03/03/2026 14:00;03/03/2026 14:00;autre",
    )
    assert faults(folder) == [
        (
            "absences.csv, ligne 4, colonne « fin » : reçu « 02/03/2026 », "
            "attendu : une fin après le début (03/03/2026 00:00)"
        ),
        (
            "absences.csv, ligne 5, colonne « fin » : reçu « 03/03/2026 14:00 », "
            "attendu : une fin après le début (03/03/2026 14:00)"
        ),
    ]


def test_an_absence_of_one_day_needs_no_time(tmp_path: Path) -> None:
    assert faults(added(tmp_path, "absences.csv", "ada;03/03/2026;03/03/2026;conge")) == []


def test_a_time_that_the_spring_change_skips_is_refused(tmp_path: Path) -> None:
    folder = added(tmp_path, "absences.csv", "ada;29/03/2026 02:30;29/03/2026 08:00;autre")
    assert faults(folder) == [
        (
            "absences.csv, ligne 4, colonne « debut » : reçu « 29/03/2026 02:30 », "
            "attendu : une heure qui existe : 02:30 n’existe pas le 29/03/2026 : "
            "les horloges passent de 02:00 à 03:00"
        )
    ]


def test_a_template_that_starts_in_the_skipped_hour_is_refused(tmp_path: Path) -> None:
    folder = added(
        tmp_path, "gabarits.csv", "P-D;P;place;nuit;dim;02:30;06:00;01/01/2026;31/12/2026;;;;;;;"
    )
    with (folder / "besoins.csv").open("a", encoding="utf-8") as out:
        out.write("P-D;mediateur;1;1;1\n")
    (message,) = faults(folder)
    assert message.startswith("gabarits.csv, ligne 4 : reçu « P-D », attendu : un créneau possible")
    assert "02:30 n’existe pas le 29/03/2026" in message


def test_a_break_outside_its_template_is_refused_at_the_template(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "pauses.csv", "12:30", "16:15")
    (message,) = faults(folder)
    assert message.startswith("gabarits.csv, ligne 2 : reçu « P-J », attendu : une ligne cohérente")
    assert "pause de 30 min à 16:15 hors de l’horaire 09:00–16:30" in message


def test_minimum_target_and_maximum_rise(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "besoins.csv", "2;3;3", "3;2;3")
    assert faults(folder) == [
        (
            "besoins.csv, ligne 2, colonne « maximum » : reçu « 3 / 2 / 3 », "
            "attendu : minimum ≤ cible ≤ maximum, et un maximum d’au moins 1"
        )
    ]


def test_two_needs_of_a_template_accept_different_roles(tmp_path: Path) -> None:
    (message,) = faults(added(tmp_path, "besoins.csv", "P-J;mediateur,referent;1;1;1"))
    assert "ligne 4, colonne « roles » : reçu « mediateur »" in message


def test_a_cohort_has_dates(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "dates_cohortes.csv", "AMIS-2025;02/03/2026;06/03/2026\n", "")
    assert faults(folder) == [
        (
            "cohortes.csv, ligne 2, colonne « id » : reçu « AMIS-2025 », "
            "attendu : des dates : dans dates_cohortes.csv, ou les colonnes du et au, ou ical"
        )
    ]


def test_days_of_a_cohort_hold_no_sunday(tmp_path: Path) -> None:
    folder = added(tmp_path, "dates_cohortes.csv", "AMIS-2025;06/04/2026;17/04/2026")
    (message,) = faults(folder)
    assert message.endswith("attendu : des jours de cours sans dimanche : une ligne par semaine")


@pytest.mark.parametrize("half", ["9h-midi", "12:30-09:00", "09:00", "25:00-26:00"])
def test_half_days_of_a_cohort_can_be_read(tmp_path: Path, half: str) -> None:
    folder = replaced(tmp_path, "cohortes.csv", "09:00-12:30", half)
    assert faults(folder) == [
        (
            f"cohortes.csv, ligne 2, colonne « matin » : reçu « {half} », "
            "attendu : une demi-journée comme 09:00-12:30, ou rien"
        )
    ]


def test_a_pair_is_two_people(tmp_path: Path) -> None:
    folder = small(tmp_path)
    text = "premiere;seconde;genre;depuis;jusqu_au\nada;ada;ensemble;;\n"
    text += "ada;elsa;separes;02/02/2026;01/02/2026\n"
    (folder / "binomes.csv").write_text(text, encoding="utf-8")
    first, second = faults(folder)
    assert first.endswith("attendu : une autre personne que la première")
    assert second.endswith("reçu « 01/02/2026 », attendu : le 02/02/2026 ou après")


def test_a_season_has_one_name_and_ends_after_it_starts(tmp_path: Path) -> None:
    folder = small(tmp_path)
    text = "saison;nom;debut;fin\nete;Été;01/07/2026;31/08/2026\n"
    text += "ete;Estival;01/07/2027;31/08/2027\nete;Été;01/07/2028;30/06/2028\n"
    (folder / "saisons.csv").write_text(text, encoding="utf-8")
    first, second = faults(folder)
    assert first.endswith(
        "reçu « Estival », attendu : le même nom sur chaque ligne de la saison (« Été »)"
    )
    assert second.endswith("reçu « 30/06/2028 », attendu : une fin le 01/07/2028 ou après")


def test_a_school_day_is_not_open_and_closed(tmp_path: Path) -> None:
    folder = small(tmp_path)
    text = "zone;agence;debut;fin;classe;motif\nB;;15/05/2026;16/05/2026;non;Pont\n"
    text += "B;;15/05/2026;15/05/2026;oui;Rattrapage\n"
    (folder / "calendrier_scolaire.csv").write_text(text, encoding="utf-8")
    (message,) = faults(folder)
    assert "calendrier_scolaire.csv, ligne 3, colonne « fin »" in message
    assert "école ouverte et fermée à la fois" in message


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("P-J;07/03/2026;supprime;;;;;;Fermé", "le modèle n’a pas de créneau ce jour-là"),
        ("P-J;02/03/2026;ajoute;;;;;;Marché", "le modèle a déjà un créneau ce jour-là"),
        ("P-J;02/03/2026;modifie;;;;;;Marché", "rien n’est modifié"),
        ("P-J;02/03/2026;supprime;10:00;;;;;Marché", "un jour supprimé n’a ni horaire ni besoin"),
        ("P-J;02/03/2026;modifie;13:00;;;;;Marché", "hors de l’horaire"),
    ],
)
def test_exceptions_must_be_possible(tmp_path: Path, line: str, expected: str) -> None:
    folder = small(tmp_path)
    text = f"gabarit;jour;action;debut;fin;minimum;cible;maximum;motif\n{line}\n"
    (folder / "exceptions.csv").write_text(text, encoding="utf-8")
    (message,) = faults(folder)
    assert message.startswith("exceptions.csv, ligne 2 : reçu « P-J »")
    assert expected in message


def test_a_derogation_ends_after_it_starts(tmp_path: Path) -> None:
    folder = small(tmp_path)
    text = "genre;agence;dispositif;depuis;jusqu_au;fondement;article\n"
    text += "nuit;ville;;01/01/2026;31/12/2025;Accord (inventé);L3122-15\n"
    (folder / "derogations.csv").write_text(text, encoding="utf-8")
    (message,) = faults(folder)
    assert message.endswith("reçu « 31/12/2025 », attendu : le 01/01/2026 ou après")


def with_template(tmp_path: Path, line: str) -> Path:
    folder = added(tmp_path, "gabarits.csv", line)
    with (folder / "besoins.csv").open("a", encoding="utf-8") as out:
        out.write(f"{line.partition(';')[0]};mediateur;1;1;1\n")
    return folder


def test_two_templates_of_one_place_must_not_clash(tmp_path: Path) -> None:
    line = "P-X;P;place;jour;mer;16:29;18:00;01/01/2026;31/12/2026;;;;;;;"
    assert faults(with_template(tmp_path, line)) == [
        (
            "gabarits.csv, ligne 4 : reçu « P-X », attendu : un créneau qui n’en chevauche pas un "
            "autre du même lieu : les modèles « P-J » et « P-X » (P, place) se chevauchent à "
            "partir du 07/01/2026 : changez un horaire, ou nommez une équipe différente sur "
            "chacun (« P-J » est à la ligne 2)"
        ),
        (
            "gabarits.csv, ligne 4 : reçu « P-X », attendu : un créneau qui n’en chevauche pas un "
            "autre du même lieu : les modèles « P-S » et « P-X » (P, place) se chevauchent à "
            "partir du 07/01/2026 : changez un horaire, ou nommez une équipe différente sur "
            "chacun (« P-S » est à la ligne 3)"
        ),
    ]


def test_two_templates_of_one_place_may_follow_each_other(tmp_path: Path) -> None:
    line = "P-X;P;place;jour;lun;16:30;18:00;01/01/2026;31/12/2026;;;;;;;"
    assert faults(with_template(tmp_path, line)) == []


def test_an_end_before_the_start_is_the_next_day_only_within_fifteen_hours(tmp_path: Path) -> None:
    line = "P-X;P;cfa;jour;lun;{};01/01/2026;31/12/2026;;;;;;;"
    assert faults(with_template(tmp_path / "a", line.format("17:00;08:00"))) == []
    assert faults(with_template(tmp_path / "b", line.format("17:00;08:01"))) == [
        (
            "gabarits.csv, ligne 4, colonne « fin » : reçu « 08:01 », attendu : une fin au plus "
            "15 h après le début (17:00) ; une fin égale ou antérieure au début est le lendemain"
        )
    ]
