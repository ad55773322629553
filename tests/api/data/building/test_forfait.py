from datetime import date
from pathlib import Path

import pytest

from api.data.folder.load import load
from scheduler.domain.employment.employer import Carried, CarriedKind
from scheduler.domain.employment.forfait import Forfait
from tests.api.data.folder.folders import faults, with_files

HEADS = (
    "personne;type;debut;fin;heures_semaine;base;heures_annee;exception_24h;"
    "jours_annee;forfait_depuis;convention_le;jours_renonces;renonciation_le"
)
WHOLE = "ada;CDI;01/03/2021;;;jours;;;218;;01/03/2021;;"
LINE = "contrats.csv, ligne 2, colonne"


def folder(tmp_path: Path, contract: str, **files: str) -> Path:
    """The small instance, in which only Ada's contract is as written."""
    return with_files(tmp_path, contrats=f"{HEADS}|{contract}|{REST}", **files)


REST = "|".join(
    f"{who};CDI;01/09/2020;;35;semaine;;;;;;;"
    for who in ("brice", "chloe", "dorian", "elsa", "farid")
)


def of_ada(folder: Path) -> Forfait | None:
    [ada] = [m for m in load(folder).mediators if m.id == "ada"]
    return ada.contracts[0].forfait


def test_a_forfait_in_days_stands_on_the_contract(tmp_path: Path) -> None:
    line = "ada;CDI;01/03/2021;;;jours;;;214;01/06/2021;01/03/2021;11;15/02/2026"

    assert of_ada(folder(tmp_path, line)) == Forfait(
        days=214,
        begins=date(2021, 6, 1),
        signed=date(2021, 3, 1),
        waived=11,
        waived_on=date(2026, 2, 15),
    )


def test_a_contract_in_hours_has_none(tmp_path: Path) -> None:
    assert of_ada(folder(tmp_path, "ada;CDI;01/03/2021;;35;semaine;;;;;;;")) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "ada;CDI;01/03/2021;;35;jours;;;218;;01/03/2021;;",
            (
                "« heures_semaine » : reçu « 35 », attendu : rien : un forfait en jours ne compte "
                "pas d’heures (L3121-62)"
            ),
        ),
        (
            "ada;CDI;01/03/2021;;;jours;1607;;218;;01/03/2021;;",
            (
                "« heures_annee » : reçu « 1607 », attendu : rien : un forfait en jours ne compte "
                "pas d’heures (L3121-62)"
            ),
        ),
        (
            "ada;CDI;01/03/2021;;;jours;;demande;218;;01/03/2021;;",
            (
                "« exception_24h » : reçu « demande », attendu : rien : un forfait en jours ne "
                "compte pas d’heures (L3121-62)"
            ),
        ),
        (
            "ada;CDI;01/03/2021;;;jours;;;;;01/03/2021;;",
            (
                "« jours_annee » : reçu rien, attendu : le nombre de jours du forfait, de 1 à 218 "
                "(L3121-64)"
            ),
        ),
        (
            "ada;CDI;01/03/2021;;;jours;;;219;;01/03/2021;;",
            "« jours_annee » : reçu « 219 », attendu : un nombre entier de 1 à 218",
        ),
        (
            "ada;CDI;01/03/2021;;;semaine;;;;;;;",
            "« heures_semaine » : reçu rien, attendu : une valeur, elle est obligatoire",
        ),
        (
            "ada;CDI;01/03/2021;;35;semaine;;;218;;;;",
            "« jours_annee » : reçu « 218 », attendu : rien, sauf si la base est « jours »",
        ),
        (
            "ada;apprentissage;01/03/2021;;;jours;;;218;;01/03/2021;;",
            (
                "« type » : reçu « apprentissage », attendu : un autre contrat : les heures d’un "
                "apprenti se comptent (L6222-24)"
            ),
        ),
        (
            "ada;CDI;01/03/2021;;;jours;;;218;;01/03/2021;5;",
            (
                "« renonciation_le » : reçu rien, attendu : les jours renoncés et la date de "
                "l’avenant, ou ni l’un ni l’autre"
            ),
        ),
        (
            "ada;CDI;01/03/2021;;;jours;;;218;;01/03/2021;;01/02/2026",
            (
                "« jours_renonces » : reçu rien, attendu : les jours renoncés et la date de "
                "l’avenant, ou ni l’un ni l’autre"
            ),
        ),
        (
            "ada;CDI;01/03/2021;31/12/2026;;jours;;;218;;01/03/2021;5;01/01/2027",
            "« renonciation_le » : reçu « 01/01/2027 », attendu : un jour du contrat",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    assert faults(folder(tmp_path, line)) == [f"{LINE} {expected}"]


@pytest.mark.parametrize(("start", "lawful"), [("13/09/2025", False), ("14/09/2025", True)])
def test_it_is_for_adults(tmp_path: Path, start: str, lawful: bool) -> None:
    """Dorian is born on 14 September 2007."""
    line = f"dorian;CDI;{start};;;jours;;;218;;{start};;"
    others = REST.replace("dorian", "ada")
    read = faults(with_files(tmp_path, contrats=f"{HEADS}|{line}|{others}"))

    assert read == (
        []
        if lawful
        else [
            (
                f"{LINE} « base » : reçu « jours », attendu : des heures : avant 18 ans, elles "
                "sont bornées chaque jour (L3162-1)"
            )
        ]
    )


@pytest.mark.parametrize(
    ("days", "waived", "agreed", "refused"),
    [
        (218, 17, None, ""),
        (
            218,
            18,
            None,
            "« 18 », attendu : 17 au plus : 235 jours dans l’année (L3121-66)",
        ),
        (214, 21, None, ""),
        (218, 18, 240, ""),
        (218, 22, 240, ""),
        (218, 23, 240, "« 23 », attendu : 22 au plus : 240 jours dans l’année (art. 4 (Accord))"),
        (218, 8, 225, "« 8 », attendu : 7 au plus : 225 jours dans l’année (art. 4 (Accord))"),
    ],
)
def test_more_than_235_days_need_an_agreement(
    tmp_path: Path, days: int, waived: int, agreed: int | None, refused: str
) -> None:
    line = f"ada;CDI;01/03/2021;;;jours;;;{days};;01/03/2021;{waived};15/02/2026"
    terms = "regle;parametre;valeur;niveau;source;article;depuis"
    if agreed is not None:
        terms += f"|forfait_days_cap;most;{agreed};entreprise;Accord;art. 4;01/01/2020"

    read = faults(folder(tmp_path, line, accords=terms))

    assert read == ([f"{LINE} « jours_renonces » : reçu {refused}"] if refused else [])


def test_an_opening_balance_of_days_is_in_days(tmp_path: Path) -> None:
    heads = "personne;compteur;jour;heures;jours"
    made = folder(tmp_path, WHOLE, soldes=f"{heads}|ada;jours_forfait;28/02/2026;;38")

    assert load(made).carried == (
        Carried(mediator="ada", kind=CarriedKind.DAYS, day=date(2026, 2, 28), days=38),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "ada;jours_forfait;28/02/2026;38;38",
            "« heures » : reçu « 38 », attendu : rien : ce compteur est en jours",
        ),
        (
            "ada;jours_forfait;28/02/2026;;",
            "« jours » : reçu rien, attendu : une valeur : ce compteur est en jours",
        ),
        (
            "ada;heures_periode;28/02/2026;;",
            "« heures » : reçu rien, attendu : une valeur : ce compteur est en heures",
        ),
        (
            "ada;heures_periode;28/02/2026;12;3",
            "« jours » : reçu « 3 », attendu : rien : ce compteur est en heures",
        ),
    ],
)
def test_a_balance_of_the_other_unit_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    made = folder(tmp_path, WHOLE, soldes=f"personne;compteur;jour;heures;jours|{line}")

    assert faults(made) == [f"soldes.csv, ligne 2, colonne {expected}"]
