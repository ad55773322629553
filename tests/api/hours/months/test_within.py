"""What RH read of a published month: the people and findings for whom they answer."""

from api.access.caller import Caller, Grant, Role
from api.access.reach import HR, Reach
from api.database.engine import reading
from api.hours.months.service import Basis, Month, findings_within, month_of, people_within
from tests.api.hours.months.counted import counted
from tests.api.jobs.asked_over_http import Desk, desk, overrun

__all__ = ["desk"]


def march(desk: Desk, basis: Basis) -> Month:
    with reading(desk.service.engine) as session:
        return month_of(session, "2026-03", basis, desk.service.app.state.now())


def reach(agency: str = "") -> Reach:
    return Reach(Caller(user="1" * 32, grants=(Grant(role=Role.RH, agency=agency),)), HR)


def test_hours_are_counted_on_the_plan_and_on_what_was_worked(desk: Desk) -> None:
    overrun(desk)

    plan, worked = (counted(desk.service, "2026-03", basis) for basis in Basis)

    assert [*plan] == ["ada", "brice", "chloe", "dorian", "elsa", "farid"]
    planned = {who: counters.planned for who, counters in plan.items()}
    assert {who: counters.planned for who, counters in worked.items()} == {
        **planned,
        "ada": planned["ada"] + 241,
    }
    assert [march(desk, basis).unconfirmed for basis in Basis] == [0, 1]


def test_a_month_is_judged_on_the_plan_and_on_what_was_worked(desk: Desk) -> None:
    overrun(desk)

    plan, worked = (
        [
            f.rule
            for f in findings_within(reach(), march(desk, basis))
            if f.blocks and f.subject == "ada"
        ]
        for basis in Basis
    )

    assert (plan, worked) == ([], ["daily_max_10h"])


def test_rh_of_another_agency_sees_nothing_of_this_one(desk: Desk) -> None:
    overrun(desk)
    month = march(desk, Basis.WORKED)

    for read in (findings_within, people_within):
        assert read(reach("ailleurs"), month) == []
        assert read(reach("ville"), month) != []
        assert read(reach(), month, agency="ailleurs") == []
