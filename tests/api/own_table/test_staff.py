"""Lists of people whose cells can't all be read: what is left out is said, nothing is dropped."""

from datetime import date
from pathlib import Path

from tests.api.intake.files import Cell, workbook
from tests.api.own_table.visits import empty, fields_of, reply, send
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
    rows = [HEADS, ["=1+1", "=2+2", 35, SINCE]]

    page = send(client, workbook(tmp_path, {"Équipe": rows}), status=422)

    assert "ligne 2, colonne A « Nom » : reçu « formule sans valeur »" in page
    assert "ligne 2, colonne B « Prénom » : reçu « formule sans valeur »" in page


def test_a_total_that_is_a_formula_without_a_value_is_not_said(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    rows = [HEADS, ["DUPONT", "Zoé", 35, SINCE], ["Total", "=COUNTA(B2:B2)", "=SUM(C2:C2)"]]

    page = send(client, workbook(tmp_path, {"Équipe": rows}))

    assert names_in(page) == {"Zoé Dupont"}
