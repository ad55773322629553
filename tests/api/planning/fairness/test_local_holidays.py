"""26 December is a holiday of Strasbourg, and an ordinary day of Rennes."""

from dataclasses import replace
from datetime import date

import pytest

from api.data.association import Agency, Published
from api.planning.fairness.burdens import burdens_of
from api.planning.fairness.kinds import KIND_OF
from tests.api.planning.fairness.small import association, months, shift
from tests.constraints.small import person

SAINT_STEPHEN = date(2025, 12, 26)
HOLIDAYS = next(kind for word, kind in KIND_OF.items() if "feri" in word)


def at(row: Published, agency: str) -> Published:
    duty = replace(row.worked.duty, agency=agency)
    return replace(row, worked=replace(row.worked, duty=duty))


@pytest.mark.parametrize(("departement", "days"), [("67", [SAINT_STEPHEN]), ("35", []), ("", [])])
def test_a_shift_on_it_is_a_holidays_where_the_agency_is(
    departement: str, days: list[date]
) -> None:
    rows = [at(shift("ana", SAINT_STEPHEN), "ag"), at(shift("bob", SAINT_STEPHEN), "autre")]
    agencies = (
        Agency(id="ag", name="Ag", departement=departement),
        Agency(id="autre", name="Autre", departement="35"),
    )
    of = association([person("ana"), person("bob")], rows, agencies=agencies)

    burdens = burdens_of(of, months(rows), kinds=[HOLIDAYS])
    assert [(burden.who, burden.day) for burden in burdens] == [("ana", day) for day in days]
