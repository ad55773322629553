"""Two people change one week at once: what both typed is seen, and no post is asked for twice."""

import pytest
from fastapi.testclient import TestClient

from tests.api.service import Service
from tests.api.week.pages import fields, opened, send, spaced, templates

pytestmark = pytest.mark.usefixtures("today")

DAY = {"_des": "01/04/2026"}
HERS = "Entre-temps, quelqu’un a changé cette ligne en 9 h 15 – 16 h 30 (lun. 2/3,"
ADDED = "Entre-temps, quelqu’un a ajouté cette ligne : retirez-la si elle fait double emploi."


def test_hours_that_two_people_change_are_asked_for_once(
    service: Service, boss: TestClient
) -> None:
    late = opened(boss) | DAY | {"r0.start": "9:30"}
    assert send(boss, opened(boss) | DAY | {"r0.start": "9:15"}).status_code == 303

    shown = send(boss, late)

    assert shown.status_code == 412
    assert HERS in spaced(shown)
    assert ADDED not in shown.text
    assert (fields(shown)["_lignes"], fields(shown)["r0.start"]) == ("2", "9:30")
    saved = send(boss, fields(shown))
    assert saved.status_code == 303, saved.text
    days = [t[1:4] for t in templates(service) if t[0] != "P-S"]
    assert days == [("09:30", [0, 1, 2, 3, 4], "01/04")]


def test_figures_that_somebody_changed_meanwhile_are_told_beside_those_typed(
    boss: TestClient,
) -> None:
    late = opened(boss) | {"_des": "01/01/2026", "r0.d0": "5"}
    assert send(boss, opened(boss) | {"_des": "01/01/2026", "r0.d0": "1"}).status_code == 303

    shown = send(boss, late)

    assert "changé cette ligne en 9 h – 16 h 30 (lun. 1, mar. 2/3," in spaced(shown)
    assert fields(shown)["r0.d0"] == "5"
    assert fields(shown)["_lignes"] == "2"
    assert send(boss, fields(shown)).status_code == 303
    figures = {k: text for k, text in opened(boss).items() if k.startswith("r0.d")}
    assert (figures["r0.d0"], figures["r0.d1"]) == ("5", "2/3")


def test_a_row_that_somebody_ended_is_new_where_it_was_changed_here(
    service: Service, boss: TestClient
) -> None:
    late = opened(boss) | DAY | {"r0.start": "9:30"}
    assert send(boss, opened(boss) | DAY | {"r0.retirer": "oui"}).status_code == 303

    shown = send(boss, late)

    assert (shown.status_code, fields(shown)["_lignes"]) == (412, "2")
    assert "r0.de" not in fields(shown)
    assert send(boss, fields(shown)).status_code == 303
    assert [t[:2] for t in templates(service) if t[0] != "P-S"] == [
        ("place-du-marche-9h30", "09:30")
    ]


def test_a_row_that_somebody_added_comes_last_and_is_told(boss: TestClient) -> None:
    late = opened(boss) | {"r0.d0": "1"}
    more = fields(send(boss, opened(boss) | {"_geste": "lignes"}))
    added = more | {
        "r2.site": "place",
        "r2.start": "18",
        "r2.end": "20",
        "r2.d5": "1",
        "r0.d0": "2",
    }
    assert send(boss, added).status_code == 303

    shown = send(boss, late)

    assert (shown.status_code, fields(shown)["_lignes"]) == (412, "3")
    assert (shown.text.count(ADDED), fields(shown)["r2.start"]) == (1, "18:00")
