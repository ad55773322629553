from __future__ import annotations

from dataclasses import replace

from api.data.folder.load import load
from api.database.tables.month import RotaRow
from api.page.plannings.view import scope_of
from tests.api.commands import PETIT


def test_all_the_dispositifs_of_an_agency_are_called_by_its_name() -> None:
    of = load(PETIT)
    (first,) = of.dispositifs
    more = tuple(replace(first, id=name[0], name=name) for name in ("Quais", "Halles", "Gare"))
    of = replace(of, dispositifs=(first, *more))

    some = scope_of(RotaRow(agency="", dispositifs=("P", "Q", "H")), of)

    assert some == "Médiation de place, Quais et 1\u00a0autre"
    assert scope_of(RotaRow(agency="", dispositifs=("G", "H", "P", "Q")), of) == "Ville"
