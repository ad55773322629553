"""« Pourquoi moi ? » counts whom the planner reads by name, and names nobody."""

from sqlalchemy import Engine

from api.hours.my_shifts.pages import why_me
from api.month.candidates.service import candidates_for
from api.month.frames import framed
from api.planning.published_shifts import shift_of
from tests.api.asking.petit import BEFORE, start
from tests.api.hours.my_shifts.test_pages import desk, page
from tests.api.jobs.asked_over_http import Desk

__all__ = ["desk"]

MONDAY = "P-J-2026-03-02"


def test_the_numbers_are_those_of_the_candidates_that_the_planner_reads(
    sqlite_engine: Engine,
) -> None:
    association = start(sqlite_engine)
    me, shift = association.mediator_of["ada"], shift_of(association, "ada", MONDAY)
    assert shift is not None
    month = shift.worked.duty.span.day.replace(day=1)
    frame = framed(association, month, frozenset({"P"}), BEFORE)
    shown = candidates_for(frame, frame.published, MONDAY, instead_of="ada")
    answer = why_me(association, me, shift, BEFORE)

    assert answer.able == len(shown.eligible)
    assert answer.able > 0
    assert answer.stopped + answer.unable == len(shown.stopped) + len(shown.unable)
    assert answer.planned == 4 * 7 * 60
    assert answer.fuller is None  # too few to tell


def test_the_page_names_no_colleague_and_tells_no_absence(desk: Desk) -> None:
    shown = page(desk.ada, f"/moi/pourquoi?service={MONDAY}")
    page_text = shown[shown.index("<main") :]

    assert "vous avez 28 h prévues ce mois-ci pour 147 h dues : il vous reste 119 h" in page_text
    assert "1 collègue pourrait le tenir sans enfreindre de règle." in page_text
    assert "1 autre travaille déjà ce jour-là, ou une règle l’arrête : « Durée quoti" in page_text
    assert "2 autres n’ont pas ce poste, ou ne sont pas disponibles alors." in page_text
    for name in ("Brice", "Chloé", "Dorian", "Elsa", "congé", "absence"):
        assert name not in page_text.partition('class="help"')[0]
    assert f"/moi/pourquoi?service={MONDAY}" in page(desk.ada)


def test_a_shift_of_somebody_else_has_no_such_page(desk: Desk) -> None:
    page(desk.ada, "/moi/pourquoi?service=P-J-2026-03-06", status=404)
