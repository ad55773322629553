from datetime import date, time, timedelta

import pytest

from calendars.school import SchoolCalendar, SchoolOverride
from calendars.templates.expansion import (
    AutumnChange,
    BadTemplatesError,
    TemplateBreak,
)
from calendars.templates.seasons import Season
from scheduler.domain.duty import Break
from scheduler.domain.time import at
from scheduler.errors import InvalidProblemError
from tests.calendars.patterns import NIGHT, SCHOOL, TWO, like, slots


def ids(*args: object, **kwargs: object) -> list[str]:
    return [slot.id for slot in slots(*args, **kwargs)]  # type: ignore[arg-type]


def test_a_template_makes_dated_slots_with_stable_ids() -> None:
    made = slots([NIGHT], date(2026, 6, 8), date(2026, 6, 14))

    assert [s.id for s in made] == [
        "11-nuit-2026-06-11",
        "11-nuit-2026-06-12",
        "11-nuit-2026-06-13",
    ]
    first = made[0]
    assert first.span.start == at(date(2026, 6, 11), time(21, 30))
    assert first.span.end == at(date(2026, 6, 12), time(6))
    assert first.breaks == (Break(minutes=30, start=at(date(2026, 6, 12), time(2))),)
    assert (first.dispositif, first.agency, first.site) == ("11-parc", "nantes", "parc")
    assert (first.needs, first.binome, first.mandatory) == ((TWO,), True, False)
    assert first.source == "modèle « 11-nuit » ; jours fériés compris"
    assert first.duty.work == 480


def test_expanding_again_gives_the_same() -> None:
    args = ([NIGHT, SCHOOL], date(2026, 1, 1), date(2026, 12, 31))

    assert slots(*args) == slots(*args)
    assert slots(args[0][::-1], *args[1:]) == slots(*args)


def test_a_period_is_the_sum_of_its_parts() -> None:
    whole = slots([NIGHT, SCHOOL], date(2026, 1, 1), date(2026, 12, 31))
    half = date(2026, 6, 30)
    parts = slots([NIGHT, SCHOOL], date(2026, 1, 1), half) + slots(
        [NIGHT, SCHOOL], half + timedelta(days=1), date(2026, 12, 31)
    )

    assert parts == whole


def test_slots_come_by_start_and_then_id() -> None:
    made = slots(
        [like(SCHOOL, id="b"), like(SCHOOL, id="a"), NIGHT], date(2026, 6, 11), date(2026, 6, 12)
    )

    assert [s.id for s in made] == [
        "a-2026-06-11",
        "b-2026-06-11",
        "11-nuit-2026-06-11",
        "a-2026-06-12",
        "b-2026-06-12",
        "11-nuit-2026-06-12",
    ]


def test_validity_includes_its_first_and_last_days() -> None:
    template = like(NIGHT, since=date(2026, 6, 12), until=date(2026, 6, 19))

    assert ids([template], date(2026, 6, 1), date(2026, 6, 30)) == [
        "11-nuit-2026-06-12",
        "11-nuit-2026-06-13",
        "11-nuit-2026-06-18",
        "11-nuit-2026-06-19",
    ]


def test_a_template_may_run_every_other_week() -> None:
    even = like(NIGHT, since=date(2026, 6, 13), every=2, weekdays=frozenset({5}))
    odd = like(even, phase=1)

    assert ids([even], date(2026, 6, 1), date(2026, 7, 5)) == [
        "11-nuit-2026-06-13",
        "11-nuit-2026-06-27",
    ]
    assert ids([odd], date(2026, 6, 1), date(2026, 7, 5)) == [
        "11-nuit-2026-06-20",
        "11-nuit-2026-07-04",
    ]


def test_public_holidays_are_kept_only_if_the_template_runs_on_them() -> None:
    off = like(NIGHT, on_holidays=False)

    week = (date(2026, 5, 11), date(2026, 5, 17))
    assert ids([off], *week) == ["11-nuit-2026-05-15", "11-nuit-2026-05-16"]
    assert slots([NIGHT], *week)[0].source == "modèle « 11-nuit » ; jour férié : Ascension"
    assert slots([off], *week)[0].source == "modèle « 11-nuit » ; hors jours fériés"


def test_school_templates_run_on_school_days_of_their_zone() -> None:
    zone_c = like(SCHOOL, id="9-ecole", school_zone="C")

    weeks = (date(2026, 2, 9), date(2026, 3, 14))
    assert ids([SCHOOL], *weeks) == [
        f"13-ecole-2026-{day}"
        for day in (
            *("02-09", "02-10", "02-12", "02-13"),
            *("03-02", "03-03", "03-05", "03-06", "03-09", "03-10", "03-12", "03-13"),
        )
    ]
    assert ids([zone_c], *weeks) == [
        f"9-ecole-2026-{day}"
        for day in (
            *("02-09", "02-10", "02-12", "02-13", "02-16", "02-17", "02-19", "02-20"),
            *("03-09", "03-10", "03-12", "03-13"),
        )
    ]
    assert slots([SCHOOL], *weeks)[0].source == (
        "modèle « 13-ecole » ; zone B, jour d’école ; hors jours fériés"
    )


def test_moving_a_holiday_of_zone_b_moves_exactly_the_slots_that_it_touches() -> None:
    templates = [SCHOOL, like(SCHOOL, id="9-ecole", school_zone="C"), NIGHT]
    year = (date(2026, 1, 1), date(2026, 12, 31))
    before = slots(templates, *year)
    moved = SchoolCalendar(
        overrides=(
            SchoolOverride(
                first=date(2026, 4, 9), last=date(2026, 4, 10), open=False, zone="B", why="recteur"
            ),
            SchoolOverride(
                first=date(2026, 4, 23), last=date(2026, 4, 24), open=True, zone="B", why="recteur"
            ),
        )
    )
    after = slots(templates, *year, school=moved)

    assert [s.id for s in before if s not in after] == [
        "13-ecole-2026-04-09",
        "13-ecole-2026-04-10",
    ]
    assert [s.id for s in after if s not in before] == [
        "13-ecole-2026-04-23",
        "13-ecole-2026-04-24",
    ]


def test_an_override_of_an_agency_leaves_other_agencies_alone() -> None:
    rennes = like(SCHOOL, id="16-ecole", agency="rennes")
    day = date(2026, 6, 1)
    school = SchoolCalendar(
        overrides=(SchoolOverride(first=day, last=day, open=False, agency="nantes", why="fête"),)
    )

    assert ids([SCHOOL, rennes], day, day, school=school) == ["16-ecole-2026-06-01"]


def test_seasonal_templates_run_in_their_season() -> None:
    summer = Season(id="ete", name="Été", spans=((date(2026, 7, 3), date(2026, 7, 10)),))
    template = like(NIGHT, season="ete")

    made = slots([template], date(2026, 6, 1), date(2026, 8, 31), seasons=(summer,))
    assert [s.id for s in made] == [
        "11-nuit-2026-07-03",
        "11-nuit-2026-07-04",
        "11-nuit-2026-07-09",
        "11-nuit-2026-07-10",
    ]
    assert made[0].source == "modèle « 11-nuit » ; saison « Été » ; jours fériés compris"


def test_an_unknown_season_is_refused() -> None:
    with pytest.raises(BadTemplatesError, match=r"^modèle « 11-nuit » : saison inconnue « hiver »"):
        slots([like(NIGHT, season="hiver")], date(2026, 6, 1), date(2026, 6, 2))


def test_a_doubled_template_is_refused() -> None:
    with pytest.raises(BadTemplatesError, match="modèle en double : « 11-nuit »"):
        slots([NIGHT, NIGHT], date(2026, 6, 1), date(2026, 6, 2))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"id": " "}, "modèle sans identifiant"),
        ({"weekdays": frozenset()}, "jours de la semaine attendus"),
        ({"weekdays": frozenset({7})}, "jours de la semaine attendus"),
        ({"needs": ()}, "au moins un besoin"),
        ({"until": date(2025, 12, 31)}, "avant le début 01/01/2026"),
        ({"every": 0}, "rythme 0"),
        ({"every": 2, "phase": 2}, "décalage 2"),
        ({"school_zone": "Z"}, "modèle « 11-nuit » : zone scolaire « Z » inconnue"),
        ({"end": time(1)}, "modèle « 11-nuit » : pause de 30 min à 02:00 hors de l’horaire"),
        (
            {"breaks": (), "autumn": AutumnChange.LONGER_BREAK},
            "modèle « 11-nuit » : pause à allonger en octobre",
        ),
    ],
)
def test_a_template_that_contradicts_itself_is_refused(
    changes: dict[str, object], text: str
) -> None:
    with pytest.raises(InvalidProblemError, match=text):
        like(NIGHT, **changes)


def test_two_hundred_templates_make_each_slot_of_two_years() -> None:
    templates = [
        like(
            SCHOOL if n % 2 else NIGHT,
            id=f"t{n}",
            site=f"s{n}",
            breaks=(TemplateBreak(minutes=20),),
        )
        for n in range(200)
    ]
    made = slots(templates, date(2026, 1, 1), date(2027, 12, 31))
    each = [
        len(slots([template], date(2026, 1, 1), date(2027, 12, 31))) for template in (SCHOOL, NIGHT)
    ]

    assert (len(made), each) == (58_800, [274, 314])
