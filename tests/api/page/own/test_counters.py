from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.database.engine import writing
from api.fairness.reading import OwnAccount
from api.page.own.counters.view import fair_figures
from api.planning.fairness.accounts import Account, Movement
from api.planning.fairness.kinds import KIND_OF
from tests.api.hours.months.counted import counted
from tests.api.jobs.asked_over_http import Desk, desk
from tests.api.page.own.test_shifts import page
from tests.constraints.small import person

__all__ = ["desk"]

MARCH = "/moi/compteurs?mois=2026-03"


def test_one_s_counters_stand_beside_the_team_s_mean(desk: Desk) -> None:
    shown = re.sub(r"[ \n]+", " ", page(desk.ada, MARCH))
    answer = desk.ada.get("/api/v1/moi/compteurs", params={"month": "2026-03"})
    assert answer.status_code == 200
    mine = answer.json()

    assert (mine["planned"], mine["nights"], mine["team"]["people"]) == (1680, 0, 6)
    assert "des 6 personnes de mes dispositifs" in shown
    assert '<th scope="row">Heures prévues</th><td><strong>28 h</strong></td>' in shown
    team = mine["team"]["planned"]
    assert round(team * 6) == round(sum(planned(desk)))


def planned(desk: Desk) -> list[int]:
    return [counters.planned for counters in counted(desk.service, "2026-03").values()]


def test_a_month_without_a_planning_says_so(desk: Desk) -> None:
    assert "Rien n’est publié pour moi" in page(desk.ada, "/moi/compteurs?mois=2026-05")


def test_the_year_so_far_stands_below_the_month(desk: Desk) -> None:
    shown = re.sub(r"[ \n]+", " ", page(desk.ada, MARCH))
    year = shown[shown.index("Depuis le 1er janvier 2026") :]
    answer = desk.ada.get("/api/v1/moi/compteurs", params={"month": "2026-03"}).json()

    # March alone is published: its hours are the year's, what is due since January isn't.
    assert answer["year"]["planned"] == answer["planned"] == 1680
    assert answer["year"]["balance"] < 0
    assert (answer["year"]["nights"], answer["year"]["saturdays"]) == (0, 0)
    assert '<th scope="row">Heures prévues</th><td><strong>28 h</strong></td>' in year
    assert '<th scope="row">Nuits</th><td><strong>0</strong></td><td>0,0</td>' in year


def test_the_mean_of_four_people_is_told_nowhere(desk: Desk) -> None:
    with writing(desk.service.engine) as session:
        kind = KINDS["personnes"]
        for row in rows.page(session, kind):
            if row.values["id"] in ("dorian", "elsa"):
                rows.change(session, kind, row.key, row.number, {**row.values, "dispositifs": []})

    shown = re.sub(r"[ \n]+", " ", page(desk.ada, MARCH))
    answer = desk.ada.get("/api/v1/moi/compteurs", params={"month": "2026-03"}).json()

    assert "Pas assez de personnes dans mes dispositifs (4, il en faut 5)" in shown
    assert '<th scope="row">Nuits</th><td><strong>0</strong></td><td>–</td>' in shown
    assert (answer["team"], answer["team_year"]) == (None, None)


@pytest.mark.parametrize(("fewest", "due", "balance"), [(4, "–", "–"), (5, "0,5", "+1,5")])
def test_my_part_is_told_where_five_people_share_it(fewest: int, due: str, balance: str) -> None:
    month = Movement(month=date(2026, 3, 1), count=2, due=Fraction(1, 2), sharers=fewest)
    account = Account(
        mediator=person("ada"),
        kind=KIND_OF["nuits"],
        opening=Fraction(0),
        movements=(month,),
        fewest=fewest,
    )

    (figure,) = fair_figures([OwnAccount(account=account, people=6, mean=1.0)])

    assert (figure.mine, figure.team) == ("2", "1,0")
    assert (figure.due, figure.balance) == (due, balance)
