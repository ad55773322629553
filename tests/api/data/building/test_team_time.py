from datetime import date, time
from pathlib import Path

import pytest

from api.data.folder.load import load
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import days_span
from tests.api.data.folder.folders import faults, with_files

HEAD = (
    "id;nom;dispositif;personnes;site;debut;fin;pause;depuis;jusqu_au;jours;toutes_les;"
    "rang_du_mois;sauf;presence;au_moins;au_plus|"
)
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 30)


def team_slots(folder: Path, first: date = MARCH, last: date = JUNE) -> list[Slot]:
    association = load(folder)
    slots = association.slots(association.templates, days_span(first, last))
    return [slot for slot in slots if slot.kind is SlotKind.TEAM]


def days(folder: Path) -> list[str]:
    return [f"{slot.span.day:%d/%m}" for slot in team_slots(folder)]


def test_a_meeting_is_a_slot_of_its_place_hours_and_people(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        temps_equipe=HEAD
        + "REU;Réunion;P;ada,farid;cfa;09:30;12:00;;03/03/2026;;;;;;obligatoire;;",
    )
    (slot,) = team_slots(folder)

    assert (slot.id, slot.dispositif, slot.agency, slot.site) == (
        "REU-2026-03-03",
        "P",
        "ville",
        "cfa",
    )
    assert (slot.span.start.time(), slot.span.end.time()) == (time(9, 30), time(12))
    assert (slot.duty.work, slot.mandatory, set(slot.invited)) == (150, True, {"ada", "farid"})
    assert [(n.minimum, n.target, n.maximum) for n in slot.needs] == [(2, 2, 2)]


def test_a_wanted_one_says_how_many_at_least_and_at_most(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        temps_equipe=HEAD
        + "A;Partenaires;P;;cfa;14:00;16:00;;03/03/2026;;;;;;souhaitee;2;|"
        + "B;Prévention;P;;place;09:00;17:00;60;04/03/2026;;;;;;souhaitee;2;3",
    )

    assert [
        (slot.duty.work, slot.mandatory, need.minimum, need.target, need.maximum)
        for slot in team_slots(folder)
        for need in slot.needs
    ] == [(120, False, 2, 6, 6), (420, False, 2, 3, 3)]


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        ("03/03/2026;31/03/2026;mar;;", ["03/03", "10/03", "17/03", "24/03", "31/03"]),
        ("03/03/2026;31/03/2026;mar;2;", ["03/03", "17/03", "31/03"]),
        # The fortnight counts from the first day, whatever the month begins with.
        ("10/03/2026;30/04/2026;mar;2;", ["10/03", "24/03", "07/04", "21/04"]),
        # A rhythm that begins on a Thursday keeps that week: its Tuesday is past.
        ("05/03/2026;31/03/2026;mar;2;", ["17/03", "31/03"]),
        ("01/03/2026;30/06/2026;mar;;2", ["10/03", "14/04", "12/05", "09/06"]),
        # Only months with five Tuesdays have a fifth one.
        ("01/03/2026;30/06/2026;mar;;5", ["31/03", "30/06"]),
        ("03/03/2026;13/03/2026;mar,ven;;", ["03/03", "06/03", "10/03", "13/03"]),
    ],
)
def test_what_comes_back_keeps_its_rhythm(tmp_path: Path, rhythm: str, expected: list[str]) -> None:
    first, rank = rhythm.rsplit(";", 1)
    folder = with_files(
        tmp_path, temps_equipe=f"{HEAD}R;Réunion;P;;cfa;09:30;12:00;;{first};{rank};;souhaitee;;"
    )

    assert days(folder) == expected


def test_what_comes_back_skips_public_holidays_and_the_days_left_out(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        temps_equipe=HEAD
        + "R;Réunion;P;;cfa;09:30;12:00;;27/03/2026;15/05/2026;lun,ven;;;"
        + '"10/04/2026,2026-04-17";souhaitee;;'.replace('"', ""),
    )

    # Easter Monday (6 April), 1 May, 8 May: none.
    assert days(folder) == [
        *("27/03", "30/03", "03/04", "13/04", "20/04", "24/04", "27/04"),
        *("04/05", "11/05", "15/05"),
    ]


@pytest.mark.parametrize(
    ("line", "column", "received", "expected"),
    [
        (
            "R;N;P;;cfa;12:00;09:30;;03/03/2026;;;;;;souhaitee;;",
            "fin",
            "09:30",
            "une fin le même jour, après le début (12:00)",
        ),
        (
            "R;N;P;;cfa;12:00;12:00;;03/03/2026;;;;;;souhaitee;;",
            "fin",
            "12:00",
            "une fin le même jour, après le début (12:00)",
        ),
        (
            "R;N;P;;cfa;08:00;18:01;;03/03/2026;;;;;;souhaitee;;",
            "fin",
            "18:01",
            "une fin le même jour, après le début (08:00) et 10 h de travail au plus (L3121-18)",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;60;03/03/2026;;;;;;souhaitee;;",
            "pause",
            "60",
            "moins que les 60 minutes de la ligne",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;;mar;2;;;souhaitee;;",
            "jusqu_au",
            "",
            (
                "un dernier jour, car « jours » dit qu’il revient "
                "(ou cette case vide, s’il n’a lieu qu’une fois)"
            ),
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;;;;2;;souhaitee;;",
            "jusqu_au",
            "",
            (
                "un dernier jour, car « rang_du_mois » dit qu’il revient "
                "(ou cette case vide, s’il n’a lieu qu’une fois)"
            ),
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;04/03/2028;mar;;;;souhaitee;;",
            "jusqu_au",
            "04/03/2028",
            "une fin le 03/03/2028 ou avant",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;02/03/2026;mar;;;;souhaitee;;",
            "jusqu_au",
            "02/03/2026",
            "le 03/03/2026 ou après",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;31/03/2026;;;;;souhaitee;;",
            "jours",
            "",
            "le jour de la semaine où il revient (mar)",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;31/03/2026;mar;2;1;;souhaitee;;",
            "rang_du_mois",
            "1",
            "une case vide, ou « toutes_les » vide",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;04/03/2026;09/03/2026;mar;;;;souhaitee;;",
            "jusqu_au",
            "09/03/2026",
            "un jour au moins, non férié, du premier au dernier",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;01/05/2026;;;;;;souhaitee;;",
            "depuis",
            "01/05/2026",
            "un jour qui n’est pas férié (Fête du Travail)",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;31/03/2026;mar;;;04/03/2026;souhaitee;;",
            "sauf",
            "04/03/2026",
            "des jours où il aurait lieu",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;31/03/2026;mar;;;bientôt;souhaitee;;",
            "sauf",
            "bientôt",
            "une date comme 31/12/2026 ou 2026-12-31",
        ),
        (
            "R;N;P;ada,zoe;cfa;09:00;10:00;;03/03/2026;;;;;;souhaitee;;",
            "personnes",
            "zoe",
            "un identifiant de personne qui figure dans personnes.csv",
        ),
        (
            "R;N;P;ada;cfa;09:00;10:00;;03/03/2026;;;;;;souhaitee;2;",
            "au_moins",
            "2",
            "1 au plus, le nombre de personnes nommées",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;;;;;;souhaitee;7;",
            "au_moins",
            "7",
            "6 au plus, le nombre de personnes du dispositif P",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;;;;;;souhaitee;3;2",
            "au_plus",
            "2",
            "3 au moins, comme « au_moins »",
        ),
        (
            "R;N;P;;cfa;09:00;10:00;;03/03/2026;;;;;;obligatoire;3;",
            "au_moins",
            "3",
            "une case vide, car la présence est obligatoire",
        ),
        (
            "P-J;N;P;;cfa;09:00;10:00;;03/03/2026;;;;;;souhaitee;;",
            "id",
            "P-J",
            "un identifiant qui n’est pas celui d’un gabarit",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(
    tmp_path: Path, line: str, column: str, received: str, expected: str
) -> None:
    (message,) = faults(with_files(tmp_path, temps_equipe=HEAD + line))

    what = f"« {received} »" if received else "rien"
    assert message == (
        f"temps_equipe.csv, ligne 2, colonne « {column} » : reçu {what}, attendu : {expected}"
    )


@pytest.mark.parametrize(
    "line",
    [
        "R;N;P;;cfa;08:00;18:00;;03/03/2026;;;;;;souhaitee;;",
        "R;N;P;;cfa;09:00;10:00;59;03/03/2026;;;;;;souhaitee;;",
        "R;N;P;;cfa;09:00;10:00;;03/03/2026;03/03/2028;mar;;;;souhaitee;;",
        "R;N;P;;cfa;09:00;10:00;;03/03/2026;03/03/2026;mar;;;;souhaitee;;",
        "R;N;P;;cfa;09:00;10:00;;30/04/2026;;;;;;souhaitee;;",
        "R;N;P;;cfa;09:00;10:00;;03/03/2026;;;;;;souhaitee;6;6",
    ],
)
def test_what_just_agrees_is_taken(tmp_path: Path, line: str) -> None:
    assert faults(with_files(tmp_path, temps_equipe=HEAD + line)) == []


def test_a_holiday_of_alsace_is_one_for_a_meeting_there_alone(tmp_path: Path) -> None:
    line = "R;N;P;;cfa;09:00;10:00;;03/04/2026;;;;;;souhaitee;;"  # Good Friday
    folder = with_files(tmp_path, temps_equipe=HEAD + line)
    assert faults(folder) == []

    agencies = "id;nom;academie;zone_scolaire;departement\nville;Ville;Strasbourg;B;67\n"
    (folder / "agences.csv").write_text(agencies, encoding="utf-8")

    (message,) = faults(folder)
    assert "reçu « 03/04/2026 », attendu : un jour qui n’est pas férié" in message


def test_a_template_is_no_team_time(tmp_path: Path) -> None:
    lines = "P-X;P;place;equipe;lun;09:00;10:00;01/01/2026;"
    folder = with_files(
        tmp_path, gabarits="id;dispositif;site;genre;jours;debut;fin;depuis;jusqu_au|" + lines
    )

    assert any("« genre » : reçu « equipe »" in message for message in faults(folder))
