import re

from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.database.engine import writing
from tests.api.asking.petit import WEEK, publish
from tests.api.hours.my_shifts.test_pages import page, when
from tests.api.jobs.asked_over_http import Desk, desk

__all__ = ["desk"]

AWAY = "Pendant votre absence"


def day(desk: Desk, number: int) -> str:
    """Return what Ada reads of a day of March, without its tags."""
    shown = page(desk.ada, "/moi?mois=2026-03")
    line = shown.partition(f'id="j-2026-03-0{number}"')[2].partition("<details>")
    summary = line[2].partition("</summary>")[0]
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", f"{line[0]} {summary}"))


def coming(desk: Desk) -> str:
    """Return the card of Ada's next shift."""
    return page(desk.ada).partition('id="prochain"')[2].partition("</section>")[0]


def absent(desk: Desk, start: str, end: str) -> None:
    """Note an absence of Ada's."""
    leave = {"mediator": "ada", "start": start, "end": end, "kind": "conge"}
    with writing(desk.service.engine) as session:
        add(session, KINDS["absences"], leave)


def test_a_shift_during_a_whole_day_s_absence_is_to_be_replaced(desk: Desk) -> None:
    publish(desk.service.engine, WEEK | {("ada", "P-J-2026-03-06")})
    desk.at(when(1))

    line = day(desk, 6)
    assert "Absence 9 h – 16 h 30 changé Médiation de place, Place du Marché" in line
    assert f"{AWAY} : à remplacer" in line
    assert AWAY not in day(desk, 5)


def test_an_absence_of_some_hours_says_which_they_are(desk: Desk) -> None:
    desk.at(when(1))
    absent(desk, "2026-03-03T08:00", "2026-03-03T12:00")
    absent(desk, "2026-03-04T13:00", "2026-03-05")

    assert "Absence, 8 h – 12 h" in day(desk, 3)
    assert f"{AWAY}, 9 h – 12 h : à remplacer" in day(desk, 3)
    assert "Absence, dès 13 h" in day(desk, 4)
    assert f"{AWAY}, 13 h – 16 h 30 : à remplacer" in day(desk, 4)
    assert "Absence " in day(desk, 5)
    assert f"{AWAY} : à remplacer" in day(desk, 5)


def test_an_absence_that_ends_before_a_shift_leaves_it(desk: Desk) -> None:
    desk.at(when(1))
    absent(desk, "2026-03-02", "2026-03-03T09:00")

    assert "Absence, jusqu’à 9 h" in day(desk, 3)
    assert AWAY not in day(desk, 3)


def test_the_next_shift_says_that_one_is_away(desk: Desk) -> None:
    desk.at(when(1))
    assert AWAY not in coming(desk)
    absent(desk, "2026-03-02", "2026-03-02")

    assert f"{AWAY} : à remplacer" in coming(desk)


def test_a_shift_that_has_begun_is_replaced_no_more(desk: Desk) -> None:
    absent(desk, "2026-03-02", "2026-03-02")
    desk.at(when(2, 12))

    assert AWAY in coming(desk)
    assert "à remplacer" not in coming(desk)
    assert "à remplacer" not in day(desk, 2)
