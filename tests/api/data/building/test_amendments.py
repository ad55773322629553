"""Amendments that raise part-time hours: where they go, and what is refused of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.data.folder.load import load
from scheduler.domain.amendments import Amendment, AmendmentGround
from tests.api.data.folder.folders import faults, replaced, with_files

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "personne;debut;fin;heures_semaine;motif;remplace"
GOOD = "chloe;02/03/2026;29/03/2026;34h59;remplacement;ada"


def test_amendments_stand_on_the_contract_that_they_change_in_order_of_time(
    tmp_path: Path,
) -> None:
    lines = f"{HEAD}|{GOOD}|chloe;01/02/2026;01/03/2026;28h01;saison;"
    people = load(with_files(tmp_path, avenants=lines)).mediators
    (contract,) = next(person for person in people if person.id == "chloe").contracts

    assert contract.amendments == (
        Amendment(
            start=date(2026, 2, 1),
            end=date(2026, 3, 1),
            weekly_minutes=28 * 60 + 1,
            ground=AmendmentGround.SEASON,
        ),
        Amendment(
            start=date(2026, 3, 2),
            end=date(2026, 3, 29),
            weekly_minutes=35 * 60 - 1,
            ground=AmendmentGround.REPLACEMENT,
            replaced="ada",
        ),
    )
    hours = [contract.on(date(2026, *day)).weekly_minutes for day in ((1, 31), (3, 1), (3, 30))]
    assert hours == [1680, 1681, 1680]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "chloe;02/03/2026;01/03/2026;34;saison;",
            "colonne « fin » : reçu « 01/03/2026 », attendu : le 02/03/2026 ou après",
        ),
        (
            "chloe;02/03/2026;;34;saison;",
            "colonne « fin » : reçu rien, attendu : une valeur, la cellule est obligatoire",
        ),
        (
            "chloe;02/03/2026;29/03/2026;35;saison;",
            (
                "colonne « heures_semaine » : reçu « 35 », attendu : moins de 35 heures par "
                "semaine, complément compris (L3123-9)"
            ),
        ),
        (
            "chloe;02/03/2026;29/03/2026;28;saison;",
            ("colonne « heures_semaine » : reçu « 28 », attendu : plus que les 28 h 00 du contrat"),
        ),
        (
            "ada;02/03/2026;29/03/2026;34;saison;",
            (
                "colonne « personne » : reçu « ada », attendu : une personne à temps partiel le "
                "02/03/2026 (contrat de 35 h 00 par semaine)"
            ),
        ),
        (
            "chloe;31/08/2020;29/03/2026;34;saison;",
            (
                "colonne « debut » : reçu « 31/08/2020 », attendu : un jour où la personne est "
                "sous contrat"
            ),
        ),
        (
            "chloe;02/03/2026;29/03/2026;34;remplacement;",
            (
                "colonne « remplace » : reçu rien, attendu : la personne absente que l’avenant "
                "remplace (L3123-22)"
            ),
        ),
        (
            "chloe;02/03/2026;29/03/2026;34;usage;ada",
            "colonne « remplace » : reçu « ada », attendu : rien, sauf pour un remplacement",
        ),
        (
            "chloe;02/03/2026;29/03/2026;34;remplacement;chloe",
            (
                "colonne « remplace » : reçu « chloe », attendu : une autre personne que celle de "
                "l’avenant"
            ),
        ),
        (
            "chloe;02/03/2026;29/03/2026;34;surcroit;",
            (
                "colonne « motif » : reçu « surcroit », attendu : l’un de : remplacement, "
                "accroissement, saison, usage"
            ),
        ),
        (
            "zoe;02/03/2026;29/03/2026;34;saison;",
            (
                "colonne « personne » : reçu « zoe », attendu : un identifiant de personne qui "
                "figure dans personnes.csv"
            ),
        ),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path: Path, lines: str, expected: str) -> None:
    said = faults(with_files(tmp_path, avenants=f"{HEAD}|{lines}"))

    assert [text.replace("\u00a0", " ") for text in said] == [f"avenants.csv, ligne 2, {expected}"]


@pytest.mark.parametrize(("start", "refused"), [("29/03/2026", True), ("30/03/2026", False)])
def test_two_amendments_of_a_person_do_not_share_a_day(
    tmp_path: Path, start: str, *, refused: bool
) -> None:
    said = faults(
        with_files(tmp_path, avenants=f"{HEAD}|{GOOD}|chloe;{start};30/04/2026;32;accroissement;")
    )

    assert said == (
        [
            (
                "avenants.csv, ligne 3, colonne « debut » : reçu « 29/03/2026 », attendu : un "
                "avenant qui n’en chevauche pas un autre de la même personne (déjà ligne 2 : "
                "02/03/2026 – 29/03/2026)"
            )
        ]
        if refused
        else []
    )


@pytest.mark.parametrize(("end", "refused"), [("29/03/2026", False), ("28/03/2026", True)])
def test_an_amendment_ends_with_its_contract_at_the_latest(
    tmp_path: Path, end: str, *, refused: bool
) -> None:
    folder = replaced(
        tmp_path, "contrats.csv", "chloe;CDI;01/09/2020;;28", f"chloe;CDD;01/09/2020;{end};28"
    )
    (folder / "avenants.csv").write_text(f"{HEAD}\n{GOOD}\n", "utf-8")

    assert faults(folder) == (
        [
            (
                "avenants.csv, ligne 2, colonne « fin » : reçu « 29/03/2026 », attendu : le "
                "28/03/2026 au plus tard, fin du contrat (s’il est renouvelé, un second "
                "avenant pour la suite)"
            )
        ]
        if refused
        else []
    )


@pytest.mark.parametrize(("basis", "count"), [("mois", 0), ("cycle", 1), ("annee", 1)])
def test_hours_over_a_longer_period_are_raised_by_a_contract(
    tmp_path: Path, basis: str, count: int
) -> None:
    folder = replaced(
        tmp_path,
        "contrats.csv",
        "chloe;CDI;01/09/2020;;28;semaine",
        f"chloe;CDI;01/09/2020;;28;{basis}",
    )
    (folder / "avenants.csv").write_text(f"{HEAD}\n{GOOD}\n", "utf-8")

    assert ["compté à la semaine ou au mois" in said for said in faults(folder)] == [True] * count


def test_a_contract_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "contrats.csv", "chloe;CDI;01/09/2020;;28", "chloe;CDI;jadis;;28")
    (folder / "avenants.csv").write_text(f"{HEAD}\n{GOOD}\n", "utf-8")

    (said,) = faults(folder)
    assert said.startswith("contrats.csv, ligne 4, colonne « debut »")
