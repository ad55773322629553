"""The wall sheet is read from two metres away: its letters are as large as the page allows."""

from datetime import date

from api.export.month.wall import wall_sheet
from api.planning.grid import grid
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import month_span
from tests.api.export.printed import letters, pages
from tests.api.export.samples import FIRST, NAMES, contract, finding, small, span
from tests.api.export.test_pdf import EDITION

SHIFT = frozenset({"9h–16h30", "9h", "09h"})
"""How the shift of these teams may be written."""


def calm(people: int) -> bytes:
    """Set the month of a team in which everyone works five days a week."""
    team = tuple(
        Mediator(
            id=f"m{n:02d}",
            name=f"Personne {n:02d}",
            agency="nantes",
            contracts=contract(35, ContractKind.CDI),
            dispositifs=frozenset({"quartier"}),
            birth=date(1990, 1, 1),
        )
        for n in range(people)
    )
    horizon = month_span(FIRST.year, FIRST.month)
    slots = tuple(
        Slot(
            id=f"jour-{day}",
            span=span(day, "09:00", "16:30"),
            dispositif="quartier",
            agency="nantes",
            needs=(Need(minimum=1, target=people, maximum=people),),
        )
        for day in horizon.days
        if day.weekday() < 5
    )
    assignments = frozenset(Assignment(m.id, s.id) for m in team for s in slots)
    rota = Rota(
        problem=Problem(horizon=horizon, mediators=team, slots=slots), assignments=assignments
    )
    return wall_sheet(grid(rota, names=NAMES), EDITION)


def test_letters_grow_until_the_page_is_full() -> None:
    sheets = {people: calm(people) for people in (3, 8, 20)}
    three, eight, twenty = (letters(content, SHIFT) for content in sheets.values())

    assert three > 2 * twenty
    assert three > eight > twenty > 7.0
    assert [len(pages(content)) for content in sheets.values()] == [1, 1, 1]


def test_a_team_that_takes_two_pages_fills_them() -> None:
    content = calm(34)

    assert len(pages(content)) == 2
    assert letters(content, SHIFT) > 8


def test_what_is_posted_tells_nobody_s_hours_nor_findings() -> None:
    made = grid(small(), [finding()], names=NAMES)

    posted, _ = pages(wall_sheet(made, EDITION))
    kept, _ = pages(wall_sheet(made, EDITION, figures=True))

    assert "Constats" not in posted
    assert "Prévu" not in posted
    assert "Prévu / dû" in kept
    assert "Constats" in kept
