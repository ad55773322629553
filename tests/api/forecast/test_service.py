"""The forecast of a week: what is needed, what people can give, what lacks and why."""

from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.forecast.causes import CauseKind
from api.forecast.service import WeekForecast, forecast
from api.forecast.words import causes_words
from api.planning.problem import assemble
from calendars.templates.seasons import Season
from calendars.templates.template import ExceptionAction, TemplateException
from calendars.training.cohorts import Cohort
from scheduler.domain.employment.contracts import ContractKind, HoursBasis
from scheduler.domain.limits import Every, Limit, LimitKind
from scheduler.domain.people import Absence, AbsenceKind, StaffRole
from scheduler.domain.slots import Need
from scheduler.errors import InvalidProblemError
from tests.api.forecast.small import JUNE, association, away, person, proved_by_hours, template

HOUR = 60
COHORT = Cohort(id="c", title="AMIS", weeks=(JUNE,))


def first_week(*parts: object, **rest: object) -> WeekForecast:
    return forecast(association(*parts, **rest), JUNE, JUNE).weeks[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(("hours", "tense"), [(70, False), (69, True)])
def test_a_week_is_tense_once_an_hour_lacks(hours: int, tense: bool) -> None:
    people = [person("ana"), person("bob", hours - 35)]

    week = first_week(people, [template(2, minimum=1)])

    assert (week.need.posts, week.need.minimum_posts) == (10, 5)
    assert (week.need.minutes, week.need.minimum_minutes) == (70 * HOUR, 35 * HOUR)
    assert week.supply == hours * HOUR
    assert (week.tense, week.shortage) == (tense, (70 - hours) * HOUR)
    assert week.minimum_shortage == 0


def test_leave_and_training_take_hours_and_are_the_causes() -> None:
    people = [
        person("ana"),
        person("bob", kind=ContractKind.APPRENTICESHIP),
        person("cleo"),
        person("dan"),
    ]
    week = first_week(
        people,
        [template(3)],
        absences=(
            away("ana", JUNE, JUNE + timedelta(days=1)),
            away("dan", JUNE, JUNE, AbsenceKind.SICK),
        ),
        cohorts=(COHORT,),
        members=(("c", "bob"),),
    )

    # 21 h of ana, none of bob, 35 h of cleo, 28 h of dan, of 105 h.
    assert (week.supply, week.shortage) == (84 * HOUR, 21 * HOUR)
    assert [(each.kind, each.people, each.minutes) for each in week.causes] == [
        (CauseKind.APPRENTICES, 1, 35 * HOUR),
        (CauseKind.LEAVE, 1, 14 * HOUR),
        (CauseKind.ABSENCE, 1, 7 * HOUR),
    ]
    assert causes_words(week).replace("\N{NO-BREAK SPACE}", " ") == (
        "1 apprenti au CFA, 1 personne en congé, 1 personne absente"
    )


def test_a_day_of_training_on_leave_is_taken_off_once() -> None:
    week = first_week(
        [person("ana")],
        [template(1)],
        absences=(away("ana", JUNE, JUNE),),
        cohorts=(COHORT,),
        members=(("c", "ana"),),
    )

    assert [(each.kind, each.minutes) for each in week.causes] == [
        (CauseKind.TRAINING, 28 * HOUR),
        (CauseKind.LEAVE, 7 * HOUR),
    ]


def test_contracts_that_give_too_little_are_a_cause() -> None:
    week = first_week([person("ana", 28)], [template(1)])

    assert [(each.kind, each.people, each.minutes) for each in week.causes] == [
        (CauseKind.CONTRACTS, 0, 7 * HOUR)
    ]


def test_hours_of_referents_make_up_for_no_mediateur() -> None:
    need = (Need(roles=frozenset({StaffRole.REFERENT}), minimum=0),)
    evening = template(1, id="d-soir", start=time(17), end=time(18), needs=need)
    people = [person("ana"), person("rene", role=StaffRole.REFERENT)]

    week = first_week(people, [template(2), evening])

    assert (week.shortage, week.slack) == (35 * HOUR, 30 * HOUR)


def test_seasons_and_exceptions_change_what_is_needed() -> None:
    season = Season(id="s", name="Saison", spans=((date(2026, 6, 8), date(2026, 6, 14)),))
    closed = TemplateException(
        template="d-jour", day=date(2026, 6, 9), action=ExceptionAction.REMOVE, why="Fermé"
    )
    weeks = forecast(
        association(
            [person("ana")], [template(1, season="s")], seasons=(season,), exceptions=(closed,)
        ),
        JUNE,
        JUNE,
    ).weeks

    assert [week.need.posts for week in weeks] == [0, 4, 0, 0, 0]


def test_sickness_at_the_usual_rate_is_taken_off_and_nobody_is_told() -> None:
    people = [person(name) for name in ("ana", "bob", "cleo", "dan", "eve")]
    # The twelve months before June 2026: 260 days from Monday to Friday, 11 public holidays.
    sick = away("ana", date(2026, 2, 2), date(2026, 2, 6), AbsenceKind.SICK)

    known = forecast(association(people, [template(5)], absences=(sick,)), JUNE, JUNE)

    assert known.rate is not None
    assert known.rate == Fraction(5, 5 * (260 - 11))
    week = known.weeks[0]
    assert week.supply == 5 * (35 * HOUR - int(35 * HOUR * known.rate))
    assert [each.kind for each in week.causes] == [CauseKind.UNFORESEEN]
    assert "maladie" not in causes_words(week)


def test_a_rate_of_four_people_is_not_told() -> None:
    people = [person(name) for name in ("ana", "bob", "cleo", "dan")]

    assert forecast(association(people, [template(1)]), JUNE, JUNE).rate is None


@pytest.mark.parametrize(
    ("since", "minutes"), [(date(2020, 1, 1), 35 * HOUR), (JUNE, 35 * HOUR * 5 // 4)]
)
def test_an_annual_contract_swells_by_a_quarter_where_its_year_is_short(
    since: date, minutes: int
) -> None:
    ana = person("ana")
    annual = replace(ana.contracts[0], basis=HoursBasis.YEAR)

    week = first_week([replace(ana, contracts=(annual,))], [template(2, since=since)])

    # 1,607 hours on the days of a whole year are less than a mean week, on seven months more.
    assert week.supply == minutes


@pytest.mark.parametrize("months", [(JUNE, date(2026, 5, 1)), (JUNE, date(2027, 6, 1))])
def test_months_in_the_wrong_order_or_too_many_are_refused(months: tuple[date, date]) -> None:
    with pytest.raises(InvalidProblemError, match="12 au plus"):
        forecast(association([person("ana")], [template(1)]), *months)


def test_the_shortage_is_what_a_proved_rota_leaves_uncovered_where_hours_alone_bind() -> None:
    people = [person("ana"), person("bob", 28), person("cleo")]
    limits = tuple(
        Limit(
            mediator=each.id,
            kind=LimitKind.MINUTES,
            every=Every.WEEK,
            most=each.contracts[0].weekly_minutes,
        )
        for each in people
    )
    # On leave for two days, cleo has 21 h left: her limit says so too.
    limits = (*limits[:2], Limit(**{**vars(limits[2]), "most": 21 * HOUR}))
    known = association(
        people,
        [template(3)],
        absences=(away("cleo", JUNE, JUNE + timedelta(days=1)),),
        limits=limits,
    )
    problem = assemble(known, JUNE, JUNE + timedelta(days=6))

    rota = proved_by_hours(problem)

    uncovered = sum(
        slot.duty.paid * (slot.needs[0].target - len(rota.team_of[slot.id]))
        for slot in problem.slots
    )
    assert uncovered == forecast(known, JUNE, JUNE).weeks[0].shortage == 21 * HOUR


def sick_year(who: str, days: int) -> tuple[Absence, ...]:
    """Build sickness of so many working days in the twelve months before June 2026."""
    first = date(2026, 2, 2)
    weekdays = (first + timedelta(days=n) for n in range(120))
    worked = [day for day in weekdays if day.weekday() < 5][:days]
    return tuple(away(who, day, day, AbsenceKind.SICK) for day in worked)


@given(st.lists(st.integers(10, 40), min_size=5, max_size=8), st.integers(1, 60), st.integers(1, 8))
@settings(max_examples=60)
def test_hours_lack_more_often_than_not_in_a_tense_week_and_as_many_on_average(
    hours: list[int], sick: int, target: int
) -> None:
    people = [person(f"p{n}", each) for n, each in enumerate(hours)]
    known = forecast(
        association(people, [template(target)], absences=sick_year("p0", sick)), JUNE, JUNE
    )
    week, rate = known.weeks[0], known.rate
    assert rate is not None

    # Counted anew: everybody is away that week or isn't, in all the ways that there are.
    often = average = Fraction(0)
    for out in product((False, True), repeat=len(people)):
        chance = prod((rate if each else 1 - rate for each in out), start=Fraction(1))
        there = sum(mine * HOUR for mine, each in zip(hours, out, strict=True) if not each)
        lacking = max(0, target * 35 * HOUR - there)
        often += chance * (lacking > 0)
        average += chance * lacking
    assert average >= week.shortage
    if week.tense:
        assert often >= Fraction(1, 2)


def test_the_spread_is_that_of_independent_weeks_of_sickness() -> None:
    people = [person(name, 35 - n) for n, name in enumerate(("ana", "bob", "cleo", "dan", "eve"))]
    known = forecast(association(people, [template(5)], absences=sick_year("ana", 30)), JUNE, JUNE)

    rate = known.rate
    assert rate == Fraction(30, 5 * (260 - 11))
    variance = rate * (1 - rate) * sum((35 - n) ** 2 for n in range(5)) * HOUR**2
    spread = known.weeks[0].spread
    assert spread**2 <= variance < (spread + 1) ** 2


def test_people_of_two_dispositifs_make_each_vary_by_what_they_give_it() -> None:
    both = [person(f"p{n}", 40, "d", "e") for n in range(5)]
    known = forecast(
        association(both, [template(3), template(1, dispositif="e")], absences=sick_year("p0", 25)),
        JUNE,
        JUNE,
    )

    spread = {week.dispositif: week.spread for week in known.weeks if week.monday == JUNE}
    assert spread["d"] == pytest.approx(3 * spread["e"], abs=3)


def test_a_week_is_tense_only_where_more_lacks_than_sickness_makes_vary() -> None:
    people = [person(name) for name in ("ana", "bob", "cleo", "dan", "eve")]
    sick = sick_year("ana", 25)
    short = forecast(association(people, [template(5)], absences=sick), JUNE, JUNE)
    tense = forecast(association(people, [template(6)], absences=sick), JUNE, JUNE)

    week = short.weeks[0]
    assert 0 < week.shortage <= week.spread
    assert (week.tense, week.excess, short.tensest) == (False, 0, ())
    assert all(week.excess == week.shortage - week.spread > 0 for week in tense.weeks[:5])


def test_the_tensest_weeks_come_first() -> None:
    people = [person("ana"), person("bob")]
    known = association(
        people,
        [template(2)],
        absences=(
            away("ana", date(2026, 6, 8), date(2026, 6, 8)),
            away("bob", date(2026, 6, 22), date(2026, 6, 26)),
        ),
    )

    tensest = forecast(known, JUNE, JUNE).tensest
    assert [(week.monday.day, week.excess) for week in tensest] == [
        (22, 35 * HOUR),
        (8, 7 * HOUR),
    ]


STAFF = st.lists(
    st.tuples(
        st.integers(10, 40),
        st.sets(st.integers(0, 27), max_size=6),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.long
@given(STAFF, st.integers(1, 4), st.data())
@settings(max_examples=40)
def test_no_rota_leaves_less_uncovered_but_by_hours_over_contract(
    staff: list[tuple[int, set[int], bool]], target: int, data: st.DataObject
) -> None:
    people = [person(f"p{n}", hours) for n, (hours, _, _) in enumerate(staff)]
    days = [JUNE + timedelta(days=n) for n in range(28)]
    absences = [
        away(f"p{n}", days[day], days[day]) for n, (_, off, _) in enumerate(staff) for day in off
    ]
    members = [("c", f"p{n}") for n, (_, _, trained) in enumerate(staff) if trained]
    known = association(
        people, [template(target)], absences=tuple(absences), cohorts=(COHORT,), members=members
    )

    for place, week in enumerate(forecast(known, JUNE, JUNE).weeks[:4]):
        supply = over = 0
        holders = dict.fromkeys(range(5), 0)
        for hours, off, trained in staff:
            # Counted anew: a fifth of the week a day, seven hours at the centre unless on leave.
            there = [day for day in range(5) if 7 * place + day not in off]
            mine = int(Fraction(hours * HOUR, 5) * len(there))
            centre = 7 * HOUR * len(there) if trained and place == 0 else 0
            mine = max(0, mine - centre)
            supply += mine
            posted = data.draw(st.sets(st.sampled_from(range(5))))
            for day in posted:
                holders[day] += 1
            over += max(0, 7 * HOUR * len(posted) - mine)
        assert week.supply == supply
        assert week.shortage == max(0, 5 * 7 * HOUR * target - supply)
        uncovered = sum(7 * HOUR * max(0, target - count) for count in holders.values())
        assert week.shortage <= uncovered + over
