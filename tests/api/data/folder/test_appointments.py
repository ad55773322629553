"""Appointments of a folder: what contradicts itself is refused with file, line and column."""

from datetime import date
from pathlib import Path

import pytest

from api.data.folder.load import load
from api.planning.problem import assemble
from calendars.appointments import AppointmentState
from scheduler.domain.problem import Lock
from tests.api.data.folder.folders import faults, small

HEADER = (
    "id;dispositif;site;lieu;jour;debut;minutes;roles;titres;binome;personne;reference;etat;reponse"
)
LINE = "RV-1;P;place;Hall B;10/03/2026;14:30;60;;;;;DOS-118;;"


def folder_of(tmp_path: Path, *lines: str) -> Path:
    folder = small(tmp_path)
    text = "\n".join((HEADER, *lines)) + "\n"
    (folder / "rendez_vous.csv").write_text(text, encoding="utf-8")
    return folder


def test_an_accepted_appointment_is_planned_like_a_post(tmp_path: Path) -> None:
    association = load(folder_of(tmp_path, LINE))
    problem = assemble(association, date(2026, 3, 1), date(2026, 3, 31))

    slot = problem.slot_of["RV-1-2026-03-10"]
    assert (slot.label, slot.span.minutes) == ("P, place, 14:30-15:30 le 10/03/2026", 60)


@pytest.mark.parametrize("state", ["demande", "refuse", "annule"])
def test_only_an_accepted_one_is_a_post(tmp_path: Path, state: str) -> None:
    line = LINE.removesuffix(";;") + f";{state};Pas de place ce jour-là"
    association = load(folder_of(tmp_path, line))

    assert [each.state for each in association.appointments] == [AppointmentState(state)]
    problem = assemble(association, date(2026, 3, 1), date(2026, 3, 31))
    assert not [slot for slot in problem.slots if slot.id.startswith("RV-1")]


def test_a_person_named_is_locked_to_it(tmp_path: Path) -> None:
    association = load(folder_of(tmp_path, LINE.replace(";;;;;DOS", ";;;;ada;DOS")))

    assert association.locks == (
        Lock(
            mediator="ada",
            slot="RV-1-2026-03-10",
            by="rendez-vous",
            why="personne nommée (DOS-118)",
        ),
    )


def test_a_person_who_has_left_is_named_in_vain_and_the_month_is_planned(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, LINE.replace("10/03/2026", "01/09/2026").replace(";;;;;DOS", ";;;;dorian;DOS")
    )
    association = load(folder)

    problem = assemble(association, date(2026, 9, 1), date(2026, 9, 30))

    assert "RV-1-2026-09-01" in problem.slot_of
    assert problem.locks == ()


@pytest.mark.parametrize(
    ("change", "column", "received", "expected"),
    [
        ((";60;", ";0;"), "minutes", "0", "un nombre entier de 5 à 359"),
        ((";60;", ";4;"), "minutes", "4", "un nombre entier de 5 à 359"),
        ((";60;", ";360;"), "minutes", "360", "un nombre entier de 5 à 359"),
        ((";60;", ";720;"), "minutes", "720", "un nombre entier de 5 à 359"),
        ((";60;", ";-30;"), "minutes", "-30", "un nombre entier de 5 à 359"),
        (("14:30", "25:00"), "debut", "25:00", "une heure comme 21:30 ou 21h30, de 00:00 à 23:59"),
        (
            ("10/03/2026;14:30", "29/03/2026;02:30"),
            "debut",
            "02:30",
            (
                "une heure qui existe (02:30 n’existe pas le 29/03/2026 : les horloges passent de "
                "02:00 à 03:00)"
            ),
        ),
        (
            ("10/03/2026", "06/04/2026"),
            "jour",
            "06/04/2026",
            "un jour qui n’est pas férié (Lundi de Pâques)",
        ),
        (
            ("10/03/2026", "02/01/2027"),
            "jour",
            "02/01/2027",
            "le 31/12/2026 ou avant : le dispositif n’est plus tenu ensuite",
        ),
        (
            ("RV-1", "P-J"),
            "id",
            "P-J",
            "un identifiant qui n’est pas celui d’un gabarit (déjà ligne 2)",
        ),
        (
            ("Hall B", "Mme X, 06 12 34 56 78"),
            "lieu",
            "Mme X, 06 12 34 56 78",
            "ni téléphone ni adresse électronique : une référence et un lieu suffisent",
        ),
        (
            ("DOS-118", "x@exemple.org"),
            "reference",
            "x@exemple.org",
            "ni téléphone ni adresse électronique : une référence et un lieu suffisent",
        ),
        ((";DOS-118;;", ";DOS-118;refuse;"), "reponse", "", "pourquoi il est refusé"),
        ((";DOS-118;;", ";DOS-118;annule;"), "reponse", "", "pourquoi il est annulé"),
        ((";place;", ";parc;"), "site", "parc", "un identifiant de site qui figure dans sites.csv"),
        (
            (";P;", ";Q;"),
            "dispositif",
            "Q",
            "un identifiant de dispositif qui figure dans dispositifs.csv",
        ),
        (
            (";;;;;DOS", ";;;;zoe;DOS"),
            "personne",
            "zoe",
            "un identifiant de personne qui figure dans personnes.csv",
        ),
    ],
)
def test_a_contradiction_is_refused_where_it_stands(
    tmp_path: Path, change: tuple[str, str], column: str, received: str, expected: str
) -> None:
    line = LINE.replace(*change, 1)
    assert line != LINE

    assert faults(folder_of(tmp_path, line)) == [
        (
            f"rendez_vous.csv, ligne 2, colonne « {column} » : reçu {shown(received)}, "
            f"attendu : {expected}"
        )
    ]


def shown(received: str) -> str:
    return f"« {received} »" if received else "rien"


@pytest.mark.parametrize(
    ("day", "state", "late"),
    [
        ("31/12/2026", "accepte", False),
        ("02/01/2027", "accepte", True),
        ("02/01/2027", "demande", True),
        ("02/01/2027", "annule", False),
    ],
)
def test_none_is_to_hold_after_the_market_s_end(
    tmp_path: Path, day: str, state: str, *, late: bool
) -> None:
    line = LINE.replace("10/03/2026", day).replace("DOS-118;;", f"DOS-118;{state};Reporté")
    folder = folder_of(tmp_path, line)
    (folder / "marches.csv").write_text(
        "id;commanditaire;dispositifs;debut;fin;heures;periode\n"
        "place;Ville de Port;P;01/01/2026;31/12/2026;400;mois\n",
        encoding="utf-8",
    )
    end = "le 31/12/2026 au plus tard, fin du marché « place » de Ville de Port (marches.csv)"

    assert faults(folder) == [
        f"rendez_vous.csv, ligne 2, colonne « jour » : reçu « {day} », attendu : {end}"
    ] * int(late)


@pytest.mark.parametrize(("day", "minutes"), [("31/12/2026", "5"), ("31/12/2026", "359")])
def test_the_last_day_and_both_lengths_are_allowed(tmp_path: Path, day: str, minutes: str) -> None:
    line = LINE.replace("10/03/2026", day).replace(";60;", f";{minutes};")

    assert faults(folder_of(tmp_path, line)) == []


def test_a_site_of_another_agency_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, LINE.replace(";place;", ";ailleurs;"))
    with (folder / "agences.csv").open("a", encoding="utf-8") as file:
        file.write("loin;Loin;Rennes;B\n")
    with (folder / "sites.csv").open("a", encoding="utf-8") as file:
        file.write("ailleurs;Ailleurs;1 rue Loin;loin\n")

    assert faults(folder) == [
        (
            "rendez_vous.csv, ligne 2, colonne « site » : reçu « ailleurs », attendu : un site de "
            "l’agence « ville », qui tient le dispositif"
        )
    ]
