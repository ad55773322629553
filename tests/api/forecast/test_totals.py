"""What all weeks lack together: no rota leaves less, and some rota leaves just that."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.association import Association, Published
from api.forecast.service import Total, forecast
from api.forecast.words import total_words
from api.planning.problem import assemble
from calendars.training.cohorts import Cohort
from scheduler.domain.limits import Every, Limit, LimitKind
from scheduler.domain.people import StaffRole
from scheduler.domain.problem import Assignment, Problem, Worked
from tests.api.forecast.small import association, away, person, proved_by_hours, template

HOUR, NBSP = 60, "\u00a0"
FEBRUARY = date(2027, 2, 1)
"""A Monday; this month is four whole weeks, without a public holiday."""

DAYS = [FEBRUARY + timedelta(days=n) for n in range(28)]
COHORT = Cohort(id="c", title="AMIS", weeks=(FEBRUARY,))
STAFF = st.lists(
    st.tuples(st.integers(10, 40), st.sets(st.integers(0, 27), max_size=6), st.booleans()),
    min_size=1,
    max_size=4,
)


def total_of(known: Association) -> Total:
    [total] = forecast(known, FEBRUARY, FEBRUARY).totals
    return total


@pytest.mark.long
@given(STAFF, st.integers(1, 4), st.data())
@settings(max_examples=60)
def test_no_rota_of_all_weeks_leaves_less_but_by_hours_over_contract(
    staff: list[tuple[int, set[int], bool]], target: int, data: st.DataObject
) -> None:
    people = [person(f"p{n}", hours) for n, (hours, _, _) in enumerate(staff)]
    absences = tuple(
        away(f"p{n}", DAYS[day], DAYS[day]) for n, (_, off, _) in enumerate(staff) for day in off
    )
    members = [("c", f"p{n}") for n, (_, _, trained) in enumerate(staff) if trained]
    known = association(
        people, [template(target)], absences=absences, cohorts=(COHORT,), members=members
    )

    supply = over = 0
    open_days = [day for day in range(28) if day % 7 < 5]
    holders = dict.fromkeys(open_days, 0)
    for hours, off, trained in staff:
        # Counted anew: a fifth of the week a day, seven hours at the centre unless on leave.
        mine = 0
        for week in range(4):
            there = [day for day in range(7 * week, 7 * week + 5) if day not in off]
            centre = 7 * HOUR * len(there) if trained and week == 0 else 0
            mine += max(0, int(Fraction(hours * HOUR, 5) * len(there)) - centre)
        supply += mine
        # Any days, all in one week if one likes.
        posted = data.draw(st.sets(st.sampled_from(open_days)))
        for day in posted:
            holders[day] += 1
        over += max(0, 7 * HOUR * len(posted) - mine)

    total = total_of(known)
    assert total == Total(
        dispositif="d", least=max(0, 20 * 7 * HOUR * target - supply), uncovered=None
    )
    left = sum(7 * HOUR * max(0, target - count) for count in holders.values())
    assert total.least <= left + over


def bound_by_hours() -> Association:
    """Return two people whose hours of the month alone are bounded; Ana is on leave two days."""
    people = [person("ana"), person("bob", 28)]
    months = {"ana": (140 - 14) * HOUR, "bob": 112 * HOUR}
    limits = tuple(
        Limit(mediator=who, kind=LimitKind.MINUTES, every=Every.MONTH, most=most)
        for who, most in months.items()
    )
    leave = (away("ana", FEBRUARY, FEBRUARY + timedelta(days=1)),)
    return association(people, [template(2)], absences=leave, limits=limits)


def published(problem: Problem, assignments: frozenset[Assignment]) -> tuple[Published, ...]:
    return tuple(
        Published(
            uid=f"{a.mediator}-{a.slot}",
            worked=Worked(mediator=a.mediator, duty=problem.slot_of[a.slot].duty),
        )
        for a in sorted(assignments)
    )


def test_the_best_rota_of_the_month_leaves_just_what_was_foreseen_of_all_its_weeks() -> None:
    known = bound_by_hours()
    problem = assemble(known, FEBRUARY, DAYS[-1])

    rota = proved_by_hours(problem)

    planned = replace(known, history={"2027-02": published(problem, rota.assignments)})
    total = total_of(planned)
    assert total.least == total.uncovered == 42 * HOUR
    weeks = forecast(planned, FEBRUARY, FEBRUARY).weeks
    assert sum(week.uncovered or 0 for week in weeks) == 42 * HOUR


@pytest.mark.parametrize("count", [0, 3, 20])
def test_what_is_uncovered_is_counted_on_what_is_published(count: int) -> None:
    known = bound_by_hours()
    problem = assemble(known, FEBRUARY, DAYS[-1])
    shifts = frozenset(Assignment("bob", slot.id) for slot in problem.slots[:count])
    total = total_of(replace(known, history={"2027-02": published(problem, shifts)}))

    assert total.uncovered == ((40 - count) * 7 * HOUR if count else None)


def test_hours_of_another_role_cover_nothing() -> None:
    known = bound_by_hours()
    problem = assemble(known, FEBRUARY, DAYS[-1])
    slot = problem.slots[0]
    rows = (Published(uid="x", worked=Worked(mediator="ana", duty=slot.duty)),)
    ana, bob = known.mediators
    known = replace(
        known,
        mediators=(replace(ana, role=StaffRole.REFERENT), bob),
        history={"2027-02": rows},
    )

    assert total_of(known) == Total(dispositif="d", least=(280 - 112) * HOUR, uncovered=280 * HOUR)


@pytest.mark.parametrize(
    ("least", "uncovered", "words"),
    [
        (0, None, ""),
        (
            90,
            None,
            (
                "Sur toutes ces semaines, il manquera au moins 1 h 30, quel que soit le planning, "
                "si personne ne fait plus que ce que donnent son contrat et ses absences connues."
            ),
        ),
        (0, 60, "Planifié : il manque 1 h 00."),
        (90, 90, "… connues. Planifié : il manque 1 h 30."),
        (
            90,
            60,
            (
                "… connues. Planifié : il manque 1 h 00 : des personnes font plus que cela, ou "
                "viennent d’ailleurs."
            ),
        ),
    ],
)
def test_totals_are_told_in_a_sentence(least: int, uncovered: int | None, words: str) -> None:
    sentence = total_words(Total(dispositif="d", least=least, uncovered=uncovered))

    assert sentence.replace(NBSP, " ").endswith(words.removeprefix("…"))
    assert bool(sentence) is bool(words)
