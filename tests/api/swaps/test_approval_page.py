import re

import pytest
from sqlalchemy import Engine

from api.database.tables.asking import SwapRow
from api.swaps.approval_pages import bearings_of
from api.swaps.service import ask
from tests.api.asking.petit import ADA, BEFORE, again, publish
from tests.api.asking.swapping import FOR_TUESDAY, HELD, MONDAY, TUESDAY, request, taken
from tests.api.databases import on_each
from tests.api.jobs.asked_over_http import Desk, desk, output
from tests.api.leave.test_answer_page import ALL, flat, main, send

__all__ = ["desk"]


@pytest.fixture
def swap(desk: Desk) -> SwapRow:
    """A swap that Ada asked for and Chloé accepted."""
    engine = desk.service.engine
    publish(engine, HELD)
    return taken(engine, ask(engine, ADA, "ada", FOR_TUESDAY, BEFORE))


@on_each
def test_a_swap_shows_both_sides_and_is_approved_and_published(desk: Desk, swap: SwapRow) -> None:
    address = f"{ALL}/echanges/{swap.id}"
    listed = flat(desk.nora)
    assert "Échanges à approuver (1)" in listed
    assert f'<a href="{address}">Ada L. et Chloé M.</a>' in listed
    assert "Ada L. donne lun. 9 mars, 9 h – 16 h 30, Place du Marché" in listed

    shown = flat(desk.nora, address)
    assert "« Rendez-vous »" in shown
    ada = shown[shown.index('id="cote-1"') : shown.index('id="cote-2"')]
    assert "Donne : lun. 9 mars, 9 h – 16 h 30, Place du Marché" in ada
    assert "Prend : mar. 10 mars, 9 h – 16 h 30, Place du Marché" in ada
    assert "14 h dans le mois, autant avec cet échange" in ada
    # She gives the 9th away; the next one is on the 12th at 9.
    assert "40 h 30 de repos après" in ada
    assert "Aucun constat de plus." in ada

    seen = re.findall(r'name="seen" value="([0-9a-f]*)"', shown)[0]
    done = send(desk.nora, address, number=2, verdict="approbation", seen=seen)
    assert (done.status_code, done.headers["location"]) == (303, f"{ALL}?fait=approuve")
    after = flat(desk.nora)
    assert "Échanges à approuver (0)" in after
    assert "<strong>approuvé et publié</strong> par Essai" in after
    assert "Approuvé et publié" in flat(desk.nora, address)


def test_a_swap_is_refused_with_a_note(desk: Desk, swap: SwapRow) -> None:
    address = f"{ALL}/echanges/{swap.id}"
    done = send(desk.nora, address, number=2, verdict="refus", answer="Réunion ce jour-là")
    assert done.status_code == 303
    assert "« Réunion ce jour-là »" in flat(desk.nora)
    (mine,) = output(desk.ada.get("/api/v1/echanges"))
    assert (mine["state"], mine["answer"]) == ("refuse", "Réunion ce jour-là")


def test_a_swap_answered_or_lapsed_meanwhile_tells_its_state(desk: Desk, swap: SwapRow) -> None:
    address = f"{ALL}/echanges/{swap.id}"
    send(desk.nora, address, number=2, verdict="refus", answer="Réunion")
    late = send(desk.nora, address, number=2, verdict="refus", answer="Trop tard")
    assert late.status_code == 412
    assert "<strong>Refusé</strong>" in main(late)
    assert "Votre réponse n’a pas été envoyée : « Trop tard »" in late.text

    publish(desk.service.engine)
    again = send(desk.nora, address, number=3, verdict="approbation")
    assert again.status_code == 409


def test_rh_read_no_swap_and_another_agency_knows_none(desk: Desk, swap: SwapRow) -> None:
    address = f"{ALL}/echanges/{swap.id}"
    assert "Échanges" not in flat(desk.rh)
    flat(desk.rh, address, 403)
    flat(desk.elsewhere, address, 404)
    assert "Échanges à approuver (0)" in flat(desk.elsewhere)


HOUR = 60


def test_each_keeps_their_hours_and_the_rest_around_what_they_take_is_told(
    sqlite_engine: Engine,
) -> None:
    row = request(sqlite_engine)

    ada, chloe = bearings_of(again(sqlite_engine), row.shifts, ("ada", "chloe"))

    assert ada.gives is not None
    assert ada.takes is not None
    assert (ada.gives.id, ada.takes.id) == (MONDAY, TUESDAY)
    assert (ada.before, ada.after) == (chloe.before, chloe.after) == (14 * HOUR, 14 * HOUR)
    # Ada keeps the 12th alone, and so does Chloé: nothing is published before.
    assert (ada.rest_before, ada.rest_after) == (None, 40 * HOUR + 30)
    assert (chloe.rest_before, chloe.rest_after) == (None, 64 * HOUR + 30)


def test_who_gives_a_shift_away_takes_no_rest_and_loses_its_hours(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine, FOR_TUESDAY.model_copy(update={"takes": ""}))

    ada, chloe = bearings_of(again(sqlite_engine), row.shifts, ("ada", "chloe"))

    assert (ada.takes, ada.rest_before, ada.rest_after) == (None, None, None)
    assert (ada.before, ada.after) == (14 * HOUR, 7 * HOUR)
    assert (chloe.gives, chloe.before, chloe.after) == (None, 14 * HOUR, 21 * HOUR)
    # Monday until 16:30, then Tuesday at 9.
    assert chloe.rest_after == 16 * HOUR + 30
