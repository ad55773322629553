"""Where the page of an open post leads to change what a proposal needs."""

from dataclasses import replace

from api.data.folder.load import load
from api.month.frames import framed
from api.page.holes_pages import change_of
from api.staffing.proposals.proposal import Means, Proposal
from api.staffing.remedies import ground_for
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.time import Span
from tests.api.commands import PETIT
from tests.api.month.cases import MARCH, MONDAY

FRAME = framed(load(PETIT), MARCH, None)
SLOT, BRICE = FRAME.problem.slot_of[MONDAY], FRAME.problem.mediator_of["brice"]


def changes(*proposals: Proposal, writes: bool = True) -> list[tuple[str, str]]:
    """What is written on the button of each proposal for Monday, and where it leads."""
    return [change_of(proposal, lambda _: writes) for proposal in proposals]


def test_a_namesake_s_post_is_looked_for_by_the_name_that_rows_hold() -> None:
    """The mark that distinguishes namesakes stands in no row: a search for it finds nobody."""
    marked = replace(BRICE, name=f"{BRICE.name} (naissance 1990)", shared_name=BRICE.name)
    loan = Proposal(means=Means.LOAN, slot=SLOT, coming=(marked,))

    assert changes(loan) == [("Voir son poste", "/donnees/personnes?q=Brice+Kouassi")]


def test_what_is_recorded_is_a_form_for_who_writes_it_and_a_list_for_who_reads_it() -> None:
    later = replace(SLOT, span=Span.of_minutes(SLOT.span.first + 60, SLOT.span.last))
    put_off = Proposal(means=Means.LATER, slot=SLOT, coming=(BRICE,), later=later)
    ground = ground_for(GroundKind.SUNDAY, [SLOT])
    derogation = Proposal(means=Means.GROUND, slot=SLOT, coming=(BRICE,), ground=ground)

    hours = "gabarit%3AP-J&avec=jour%3A2026-03-02&avec=action%3Amodifie&avec=debut%3A10%3A00"
    sunday = "genre%3Adimanche&avec=dispositif%3AP&avec=depuis%3A2026-03-02"
    until = "&avec=jusqu_au%3A2026-03-02"
    assert changes(put_off, derogation) == [
        ("Changer l’horaire de ce jour", f"/donnees/exceptions/nouveau?avec={hours}"),
        ("Saisir la dérogation", f"/donnees/derogations/nouveau?avec={sunday}{until}"),
    ]
    assert changes(put_off, derogation, writes=False) == [
        ("Voir les exceptions", "/donnees/exceptions?avec=gabarit%3AP-J"),
        ("Voir les dérogations", "/donnees/derogations"),
    ]
