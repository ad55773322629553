"""The ways to regroup teams: the first is the best of all lawful ones, and each is applied."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.association import Dispositif
from api.month.errors import BadRequestError
from api.month.frames import Frame, framed
from api.regrouping.emergency import emergency_of
from api.regrouping.service import Regroup, regroup
from api.regrouping.tonight import WHY, Incident, tonight
from calendars.templates.template import ExceptionAction, TemplateException
from scheduler.domain.people import Absence, AbsenceKind, Pair, PairKind
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import PARIS, day_span, minute_at
from tests.api.regrouping.brute import lawful_ways
from tests.api.regrouping.small import (
    BEFORE,
    FRIDAY,
    evening,
    on_duty,
    person,
    place,
    slot,
)

SINCE = minute_at(BEFORE)
NAMES = ("ana", "bob", "cleo", "dan", "eve")
PEOPLE = tuple(map(person, NAMES))
PLACES = (place("north", 2), place("south"), place("west"))
TEAMS = on_duty(north="ana bob", south="cleo dan")


def regrouped(
    frame: Frame, teams: frozenset[Assignment], *to: str, people: int | None = None
) -> Regroup:
    emergency = emergency_of(frame, FRIDAY, to, since=SINCE, people=people)
    return regroup(frame, teams, emergency, seconds=600)


def incident(place: str, people: int | None = None) -> Incident:
    return Incident(day=FRIDAY, to=(place,), since=BEFORE, people=people)


def movers(made: Regroup) -> list[tuple[str, ...]]:
    return [tuple(move.mediator for move in option.way.moves) for option in made.options]


def test_whole_teams_move_and_the_one_whose_place_promises_least_comes_first() -> None:
    made = regrouped(evening(PEOPLE, PLACES), TEAMS, "west")

    assert (made.there, made.room, made.on_duty, made.concluded) == (0, 2, 4, True)
    assert movers(made) == [("cleo", "dan"), ("ana", "bob")]
    first, second = made.options
    assert first.assignments == on_duty(north="ana bob", west="cleo dan")
    assert (first.missing, first.broken) == (0, ())
    assert [(post.slot.id, post.before, post.after) for post in first.uncovered] == [
        (slot("south"), 2, 0)
    ]
    assert [s.id for s in second.broken] == [slot("north")]
    assert (second.way.minimum, second.way.target) == (2, 2)
    assert [change.mediator.id for change in first.changes] == ["cleo", "dan"]
    assert [
        (turn.before.site, turn.after.site)
        for change in first.changes
        for turn in change.turns
        if turn.before and turn.after
    ] == [("south", "west")] * 2


def test_the_referent_stays_with_the_others() -> None:
    people = (*PEOPLE[:3], person("dan", referent=True))

    made = regrouped(evening(people, (place("north"), *PLACES[1:])), TEAMS, "west")

    assert [(who, o.way.referents) for who, o in zip(movers(made), made.options, strict=True)] == [
        (("ana", "bob"), 0),
        (("cleo", "dan"), 1),
    ]


def test_travel_tells_equal_teams_apart() -> None:
    places = (place("north"), *PLACES[1:])
    near = evening(PEOPLE, places, travel=(("north", "west", 25), ("south", "west", 10)))
    far = evening(PEOPLE, places, travel=(("north", "west", 10), ("south", "west", 25)))

    assert movers(regrouped(near, TEAMS, "west"))[0] == ("cleo", "dan")
    assert movers(regrouped(far, TEAMS, "west"))[0] == ("ana", "bob")
    assert regrouped(near, TEAMS, "west").options[0].way.minutes == 20


def test_who_holds_a_place_with_two_others_may_leave_a_binome_there() -> None:
    places = (place("north", 2, 3, 3), place("west", 0, 2, 2))
    teams = on_duty(north="ana bob cleo", west="dan")

    made = regrouped(evening(PEOPLE, places), teams, "west")

    assert made.there == 1
    assert movers(made) == [("ana",), ("bob",), ("cleo",)]
    assert all(option.way.split == 1 and not option.broken for option in made.options)


def test_two_of_four_leave_a_binome_and_make_another_so_that_nobody_is_parted() -> None:
    places = (place("north", 0, 4, 4), place("west"))

    made = regrouped(evening(PEOPLE, places), on_duty(north="ana bob cleo dan"), "west")

    assert movers(made)[0] == ("ana", "bob")
    assert [option.way.split for option in made.options] == [0] * 5


def test_what_has_begun_is_kept_and_gives_nobody() -> None:
    late = place("south", start=time(17), end=time(21))
    frame = evening(PEOPLE, (PLACES[0], late, place("west", start=time(18), end=time(22))))
    since = minute_at(datetime(2026, 6, 5, 16, tzinfo=PARIS))

    emergency = emergency_of(frame, FRIDAY, ["west"], since=since)

    assert [s.id for s in emergency.sources] == [slot("south")]
    assert movers(regroup(frame, TEAMS, emergency, seconds=600)) == [("cleo", "dan")]


def test_only_the_teams_that_are_named_move() -> None:
    frame = evening(PEOPLE, PLACES)

    emergency = emergency_of(frame, FRIDAY, ["west"], since=SINCE, sources=["north"])

    assert movers(regroup(frame, TEAMS, emergency, seconds=600)) == [("ana", "bob")]


def test_the_teams_of_another_agency_stay_in_their_town_unless_they_are_named() -> None:
    known = evening(PEOPLE, (*PLACES, place("far", dispositif="m", agency="b"))).association
    far = Dispositif(id="m", name="Loin", agency="b")
    both = replace(known, dispositifs=(*known.dispositifs, far))
    frame = framed(both, FRIDAY.replace(day=1), None, BEFORE)

    near = emergency_of(frame, FRIDAY, ["west"], since=SINCE)
    named = emergency_of(frame, FRIDAY, ["west"], since=SINCE, sources=["far"])

    assert [s.id for s in near.sources] == [slot("north"), slot("south")]
    assert [s.id for s in named.sources] == [slot("far")]


def test_who_is_on_call_is_no_team() -> None:
    call = place("call", kind=SlotKind.STANDBY, binome=False)

    emergency = emergency_of(evening(PEOPLE, (*PLACES, call)), FRIDAY, ["west"], since=SINCE)

    assert [s.id for s in emergency.sources] == [slot("north"), slot("south")]


def test_where_no_team_may_come_the_nearest_say_by_which_rule() -> None:
    people = (person("cleo", sites=["south"]), *PEOPLE[3:])
    frame = evening(people, PLACES)

    made = regrouped(frame, on_duty(west="eve", south="cleo dan"), "west")

    assert made.options == ()
    assert [
        (tuple(move.mediator for move in refused.way.moves), {f.rule for f in refused.findings})
        for refused in made.nearest
    ] == [(("cleo",), {"binome_size", "eligibility"}), (("dan",), {"binome_size"})]


def test_fewer_than_asked_for_are_said_missing() -> None:
    made = regrouped(evening(PEOPLE, PLACES), TEAMS, "west", people=4)

    assert [(who, o.missing) for who, o in zip(movers(made), made.options, strict=True)] == [
        (("cleo", "dan"), 2),
        (("ana", "bob"), 2),
    ]


def test_nothing_is_sought_where_enough_people_are_there() -> None:
    made = regrouped(evening(PEOPLE, PLACES), TEAMS | on_duty(west="eve"), "west", people=1)

    assert (made.enough, made.options, made.nearest) == (True, (), ())


def test_a_place_that_takes_too_few_takes_more_by_an_exception() -> None:
    frame, emergency = tonight(evening(PEOPLE, PLACES), incident("south", 4))

    (exception,) = emergency.exceptions
    assert (exception.template, exception.day, exception.why) == ("n-south", FRIDAY, WHY)
    assert exception.action is ExceptionAction.CHANGE
    assert exception.needs is not None
    assert (exception.needs[0].target, exception.needs[0].maximum) == (4, 4)
    assert frame.aside
    made = regroup(frame, TEAMS, emergency, seconds=600)
    assert movers(made) == [("ana", "bob")]
    assert made.options[0].assignments == on_duty(south="ana bob cleo dan")


@pytest.mark.parametrize("maximum", [2, 3])
def test_a_place_that_wants_one_more_takes_a_whole_team_of_two(maximum: int) -> None:
    places = (PLACES[0], place("south", maximum=maximum))
    there = on_duty(north="ana bob", south="cleo dan")
    frame = evening(PEOPLE, places)
    frame = replace(frame, problem=replace(frame.problem, previous=there))

    supposed, emergency = tonight(frame, incident("south", 3))

    (exception,) = emergency.exceptions
    assert exception.needs is not None
    assert (exception.needs[0].target, exception.needs[0].maximum) == (3, 4)
    assert movers(regroup(supposed, there, emergency, seconds=600)) == [("ana", "bob")]


def test_a_place_without_a_slot_that_day_gets_one() -> None:
    thursdays = place("east", weekdays=frozenset({3}), since=FRIDAY - timedelta(days=1))
    asked_for = evening(PEOPLE, (*PLACES, thursdays))

    frame, emergency = tonight(asked_for, incident("east"))

    assert [(e.template, e.action) for e in emergency.exceptions] == [
        ("n-east", ExceptionAction.ADD)
    ]
    assert [s.id for s in emergency.targets] == [slot("east")]
    assert movers(regroup(frame, TEAMS, emergency, seconds=600)) == [
        ("cleo", "dan"),
        ("ana", "bob"),
    ]


def test_a_day_that_is_an_exception_already_stays_so() -> None:
    noted = TemplateException(
        template="n-south", day=FRIDAY, action=ExceptionAction.CHANGE, why="Marché", end=time(20)
    )
    frame = evening(PEOPLE, PLACES, exceptions=(noted,))

    same, emergency = tonight(frame, incident("south", 4))

    assert same is frame
    assert emergency.exceptions == ()


@pytest.mark.parametrize(
    ("day", "to", "people", "fields"),
    [
        (date(2026, 7, 1), ["west"], None, ["day"]),
        (FRIDAY, [], None, ["to"]),
        (FRIDAY, ["nowhere"], 0, ["to", "people"]),
        (FRIDAY + timedelta(days=1), ["west"], None, ["to"]),
    ],
)
def test_what_cannot_be_asked_for_is_refused_at_once(
    day: date, to: list[str], people: int | None, fields: list[str]
) -> None:
    with pytest.raises(BadRequestError) as refusal:
        emergency_of(evening(PEOPLE, PLACES), day, to, since=SINCE, people=people)

    assert [wrong.field for wrong in refusal.value.wrong] == fields


def test_no_time_is_said_and_never_that_there_is_nothing() -> None:
    frame = evening(PEOPLE, PLACES)
    emergency = emergency_of(frame, FRIDAY, ["west"], since=SINCE)

    made = regroup(frame, TEAMS, emergency, seconds=-1)

    # What was not tried in time may be lawful: nothing is said to be nearest.
    assert (made.options, made.nearest, made.concluded) == ((), (), False)


@st.composite
def evenings(draw: st.DrawFn) -> tuple[Frame, frozenset[Assignment], list[str], int]:
    """Draw an evening of at most five people on three places, and the places to go to."""
    names = NAMES[: draw(st.integers(3, 5))]
    people = [
        person(
            name,
            referent=draw(st.booleans()),
            sites=draw(st.sampled_from([(), (), ("north", "west"), ("south", "east", "north")])),
        )
        for name in names
    ]
    spots = ("north", "south", "west", "east")
    places = [
        place(
            spot,
            draw(st.integers(0, 2)),
            2,
            draw(st.integers(2, 3)),
            binome=draw(st.booleans()),
            start=draw(st.sampled_from([time(15, 30), time(18)])),
            end=draw(st.sampled_from([time(21), time(23, 30)])),
        )
        for spot in spots
    ]
    travel = tuple(
        (a, b, draw(st.integers(0, 3)) * 5)
        for number, a in enumerate(spots)
        for b in spots[number + 1 :]
    )
    teams = frozenset(
        Assignment(name, slot(draw(st.sampled_from(("north", "north", "south", "west")))))
        for name in names
    )
    pair = draw(st.sampled_from([None, PairKind.APART, PairKind.TOGETHER]))
    ill = Absence(mediator="cleo", span=day_span(FRIDAY), kind=AbsenceKind.SICK)
    frame = evening(
        people,
        places,
        travel=travel,
        pairs=() if pair is None else (Pair(first="ana", second="bob", kind=pair),),
        absences=(ill,) if draw(st.booleans()) else (),
    )
    to = draw(st.sampled_from([["west"], ["east"], ["west", "east"]]))
    return frame, teams, to, draw(st.integers(1, 4))


@pytest.mark.long
@settings(max_examples=12, deadline=None)
@given(evenings())
def test_the_ranked_options_are_the_best_of_all_lawful_moves(
    drawn: tuple[Frame, frozenset[Assignment], list[str], int],
) -> None:
    frame, teams, to, people = drawn
    emergency = emergency_of(frame, FRIDAY, to, since=SINCE, people=people)
    made = regroup(frame, teams, emergency, seconds=600)

    assert made.concluded
    ways = lawful_ways(frame, teams, emergency.sources, emergency.targets, people)
    if made.enough:
        assert made.options == ()
        return
    wanted = people - made.there
    ranks = [
        (
            *option.way.rank(wanted)[:-1],
            tuple((m.mediator, m.source, m.target) for m in option.way.moves),
        )
        for option in made.options
    ]
    assert ranks == ways[:5]
    assert bool(made.options) is bool(ways)
