from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from api.data.association import Published
from api.planning.problem import assemble, known_since, looked_back
from scheduler.domain.duty import Duty
from scheduler.domain.employment.employer import (
    Carried,
    CarriedKind,
    Employer,
    Notice,
    NoticeKind,
    Outside,
    Route,
    Scheme,
)
from scheduler.domain.people import StaffRole
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.time import Span, at, next_month
from scheduler.errors import InvalidProblemError
from tests.fixtures.association import association

FIRST, LAST = date(2027, 1, 1), date(2027, 1, 31)
ANGERS = "19-B1"


@pytest.fixture(scope="module")
def month() -> Problem:
    return assemble(association(), FIRST, LAST)


def someone(dispositif: str) -> str:
    return next(
        m.id
        for m in association().mediators
        if dispositif in m.dispositifs and m.role is StaffRole.MEDIATEUR and m.contract_on(FIRST)
    )


def row(who: str, slot: str, day: date, dispositif: str = "19") -> Published:
    span = Span(at(day, time(18, 30)), at(day, time(23, 30)))
    duty = Duty(id=slot, span=span, dispositif=dispositif, agency="angers", decided=False)
    return Published(uid=f"{who}/{slot}", worked=Worked(mediator=who, duty=duty))


@pytest.mark.long
def test_a_month_holds_slots_of_all_dispositifs_that_run(month: Problem) -> None:
    seasonal = {"4", "17", "20", "21"}
    assert {s.dispositif for s in month.slots} == {str(n) for n in range(1, 25)} - seasonal
    assert all(FIRST <= s.span.day <= LAST for s in month.slots)


def test_a_month_holds_everyone_under_contract_in_it(month: Problem) -> None:
    assert len(month.mediators) == 109
    assert all(m.contract_on(FIRST) or m.contract_on(LAST) for m in month.mediators)


def test_contracts_that_change_within_the_month_bring_both_people() -> None:
    april = assemble(association(), date(2026, 4, 1), date(2026, 4, 30))
    assert len(april.mediators) == 111


def test_titles_are_those_held_on_the_first_day(month: Problem) -> None:
    known = association().titles_on(FIRST)
    assert {m.id: m.titles for m in month.mediators if m.titles} == {
        who: titles for who, titles in known.items() if who in month.mediator_of
    }


def test_trainings_before_the_month_are_there_too(month: Problem) -> None:
    days = {t.span.day for t in month.trainings}
    assert min(days) < date(2026, 3, 1)
    assert max(days) <= date(2027, 2, 7)


def test_absences_after_the_month_are_known_to_the_end_of_the_year(month: Problem) -> None:
    days = {a.span.day for a in month.absences}
    assert min(days) < date(2026, 2, 1)
    assert max(days) > date(2027, 12, 1)


def test_wishes_are_those_of_the_month(month: Problem) -> None:
    assert month.wishes
    assert all(w.span.touches(month.horizon) for w in month.wishes)


def test_holidays_are_known_over_the_lookback_and_the_next_year(month: Problem) -> None:
    assert {date(2025, 12, 25), date(2027, 1, 1), date(2028, 1, 1)} <= month.holidays


def test_locks_of_the_month_are_there(month: Problem) -> None:
    assert len(month.locks) == 3
    assert {lock.slot[:6] for lock in month.locks} == {"12-J-2", "15-VIL"}


def test_an_association_without_history_knows_nothing_before_the_month() -> None:
    problem = assemble(replace(association(), history={}), FIRST, LAST)
    assert (problem.history, problem.previous, problem.known_since) == ((), frozenset(), FIRST)


def test_the_past_is_known_as_far_as_months_follow_each_other() -> None:
    months = {"2026-09": (), "2026-11": (), "2026-12": ()}
    assert known_since(months, FIRST, date(2025, 12, 22)) == date(2026, 11, 1)
    assert known_since(months, date(2026, 12, 15), date(2025, 12, 8)) == date(2026, 11, 1)
    assert known_since(months, date(2026, 11, 1), date(2025, 10, 27)) == date(2026, 11, 1)


def test_the_past_is_known_53_weeks_back_at_most() -> None:
    months = {f"{year}-{month:02d}": () for year in (2025, 2026) for month in range(1, 13)}
    assert known_since(months, FIRST, date(2025, 12, 22)) == date(2025, 12, 22)


def test_what_was_published_before_is_history_and_of_the_month_is_the_rota_that_stands() -> None:
    who = someone("19")
    rows = {
        "2025-11": (row(who, f"{ANGERS}-2025-11-04", date(2025, 11, 4)),),
        "2026-12": (row(who, f"{ANGERS}-2026-12-31", date(2026, 12, 31)),),
        "2027-01": (row(who, f"{ANGERS}-2027-01-02", date(2027, 1, 2)),),
        "2027-02": (
            row(who, f"{ANGERS}-2027-02-05", date(2027, 2, 5)),
            row(who, f"{ANGERS}-2027-02-16", date(2027, 2, 16)),
        ),
    }
    problem = assemble(replace(association(), history=rows), FIRST, LAST)
    assert [w.duty.id for w in problem.history] == [
        f"{ANGERS}-2026-12-31",
        f"{ANGERS}-2027-02-05",
    ]
    assert problem.previous == {Assignment(who, f"{ANGERS}-2027-01-02")}


def test_one_dispositif_alone_keeps_what_others_published_in_the_month() -> None:
    who = someone("19")
    rows = {
        "2027-01": (
            row(who, f"{ANGERS}-2027-01-05", date(2027, 1, 5)),
            row(who, "22-R-2027-01-12", date(2027, 1, 12), "22"),
        )
    }
    data = replace(association(), history=rows)
    problem = assemble(data, FIRST, LAST, dispositifs=frozenset({"19"}))
    assert [w.duty.id for w in problem.history] == ["22-R-2027-01-12"]
    assert problem.previous == {Assignment(who, f"{ANGERS}-2027-01-05")}
    assert {s.dispositif for s in problem.slots} == {"19"}
    assert {m.agency for m in problem.mediators} == {"angers"}


def test_one_dispositif_alone_brings_the_posts_that_supervise_it() -> None:
    problem = assemble(association(), FIRST, LAST, dispositifs=frozenset({"3"}))
    assert {s.id[:-11] for s in problem.slots} == {"3-H", "3-W", "5-REF", "5-AST"}


def test_an_unknown_dispositif_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="dispositif inconnu « 25 »"):
        assemble(association(), FIRST, LAST, dispositifs=frozenset({"25"}))


def test_a_period_ends_after_it_starts() -> None:
    with pytest.raises(InvalidProblemError, match="finie le 01/01/2027 avant son début"):
        assemble(association(), LAST, FIRST)


def test_a_month_without_people_is_refused() -> None:
    empty = replace(association(), mediators=(), members=(), locks=())
    with pytest.raises(InvalidProblemError, match="personne n’est sous contrat du 01/01/2027"):
        assemble(empty, FIRST, LAST)


def test_a_month_without_slots_is_not_said_to_lack_people() -> None:
    bare = replace(association(), templates=(), locks=())
    with pytest.raises(InvalidProblemError, match="aucun créneau du 01/01/2027 au 31/01/2027"):
        assemble(bare, FIRST, LAST)


SOME = (0, 2, 5, 7, 9, 11, 12, 14, 21)
"""Of the months of two years: those where clocks change, and the first and last of a year."""


@pytest.mark.parametrize(
    "months",
    [
        pytest.param(SOME, marks=pytest.mark.long, id="some"),
        pytest.param(range(24), marks=pytest.mark.lengthy, id="every one"),
    ],
)
def test_months_of_two_years_can_be_assembled(months: Iterable[int]) -> None:
    for first in (date(2026 + n // 12, n % 12 + 1, 1) for n in months):
        problem = assemble(association(), first, next_month(first) - timedelta(days=1))
        assert len(problem.slots) > 1000


def test_a_month_tells_what_the_employer_said(month: Problem) -> None:
    assert month.employer == association().employer
    assert month.employer.declared


def test_hours_elsewhere_are_those_of_the_weeks_looked_at() -> None:
    who, stranger = someone("10"), "nobody"
    weeks = (date(2025, 12, 15), date(2025, 12, 22), date(2027, 1, 25), date(2027, 2, 8))
    hours_elsewhere = [Outside(mediator=who, monday=monday, minutes=600) for monday in weeks]
    hours_elsewhere.append(Outside(mediator=stranger, monday=weeks[1], minutes=600))
    problem = assemble(replace(association(), outside=tuple(hours_elsewhere)), FIRST, LAST)
    assert [o.monday for o in problem.outside] == [date(2025, 12, 22), date(2027, 1, 25)]


def test_balances_are_those_known_by_the_last_day() -> None:
    who = someone("10")
    days = (date(2024, 11, 30), LAST, date(2027, 2, 1))
    notices = tuple(
        Carried(mediator=who, kind=CarriedKind.OVERTIME, day=day, minutes=60) for day in days
    )
    problem = assemble(replace(association(), carried=notices), FIRST, LAST)
    assert [c.day for c in problem.carried] == [date(2024, 11, 30), LAST]


def test_notices_are_typed_or_given_by_publications() -> None:
    who = someone("19")
    typed = Notice(
        mediator=who,
        kind=NoticeKind.LEAVE,
        notified=date(2026, 12, 1),
        effective=date(2027, 1, 20),
        before=date(2027, 3, 1),
    )
    first, changed = datetime(2026, 12, 10, tzinfo=UTC), datetime(2027, 1, 4, tzinfo=UTC)
    rows = (
        replace(row(who, f"{ANGERS}-2027-01-02", date(2027, 1, 2)), created=first, changed=first),
        replace(
            row(who, f"{ANGERS}-2027-01-09", date(2027, 1, 9)),
            sequence=1,
            created=first,
            changed=changed,
        ),
    )
    data = replace(association(), notices=(typed,))
    problem = assemble(replace(data, history={"2027-01": rows}), FIRST, LAST)
    assert problem.notices == (
        typed,
        Notice(
            mediator=who,
            kind=NoticeKind.SCHEDULE,
            notified=date(2027, 1, 4),
            effective=date(2027, 1, 9),
            duties=(f"{ANGERS}-2027-01-09",),
        ),
    )


def test_notices_of_people_who_are_not_there_and_of_other_years_are_left_out() -> None:
    def notice(who: str, day: date) -> Notice:
        return Notice(mediator=who, kind=NoticeKind.SCHEDULE, notified=day, effective=day)

    who = someone("19")
    notices = (notice("nobody", FIRST), notice(who, date(2020, 1, 6)), notice(who, FIRST))
    problem = assemble(replace(association(), notices=notices, history={}), FIRST, LAST)
    assert problem.notices == (notice(who, FIRST),)


def test_a_year_of_hours_is_looked_at_and_a_longer_period_to_its_beginning() -> None:
    def looked(weeks: int = 0, months: int = 0) -> date:
        start = date(2024, 1, 1)
        scheme = Scheme(route=Route.AGREEMENT, start=start, weeks=weeks, months=months)
        employer = Employer(declared=True, schemes=(scheme,))
        return looked_back(replace(association(), employer=employer), FIRST)

    assert looked(weeks=4) == date(2025, 12, 22)
    assert looked(months=12) == date(2025, 12, 22)
    assert looked(weeks=104) == date(2024, 12, 30)
    assert looked(months=36) <= date(2024, 1, 1)
