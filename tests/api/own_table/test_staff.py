"""Lists of people whose cells can't all be read: what is left out is said, nothing is dropped."""

import re
from datetime import date
from pathlib import Path

from tests.api.intake.files import Cell, workbook
from tests.api.own_table.visits import PLACES, bring, empty, fields_of, reply, send
from tests.api.service import Service

__all__ = ["empty"]

HEADS: list[Cell] = ["Nom", "Prénom", "Heures", "Début"]
SINCE = date(2025, 9, 1)


def names_in(page: str) -> set[str]:
    fields = fields_of(page).items()
    return {text for name, text in fields if name.startswith("p-") and name.endswith(".name")}


def test_a_formula_without_a_value_is_nobody_and_its_cell_is_said(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    people: list[list[Cell]] = [["=1+1", "Luc", 35, SINCE], ["DUPONT", "Zoé", 35, SINCE]]

    page = send(client, workbook(tmp_path, {"Équipe": [HEADS, *people]}, name="equipe.xlsx"))

    assert "1 case ou ligne non comprise" in page
    assert re.findall(r"<button[^>]*>(Relire|Continuer.*?)</button>", page) == [
        "Relire",
        "Continuer sans cette case",
    ]
    assert (
        "equipe.xlsx, feuille « Équipe », ligne 2, colonne A « Nom » : "
        "reçu « formule sans valeur », attendu : une valeur (formule jamais calculée"
    ) in page
    page = reply(client, page, {}, geste="tel-quel")
    assert "1 case ou ligne n’est pas comprise, et ne sera pas importée" in page
    assert names_in(page) == {"Zoé Dupont"}


def test_a_list_whose_names_are_all_formulas_is_refused_with_their_cells(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    rows: list[list[Cell]] = [HEADS, ["=1+1", "=2+2", 35, SINCE]]

    page = send(client, workbook(tmp_path, {"Équipe": rows}), status=422)

    assert "ligne 2, colonne A « Nom » : reçu « formule sans valeur »" in page
    assert "ligne 2, colonne B « Prénom » : reçu « formule sans valeur »" in page


def test_a_total_that_is_a_formula_without_a_value_is_not_said(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    rows: list[list[Cell]] = [
        HEADS,
        ["DUPONT", "Zoé", 35, SINCE],
        ["Total", "=COUNTA(B2:B2)", "=SUM(C2:C2)"],
    ]

    page = send(client, workbook(tmp_path, {"Équipe": rows}))

    assert names_in(page) == {"Zoé Dupont"}


def test_hours_and_a_day_that_cannot_be_read_stay_in_their_fields_with_what_is_expected(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    people: list[list[Cell]] = [
        ["DUPONT", "Zoé", -5, "31/02/2027"],
        ["ROUX", "Yann", "-28h", SINCE],
        ["PETIT", "Luc", "-", SINCE],
    ]

    page = send(client, workbook(tmp_path, {"Équipe": [HEADS, *people]}))

    fields = fields_of(page)
    assert (fields["p-zoe-dupont.weekly_minutes"], fields["p-zoe-dupont.start"]) == (
        "-5",
        "31/02/2027",
    )
    assert (fields["p-yann-roux.weekly_minutes"], fields["p-luc-petit.weekly_minutes"]) == (
        "-28h",
        "",
    )
    assert page.count("Attendu : des heures par semaine, comme 35 ou 28h30") == 2
    assert page.count("Attendu : le premier jour du contrat, comme 01/09/2025") == 1
    page = bring(client, page, PLACES, {"tous.weekly_minutes": "35"}, status=422)
    assert "3 valeurs refusées" in page
    assert "« -5 » : attendu : des heures par semaine" in page
    assert "« 31/02/2027 » : attendu : le premier jour du contrat" in page
    mended = {"p-yann-roux.weekly_minutes": "28", "p-zoe-dupont.start": "01/02/2027"}
    page = bring(client, page, mended, {"p-zoe-dupont.weekly_minutes": ""})
    assert "3 personnes ajoutées" in page


def test_a_last_day_that_cannot_be_read_is_said_with_its_cell(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    heads: list[Cell] = ["Nom", "Heures", "Fin de contrat"]
    people: list[list[Cell]] = [["Zoé Dupont", 35, "31/02/2027"], ["Luc Petit", 35, "indéterminée"]]

    page = send(client, workbook(tmp_path, {"Équipe": [heads, *people]}))

    assert "1 case ou ligne non comprise" in page
    assert (
        "ligne 2, colonne C « Fin de contrat » : reçu « 31/02/2027 », "
        "attendu : le dernier jour du contrat, comme 31/12/2026, ou rien"
    ) in page


def test_a_contract_that_cannot_be_read_beside_hours_is_said_with_its_cell(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    rows: list[list[Cell]] = [["Nom", "Heures", "Contrat"], ["Zoé Dupont", 26, "service civique"]]

    page = send(client, workbook(tmp_path, {"Équipe": rows}))

    assert "ligne 2, colonne C « Contrat » : reçu « service civique », attendu : une durée" in page
    page = reply(client, page, {}, geste="tel-quel")
    assert fields_of(page)["p-zoe-dupont.weekly_minutes"] == "26 h"


def test_the_comma_after_a_family_name_is_no_part_of_the_name(empty: Service) -> None:
    names = ("PETIT, Luc", "Le Goff, Anne Marie", "ROUX,AWA", "Zoé Dupont")
    text = "Nom\tHeures\n" + "".join(f"{name}\t35\n" for name in names)

    page = send(empty.client("admin", "responsable"), text=text)

    assert names_in(page) == {"Luc Petit", "Anne Marie Le Goff", "Awa Roux", "Zoé Dupont"}
