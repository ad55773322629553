import re
from datetime import date
from fractions import Fraction

import pytest

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.database.engine import reading, writing
from api.fairness.reading import OwnAccount
from api.hours.months.service import Basis, Month, month_of, person_count
from api.hours.my_shifts.counters import OwnCounters, own_counters
from api.page.own.counters_pages import fair_figures
from api.planning.fairness.accounts import Account, Movement
from api.planning.fairness.kinds import KIND_OF
from tests.api.asking.petit import end_contract
from tests.api.hours.my_shifts.test_pages import page
from tests.api.jobs.asked_over_http import Desk, desk
from tests.constraints.small import person

__all__ = ["desk"]

MARCH = "/moi/compteurs?mois=2026-03"


def counted(desk: Desk) -> tuple[Month, OwnCounters]:
    """Return March as published, and what Ada is told of it."""
    with reading(desk.service.engine) as session:
        month = month_of(session, "2026-03", Basis.PLAN)
    return month, own_counters(month, "ada")


def test_one_s_counters_stand_beside_the_team_s_mean(desk: Desk) -> None:
    shown = re.sub(r"[ \n]+", " ", page(desk.ada, MARCH))
    month, own = counted(desk)

    assert (own.mine.planned, own.mine.nights, own.people) == (1680, 0, 6)
    assert "des 6 personnes de mes dispositifs" in shown
    assert '<th scope="row">Heures prévues</th><td><strong>28 h</strong></td>' in shown
    people = month.rota.problem.mediators
    planned = [person_count(month, person).counters.planned for person in people]
    assert own.team is not None
    assert round(own.team.planned * 6) == sum(planned)


def test_one_s_counters_are_those_that_rh_reads(desk: Desk) -> None:
    month, _ = counted(desk)

    for mediator in month.rota.problem.mediators:
        ours = own_counters(month, mediator.id).mine
        assert ours == person_count(month, mediator).counters
    assert "28 h 00" in page(desk.rh, "/rh/compteurs?month=2026-03")


def test_shifts_after_the_end_of_one_s_contract_are_counted_and_said_so(desk: Desk) -> None:
    sentence = "services publiés après la fin de mon contrat"
    assert sentence not in page(desk.ada, MARCH)
    end_contract(desk.service.engine, "ada", "2026-03-03")
    shown = re.sub(r"[ \n]+", " ", page(desk.ada, MARCH))

    assert '<th scope="row">Heures prévues</th><td><strong>28 h</strong></td>' in shown
    assert (
        "Ces compteurs comprennent 2 services publiés après la fin de mon contrat (14 h), que je "
        "n’ai plus à tenir." in shown
    )


def test_a_month_without_a_planning_says_so(desk: Desk) -> None:
    assert "Rien n’est publié pour moi" in page(desk.ada, "/moi/compteurs?mois=2026-05")


def test_the_year_so_far_stands_below_the_month(desk: Desk) -> None:
    shown = re.sub(r"[ \n]+", " ", page(desk.ada, MARCH))
    year = shown[shown.index("Depuis le 1er janvier 2026") :]
    _, own = counted(desk)

    # March alone is published: its hours are the year's, what is due since January isn't.
    assert own.year.planned == own.mine.planned == 1680
    assert own.year.balance < 0
    assert (own.year.nights, own.year.saturdays) == (0, 0)
    assert '<th scope="row">Heures prévues</th><td><strong>28 h</strong></td>' in year
    assert '<th scope="row">Nuits</th><td><strong>0</strong></td><td>0,0</td>' in year


def test_the_mean_of_four_people_is_told_nowhere(desk: Desk) -> None:
    with writing(desk.service.engine) as session:
        kind = KINDS["personnes"]
        for row in rows.page(session, kind):
            if row.values["id"] in ("dorian", "elsa"):
                rows.change(session, kind, row.key, row.number, {**row.values, "dispositifs": []})

    shown = re.sub(r"[ \n]+", " ", page(desk.ada, MARCH))
    _, own = counted(desk)

    assert "Pas assez de personnes dans mes dispositifs (4, il en faut 5)" in shown
    assert '<th scope="row">Nuits</th><td><strong>0</strong></td><td>–</td>' in shown
    assert (own.team, own.team_year) == (None, None)


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

    assert (figure.mine, figure.team) == ("2", "1,0 (6)")
    assert (figure.due, figure.balance) == (due, balance)
