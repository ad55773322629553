from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.school import SchoolCalendar
from calendars.templates.clashes import Clash, clashes, overlaps, rivals
from calendars.templates.expansion import expand
from calendars.templates.template import ExceptionAction, Template, TemplateException
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import days_span
from tests.calendars.patterns import HOLIDAYS, NIGHT, like

EVENING = like(NIGHT, id="11-soir", start=time(18), end=time(22), breaks=())
JUNE = days_span(date(2026, 6, 1), date(2026, 6, 30))
DAY = timedelta(days=1)
CHANGE = date(2026, 6, 12)
HOURS = st.integers(0, 47).map(lambda half: time(half // 2, half % 2 * 30))
DAYS = st.dates(date(2026, 5, 25), date(2026, 6, 14))


@st.composite
def drawn(draw: st.DrawFn) -> tuple[list[Template], list[TemplateException]]:
    """Draw two templates of one place, and exceptions that days of theirs can have."""
    templates, exceptions = [], []
    for name in ("a", "b"):
        since, until = draw(DAYS), draw(st.none() | st.integers(0, 20))
        template = like(
            NIGHT,
            id=name,
            start=draw(HOURS),
            end=draw(HOURS),
            breaks=(),
            weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1)),
            since=since,
            until=None if until is None else since + until * DAY,
        )
        templates.append(template)
        for day in draw(st.sets(DAYS, max_size=2)):
            end = draw(st.none() | HOURS) if template.due(day) else draw(HOURS)
            action = ExceptionAction.CHANGE if template.due(day) else ExceptionAction.ADD
            if end is None:
                action = ExceptionAction.REMOVE
            exceptions.append(
                TemplateException(template=name, day=day, action=action, why="fête", end=end)
            )
    return templates, exceptions


def clashes_of(*templates: Template, exceptions: tuple[TemplateException, ...] = ()) -> list[Clash]:
    return list(
        clashes(templates, exceptions, JUNE, holidays=HOLIDAYS, local={}, school=SchoolCalendar())
    )


def test_two_templates_of_one_site_that_overlap_are_both_named() -> None:
    clash = Clash(
        day=date(2026, 6, 4), first="11-nuit", second="11-soir", dispositif="11-parc", site="parc"
    )

    assert clashes_of(EVENING, NIGHT) == [clash]
    assert clash.message == (
        "les modèles « 11-nuit » et « 11-soir » (11-parc, parc) se chevauchent à partir du "
        "04/06/2026 : changez un horaire, ou nommez une équipe différente sur chacun"
    )


def test_templates_that_only_touch_do_not_clash() -> None:
    assert clashes_of(like(EVENING, end=time(21, 30)), NIGHT) == []
    assert len(clashes_of(like(EVENING, end=time(21, 31)), NIGHT)) == 1


def test_a_night_clashes_with_the_morning_after() -> None:
    morning = like(EVENING, id="11-matin", start=time(5), end=time(9), weekdays=frozenset({4}))

    assert [c.day for c in clashes_of(morning, NIGHT)] == [date(2026, 6, 5)]


def test_other_sites_dispositifs_days_and_validities_do_not_clash() -> None:
    assert clashes_of(like(EVENING, site="gare"), NIGHT) == []
    assert clashes_of(like(EVENING, dispositif="10"), NIGHT) == []
    assert clashes_of(like(EVENING, weekdays=frozenset({0})), NIGHT) == []
    assert clashes_of(like(EVENING, until=date(2026, 6, 3)), NIGHT) == []
    assert clashes_of(like(EVENING, until=date(2026, 6, 4)), NIGHT) != []


def test_different_teams_run_side_by_side() -> None:
    assert clashes_of(like(EVENING, team="soir"), like(NIGHT, team="nuit")) == []
    assert len(clashes_of(like(EVENING, team="nuit"), like(NIGHT, team="nuit"))) == 1
    assert len(clashes_of(EVENING, like(NIGHT, team="nuit"))) == 1


def test_an_on_call_runs_beside_those_who_are_out() -> None:
    standby = like(EVENING, id="11-astreinte", kind=SlotKind.STANDBY)

    assert clashes_of(standby, NIGHT) == []
    assert len(clashes_of(standby, like(standby, id="11-astreinte-2"))) == 1


def test_exceptions_are_taken_into_account() -> None:
    added = TemplateException(
        template="11-soir", day=date(2026, 6, 13), action=ExceptionAction.ADD, why="fête"
    )
    evening = like(EVENING, weekdays=frozenset({0}))

    assert [c.day for c in clashes_of(evening, NIGHT, exceptions=(added,))] == [date(2026, 6, 13)]


def test_a_night_of_sunday_clashes_with_monday_morning() -> None:
    night = like(NIGHT, weekdays=frozenset({6}))
    morning = like(EVENING, id="11-matin", start=time(5), end=time(9), weekdays=frozenset({0}))

    assert [c.day for c in clashes_of(morning, night)] == [date(2026, 6, 8)]


def test_only_templates_that_meet_in_a_week_are_expanded() -> None:
    apart = like(EVENING, id="11-matin", start=time(8), end=time(9))

    assert rivals((EVENING, NIGHT, apart)) == (EVENING, NIGHT)
    closed, late = (
        TemplateException(template=apart.id, day=date(2026, 6, 4), why="fête", action=a, end=end)
        for a, end in ((ExceptionAction.REMOVE, None), (ExceptionAction.CHANGE, time(22)))
    )
    assert rivals((EVENING, NIGHT, apart), [closed]) == (EVENING, NIGHT)
    assert rivals((EVENING, NIGHT, apart), [closed, late]) == (EVENING, NIGHT, apart)
    assert (
        rivals((like(EVENING, until=date(2026, 1, 31)), like(NIGHT, since=date(2026, 2, 1)))) == ()
    )


def test_what_goes_on_after_the_last_day_of_a_template_clashes() -> None:
    ended, night = like(EVENING, until=date(2026, 5, 31)), like(NIGHT, since=date(2026, 6, 1))
    added = TemplateException(
        template=ended.id, day=date(2026, 6, 13), action=ExceptionAction.ADD, why="fête"
    )
    assert [c.day for c in clashes_of(ended, night, exceptions=(added,))] == [date(2026, 6, 13)]

    last = like(NIGHT, until=date(2026, 6, 11))
    morning = like(
        EVENING, id="matin", start=time(5), end=time(9), weekdays=frozenset({4}), since=CHANGE
    )
    assert [c.day for c in clashes_of(last, morning)] == [CHANGE]
    assert clashes_of(last, like(morning, start=time(6))) == []
    assert rivals((last, like(NIGHT, id="suite", since=CHANGE))) == ()


@settings(max_examples=400)
@given(drawn())
def test_looking_at_rivals_alone_misses_no_clash(
    case: tuple[list[Template], list[TemplateException]],
) -> None:
    templates, exceptions = case
    slots = expand(
        templates, exceptions, JUNE, holidays=HOLIDAYS, local={}, school=SchoolCalendar()
    )

    assert clashes_of(*templates, exceptions=tuple(exceptions)) == [*overlaps(templates, slots)]
