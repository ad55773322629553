"""Each French sentence of a forecast is read again, and its facts are counted by other means."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.association import Association, Published
from api.forecast.service import forecast
from api.forecast.words import causes_words, tense_words, total_words
from calendars.school import SchoolCalendar
from calendars.templates.expansion import expand
from calendars.templates.template import Template
from calendars.training.cohorts import Cohort
from scheduler.domain.employment.contracts import ContractKind, HoursBasis
from scheduler.domain.people import Absence, AbsenceKind, StaffRole
from scheduler.domain.problem import Worked
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, at, days_span
from tests.api.forecast.reader import Reader, plain
from tests.api.forecast.small import association, away, person, template
from tests.fixtures.association import association as example

MAY = date(2026, 5, 1)
"""The whole weeks of May 2026 hold four public holidays."""


@pytest.mark.long
@pytest.mark.parametrize(
    ("first", "last"),
    [
        # Published; around Christmas and New Year; months to come with public holidays.
        (date(2026, 9, 1), date(2026, 10, 1)),
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2027, 5, 1), date(2027, 5, 1)),
    ],
)
def test_each_sentence_on_the_association_states_what_its_rows_say(first: date, last: date) -> None:
    assert Reader(example(), first, last).check().total() > 20


@st.composite
def associations(draw: st.DrawFn) -> Association:
    """Draw a small association whose weeks of May lose hours in every way that there is."""
    roles = (StaffRole.MEDIATEUR, StaffRole.MEDIATEUR, StaffRole.REFERENT)
    places = (("d",), ("d",), ("e",), ("d", "e"))[: draw(st.sampled_from((2, 4)))]
    people = []
    for number in range(draw(st.integers(2, 8))):
        who = person(
            f"p{number}",
            draw(st.sampled_from((17, 24, 35))),
            *draw(st.sampled_from(places)),
            role=draw(st.sampled_from(roles)),
            kind=draw(st.sampled_from((ContractKind.CDI, ContractKind.APPRENTICESHIP))),
        )
        whole = who.contracts[0]
        basis = draw(st.sampled_from((HoursBasis.WEEK, HoursBasis.WEEK, HoursBasis.YEAR)))
        days = draw(st.sampled_from((None, None, frozenset({0, 1, 4}))))
        until = draw(st.sampled_from((None, None, date(2026, 5, 13))))
        later = replace(
            whole, kind=ContractKind.CDI, start=date(2026, 5, 14), weekly_minutes=28 * 60
        )
        first = replace(whole, basis=basis, days=days, end=until)
        people.append(replace(who, contracts=(first, later) if until else (first,)))
    evening = template(
        draw(st.integers(1, 2)),
        id="d-soir",
        start=time(17),
        end=time(20),
        weekdays=frozenset({1, 5}),
        needs=(Need(roles=frozenset({StaffRole.REFERENT}), minimum=1, target=1),),
    )
    absences = draw(
        st.lists(
            st.builds(
                absent,
                st.sampled_from([who.id for who in people]),
                st.integers(-200, 35),
                st.integers(1, 40),
                st.sampled_from(list(AbsenceKind)),
            ),
            max_size=12,
        )
    )
    cohort = Cohort(id="c", title="AMIS", weeks=(date(2026, 5, 4), date(2026, 5, 14)))
    return association(
        people,
        (
            template(draw(st.integers(2, 5)), minimum=draw(st.integers(1, 2))),
            evening,
            template(draw(st.integers(1, 2)), dispositif="e", weekdays=frozenset(range(6))),
        ),
        absences=tuple(absences),
        cohorts=(cohort,),
        members=tuple(("c", who.id) for who in people if draw(st.booleans())),
    )


def absent(who: str, day: int, halves: int, kind: AbsenceKind) -> Absence:
    """Build an absence of so many half days, from a morning on."""
    first = MAY + timedelta(days=day)
    last = first + timedelta(days=(halves - 1) // 2)
    end = at(last, time(13)) if halves % 2 else at(last + timedelta(days=1), time(0))
    return Absence(mediator=who, span=Span(at(first, time(0)), end), kind=kind)


def made(of: Template, first: date, last: date) -> tuple[Slot, ...]:
    """Make the slots of a template from one day to another."""
    span = days_span(first, last)
    return expand((of,), (), span, holidays=frozenset(), local={}, school=SchoolCalendar())


@given(associations())
@settings(max_examples=40)
def test_each_sentence_states_what_the_rows_of_an_association_say(known: Association) -> None:
    Reader(known, MAY, MAY).check()


def six_days_a_week() -> Association:
    ana = person("ana")
    annual = replace(ana.contracts[0], basis=HoursBasis.YEAR)
    return association(
        [replace(ana, contracts=(annual,))], [template(2, weekdays=frozenset(range(6)))]
    )


def sick_a_month() -> Association:
    """Return five people whose minimums lack less than sickness makes vary."""
    people = [person(name) for name in ("ana", "bob", "cleo", "dan", "eve")]
    sick = away("ana", date(2026, 2, 2), date(2026, 3, 6), AbsenceKind.SICK)
    return association(people, [template(7, minimum=5)], absences=(sick,))


@pytest.mark.parametrize("known", [six_days_a_week(), sick_a_month()], ids=["annual", "sick"])
def test_each_sentence_is_true_where_a_rule_of_counting_decides(known: Association) -> None:
    assert Reader(known, MAY, MAY).check().total() > 0


def test_a_person_with_two_leaves_in_a_week_is_told_as_one_person() -> None:
    monday = date(2026, 6, 1)
    away_twice = (
        away("ana", monday, monday),
        away("ana", monday + timedelta(days=3), monday + timedelta(days=4)),
        away("bob", monday, monday, AbsenceKind.SICK),
        away("bob", monday + timedelta(days=2), monday + timedelta(days=2), AbsenceKind.SICK),
    )
    week = forecast(
        association([person("ana"), person("bob")], [template(2)], absences=away_twice),
        monday,
        monday,
    ).weeks[0]

    assert plain(causes_words(week)) == "1 personne en congé, 1 personne absente"


def test_who_comes_from_elsewhere_is_not_told_to_do_more_than_their_contract() -> None:
    monday, day = date(2027, 2, 1), template(1)
    known = association([person("ana", 7), person("zoe", 35, "e")], [day])
    slots = made(day, monday, date(2027, 2, 28))
    rows = tuple(
        Published(uid=slot.id, worked=Worked(mediator="zoe", duty=slot.duty)) for slot in slots
    )

    # Zoé works five days of seven hours a week, as her contract says; Ana works no hour.
    known = replace(known, history={"2027-02": rows})
    [total] = forecast(known, monday, monday).totals
    assert (total.uncovered, total.least) == (0, 4 * 28 * 60)
    assert plain(total_words(total)).endswith(
        "Planifié : il manque 0 h 00 : des personnes font plus que cela, ou viennent d’ailleurs."
    )
    Reader(known, monday, monday).check()


def test_the_rate_is_that_of_the_months_that_end_with_the_last_published_before() -> None:
    people = [person(name) for name in ("ana", "bob", "cleo", "dan", "eve")]
    sick = away("ana", date(2025, 3, 3), date(2025, 3, 7), AbsenceKind.SICK)
    (slot,) = made(template(1), date(2026, 1, 5), date(2026, 1, 5))
    row = Published(uid="u", worked=Worked(mediator="ana", duty=slot.duty))
    known = association(people, [template(5)], absences=(sick,), history={"2026-01": (row,)})

    for history in ({"2026-01": (row,)}, {"2026-01": (row,), "2026-09": ()}):
        reader = Reader(replace(known, history=history), MAY, MAY)
        reader.check()
        assert reader.rate is not None
        assert reader.rate > 0


def test_weeks_of_several_dispositifs_are_told_to_be_counted_in_each() -> None:
    known = association(
        [person("ana", 7), person("bob", 35, "e")],
        [template(1), template(1, dispositif="e")],
    )
    weeks = forecast(known, date(2026, 6, 1), date(2026, 6, 1)).weeks

    own = [week for week in weeks if week.dispositif == "d"]
    assert plain(tense_words(own)) == "5 semaines tendues sur 5"
    assert plain(tense_words(weeks)) == (
        "5 semaines tendues sur 10, comptées dans chaque dispositif"
    )
