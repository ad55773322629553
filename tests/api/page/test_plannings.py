from dataclasses import replace

from api.access.caller import Caller, Grant, Role
from api.access.reach import OVERSEERS, Reach
from api.data.folder.load import load
from api.database.tables.month import RotaRow
from api.page.plannings import month_address, scope_of
from tests.api.commands import PETIT
from tests.api.service import LOCAL


def test_all_the_dispositifs_of_an_agency_are_called_by_its_name() -> None:
    of = load(PETIT)
    (first,) = of.dispositifs
    more = tuple(replace(first, id=name[0], name=name) for name in ("Quais", "Halles", "Gare"))
    of = replace(of, dispositifs=(first, *more))

    some = scope_of(RotaRow(agency="", dispositifs=("P", "Q", "H")), of)

    assert some == "Médiation de place, Quais et 1\u00a0autre"
    assert scope_of(RotaRow(agency="", dispositifs=("G", "H", "P", "Q")), of) == "Ville"


def test_a_month_s_address_writes_the_agency_as_addresses_do() -> None:
    planner = Caller(user="1" * 32, grants=(Grant(role=Role.RESPONSABLE, agency="R&D"),))

    assert month_address("2026-03", Reach(planner, OVERSEERS)) == "/mois/2026-03?agency=R%26D"
    assert month_address("2026-03", Reach(LOCAL, OVERSEERS), "A#1") == "/mois/2026-03?agency=A%231"
    assert month_address("2026-03", Reach(LOCAL, OVERSEERS)) == "/mois/2026-03"
