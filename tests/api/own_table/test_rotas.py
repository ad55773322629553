"""What a rota has beside its shifts: columns that aren't read, a legend that names places."""

import re
from pathlib import Path

from tests.api.intake.files import workbook
from tests.api.own_table import rotas
from tests.api.own_table.visits import empty, fields_of, send
from tests.api.service import Service

__all__ = ["empty"]


def test_columns_that_are_not_read_are_listed_with_what_was_understood(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    days, heads, person = rotas.grid(rotas.MONDAY, {"DUPONT Zoé": ["9h-16h"] * 7})[:3]
    heads[-1] = "Total"
    rows = [days, [*heads, "Obs."], [*person, "à jour"]]

    page = send(client, workbook(tmp_path, {"Mars": rows}))

    assert '<th scope="row">Colonnes non lues</th><td>Total, Obs.</td>' in page


def test_the_place_of_a_legend_is_one_of_the_places(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable")
    rows = rotas.grid(rotas.MONDAY, {"DUPONT Zoé": ["J"] * 7})
    rows += [[], ["Légende"], ["J", "8h-16h, Mairie"]]

    page = send(client, workbook(tmp_path, {"Mars": rows}))

    assert fields_of(page)["l-mairie.name"] == "Mairie"


def test_a_grid_whose_month_nothing_names_asks_for_it_and_is_no_list_of_people(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    heads = ["NOM Prénom", "Contrat", *(f"{day:02}/03" for day in range(2, 9))]
    rows = [heads, ["DUPONT Zoé", "35h", *["M"] * 7], [], ["Légende"], ["M = 8h-12h"]]

    page = send(client, workbook(tmp_path, {"S10": rows}))

    assert "Ce qui sera importé" not in page
    assert "M = 8h-12h" not in page


def test_a_rota_whose_days_lie_under_its_titles_keeps_its_shifts_and_no_legend_is_a_person(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    rows = [
        ["Nom du médiateur", "Contrat", *"LMMJVSD", "Total"],
        ["", "", *range(2, 9), "heures"],
        ["DUPONT Zoé", "35h", *["J"] * 5, None, None, 35],
        [],
        ["Légende :"],
        ["J = 9h-16h pause 20 min"],
    ]
    title = [(0, 0, 0, 9, "PLANNING MARS 2026")]

    page = send(client, workbook(tmp_path, {"Mars": [[], *rows]}, {"Mars": title}))

    fields = fields_of(page)
    assert [value for name, value in fields.items() if name.endswith(".weekly_minutes")] == [
        "",
        "35 h",
    ]
    assert fields["p-dupont-zoe.name"] == "Zoé Dupont"
    assert "5 services : 9 h – 16 h" in page


def test_a_legend_under_a_list_of_people_names_nobody(empty: Service, tmp_path: Path) -> None:
    client = empty.client("admin", "responsable")
    rows = [
        ["Nom", "Contrat"],
        ["DUPONT Zoé", "35h"],
        [],
        ["Légende :"],
        ["M = 8h30-15h30"],
        ["AM : 13h-20h"],
    ]

    page = send(client, workbook(tmp_path, {"Équipe": rows}))

    assert [name for name in fields_of(page) if name.endswith(".name") and name[:2] == "p-"] == [
        "p-dupont-zoe.name"
    ]


def test_a_table_with_columns_of_weekdays_is_never_taken_for_a_list_of_people(
    empty: Service, tmp_path: Path
) -> None:
    client = empty.client("admin", "responsable")
    rows = [["Nom", "Contrat", *"LMMJVSD"], ["DUPONT Zoé", "35h", *["J"] * 7]]

    page = send(client, workbook(tmp_path, {"Mars": rows}), status=422)

    assert "une grille (une personne par ligne, un jour par colonne)" in page


def test_hours_of_the_typical_week_are_not_asked_for_twice_where_a_table_tells_no_place(
    service: Service,
) -> None:
    client = service.client("admin", "responsable", "rh")
    heads = "Nom;16/03/2026;17/03/2026;18/03/2026"
    rows = "LEMOINE Ada;9h-16h30;9h-16h30;8h-12h\nKOUASSI Brice;9h-16h30;8h-12h;R"

    page = send(client, text=f"{heads}\n{rows}\n")

    assert re.findall(r"9 h – 16 h 30<small>([^<]*)", page) == [
        "3 services, déjà dans la semaine type"
    ]
    ticked = [name for name in fields_of(page) if name.startswith("s-") and "garder" in name]
    assert ticked == ["s-8-h-12-h.garder"]
