"""Where the page of an open post leads to change what a proposal needs."""

from __future__ import annotations

from dataclasses import replace

from api.data.folder.load import load
from api.database.tables.month import RotaRow
from api.month.drafts.access import ReadVersion
from api.month.frames import framed
from api.month.holes.service import hole_of
from api.page.holes.view import hole_view
from api.staffing.proposals.proposal import Means, Proposal
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, MARCH, MONDAY

FRAME = framed(load(PETIT), MARCH, None)


def test_a_namesake_s_post_is_looked_for_by_the_name_that_rows_hold() -> None:
    """The mark that distinguishes namesakes stands in no row: a search for it finds nobody."""
    version = ReadVersion(row=RotaRow(), frame=FRAME, assignments=frozenset({ADA}))
    opened = hole_of(FRAME, version.assignments, MONDAY, now=0)
    brice = FRAME.problem.mediator_of["brice"]
    marked = replace(brice, name=f"{brice.name} (naissance 1990)", shared_name=brice.name)
    loan = Proposal(means=Means.LOAN, slot=opened.slot, coming=(marked,))
    (need,) = opened.needs

    shown = hole_view(version, replace(opened, needs=(replace(need, proposals=(loan,)),)))

    assert [option.address for option in shown.needs[0].options] == [
        "/donnees/personnes?q=Brice+Kouassi"
    ]
