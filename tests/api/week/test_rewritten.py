"""What buttons of a week's form make of its lines before anything is saved, and its total."""

import re

import httpx2
import pytest
from fastapi.testclient import TestClient

from tests.api.lent import lent
from tests.api.page.every_role import HTML
from tests.api.service import NOW, Service
from tests.api.week.pages import WEEK, fields, opened, send, spaced, templates

pytestmark = pytest.mark.usefixtures("today")


def test_a_copy_of_a_row_is_a_new_row_that_is_not_saved_yet(boss: TestClient) -> None:
    copy = fields(send(boss, opened(boss) | {"_geste": "copier.0", "r0.d0": "4"}))

    assert (copy["r2.d0"], copy["r2.start"], "r2.de" in copy) == ("4", "09:00", False)
    assert copy["_lignes"] == "3"


def test_a_copy_stands_in_the_first_row_that_is_blank(boss: TestClient) -> None:
    more = fields(send(boss, opened(boss) | {"_geste": "lignes"}))

    copy = fields(send(boss, more | {"_geste": "copier.0"}))

    assert copy["r2.start"] == "09:00"
    assert copy["_lignes"] == more["_lignes"]


def test_a_row_is_taken_away_by_its_box(service: Service, boss: TestClient) -> None:
    assert send(boss, opened(boss) | {"r1.retirer": "oui"}).status_code == 303
    assert [t[0] for t in templates(service)] == ["P-J"]


def test_a_row_is_taken_away_by_its_button_which_gives_it_back(
    service: Service, boss: TestClient
) -> None:
    typed = opened(boss) | {"r1.start": "à midi"}
    page = send(boss, typed | {"_geste": "retirer.1"})
    back = send(boss, fields(page) | {"_geste": "retirer.1"})

    assert "Place du Marché, 17 h – 21 h : retirée à l’enregistrement." in spaced(page)
    assert (fields(page)["r1.retirer"], fields(page)["r1.start"]) == ("oui", "à midi")
    assert ("r1.retirer" in fields(back), fields(back)["r1.start"]) == (False, "à midi")
    assert len(templates(service)) == 2
    assert send(boss, fields(page)).status_code == 303
    assert [t[0] for t in templates(service)] == ["P-J"]


def test_a_row_that_two_people_take_away_is_not_added_anew_by_the_second(
    service: Service, boss: TestClient
) -> None:
    day = {"_des": "01/01/2026"}
    late = fields(send(boss, opened(boss) | day | {"_geste": "retirer.0"})) | {"r1.d4": "1"}
    assert send(boss, opened(boss) | day | {"r0.retirer": "oui"}).status_code == 303

    shown = send(boss, late)

    assert shown.status_code == 412
    assert (fields(shown)["_lignes"], fields(shown)["r0.start"]) == ("1", "17:00")
    assert (fields(shown)["r0.d4"], "r0.retirer" in fields(shown)) == ("1", False)
    assert send(boss, fields(shown)).status_code == 303
    assert [(t[0], t[2]) for t in templates(service)] == [("P-S", [2, 4])]


def test_a_new_row_that_is_taken_away_leaves_the_form_and_those_below_move_up(
    boss: TestClient,
) -> None:
    more = fields(send(boss, opened(boss) | {"_geste": "lignes"}))
    typed = more | {"r2.start": "8", "r3.start": "9", "r3.d5": "1", "r4.start": "10"}
    after = fields(send(boss, typed | {"_geste": "retirer.2"}))

    assert (more["_lignes"], after["_lignes"]) == ("7", "6")
    assert [after[f"r{n}.start"] for n in range(6)] == ["09:00", "17:00", "9", "10", "", ""]
    assert (after["r2.d5"], after["r3.d5"]) == ("1", "")
    assert fields(send(boss, typed | {"_geste": "retirer.99"}))["_lignes"] == "7"


def test_what_a_week_asks_for_is_said_beside_the_contracts_of_its_team(boss: TestClient) -> None:
    def said(answer: httpx2.Response) -> str:
        (total,) = re.findall(r"<p>Soit.*?</p>", spaced(answer))
        return re.sub(r"<[^>]+>", "", total)

    copied = send(boss, opened(boss) | {"_geste": "copier.1"})
    every = spaced(boss.get("/semaine-type", headers=HTML))

    team = "Les contrats de l’équipe font 203 h 00 (6 personnes), congés et formations compris."
    to_hold = "à tenir une semaine pleine, toutes personnes ensemble."
    assert said(boss.get(WEEK, headers=HTML)) == f"Soit 109 h 00 {to_hold} {team}"
    assert said(copied) == f"Soit 113 h 00 {to_hold} {team}"
    assert re.findall(r"équipe.*?>(\d+ h \d+) <small[^>]*>(.*?)<", every) == [
        ("203 h 00", "6 personnes")
    ]


def test_who_works_elsewhere_too_is_counted_apart_among_the_contracts_of_a_team(
    service: Service, boss: TestClient
) -> None:
    lent(service.engine, NOW)

    team = "(7 personnes, dont 2 qui travaillent aussi ailleurs), congés et formations compris."
    assert team in re.sub("<[^>]+>", "", spaced(boss.get(WEEK, headers=HTML)))
