from dataclasses import replace
from datetime import date, time

import pytest

from calendars.holidays import holidays_of
from calendars.training.cohorts import Cohort, Hours, mondays, trainings, trainings_of
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.time import Span, at, days_span
from scheduler.errors import InvalidProblemError

OCTOBER = days_span(date(2026, 10, 1), date(2026, 10, 31))
YEAR = days_span(date(2026, 9, 1), date(2027, 8, 31))


def apprentice(
    name: str = "lina", start: date = date(2025, 9, 1), end: date | None = None
) -> Mediator:
    contract = Contract(kind=ContractKind.APPRENTICESHIP, start=start, end=end)
    return Mediator(id=name, name=name.title(), contracts=(contract,))


def session(day: date, first: int, last: int) -> Span:
    return Span(at(day, time(first)), at(day, time(last)))


def test_listed_weeks_give_their_weekdays() -> None:
    cohort = Cohort(id="amis-1", title="AMIS 1", weeks=(date(2026, 10, 7), date(2026, 11, 2)))

    assert cohort.dates == (
        *(date(2026, 10, n) for n in (5, 6, 7, 8, 9)),
        *(date(2026, 11, n) for n in (2, 3, 4, 5, 6)),
    )


def test_one_week_in_four_comes_from_two_dates() -> None:
    cohort = Cohort(
        id="c",
        title="",
        first=date(2026, 9, 8),
        until=date(2026, 11, 3),
        weekdays=frozenset({0, 1, 2}),
    )

    assert cohort.dates == (
        date(2026, 9, 8),
        date(2026, 9, 9),
        date(2026, 10, 5),
        date(2026, 10, 6),
        date(2026, 10, 7),
        date(2026, 11, 2),
        date(2026, 11, 3),
    )


def test_other_rhythms_days_and_days_that_fall_out_are_taken() -> None:
    cohort = Cohort(
        id="c",
        title="",
        first=date(2026, 10, 5),
        until=date(2026, 10, 25),
        every=2,
        weekdays=frozenset({0}),
        days=(date(2026, 10, 8), date(2026, 10, 8)),
        without=frozenset({date(2026, 10, 19)}),
    )

    assert cohort.dates == (date(2026, 10, 5), date(2026, 10, 8))


def test_a_training_week_blocks_mornings_and_afternoons_of_a_member() -> None:
    cohort = Cohort(id="amis-1", title="AMIS 1", site="cfa-rennes", weeks=(date(2026, 10, 5),))
    made = trainings(cohort, [apprentice()], OCTOBER, local={})

    assert len(made) == 10
    assert [t.id for t in made[:3]] == [
        "amis-1-lina-2026-10-05-am",
        "amis-1-lina-2026-10-05-pm",
        "amis-1-lina-2026-10-06-am",
    ]
    assert made[0].span == Span(at(date(2026, 10, 5), time(9)), at(date(2026, 10, 5), time(12, 30)))
    assert (made[0].mediator, made[0].site) == ("lina", "cfa-rennes")
    assert made[0].source == "cohorte « AMIS 1 »"
    assert made[0].duty.kind is DutyKind.TRAINING
    assert sum(t.duty.work for t in made) == 35 * 60


def test_members_train_only_while_under_contract() -> None:
    cohort = Cohort(id="c", title="", weeks=(date(2026, 10, 5),), afternoon=None)
    late = apprentice("lea", start=date(2026, 10, 8))
    gone = apprentice("noe", end=date(2026, 10, 5))
    made = trainings(cohort, [late, gone, Mediator(id="sans", name="Sans")], OCTOBER, local={})

    assert [t.id for t in made] == [
        "c-lea-2026-10-08-am",
        "c-lea-2026-10-09-am",
        "c-noe-2026-10-05-am",
    ]


def test_public_holidays_fall_out() -> None:
    cohort = Cohort(id="c", title="", weeks=(date(2026, 11, 9),), afternoon=None)
    made = trainings(cohort, [apprentice()], YEAR, local={})

    assert [t.span.day.day for t in made] == [9, 10, 12, 13]


def test_holidays_of_the_agencys_place_fall_out_for_its_members_alone() -> None:
    cohort = Cohort(id="c", title="", weeks=(date(2025, 12, 22),), afternoon=None)
    there, here = (
        replace(apprentice("ada"), agency="strasbourg"),
        replace(apprentice("bob"), agency="rennes"),
    )
    december = days_span(date(2025, 12, 1), date(2025, 12, 31))
    local = {"strasbourg": holidays_of([2025], departement="67") - holidays_of([2025])}

    made = trainings(cohort, [there, here], december, local=local)
    assert [(t.mediator, t.span.day.day) for t in made] == [
        *(("ada", day) for day in (22, 23, 24)),
        *(("bob", day) for day in (22, 23, 24, 26)),
    ]
    (yielded, *_) = trainings_of([cohort], [("c", "ada")], {"ada": there}, december, local=local)
    assert yielded == made[0]


def test_only_stretches_in_the_period_are_given() -> None:
    cohort = Cohort(id="c", title="", weeks=(date(2026, 9, 28),))
    made = trainings(cohort, [apprentice()], OCTOBER, local={})

    assert [t.id for t in made] == [
        "c-lina-2026-10-01-am",
        "c-lina-2026-10-01-pm",
        "c-lina-2026-10-02-am",
        "c-lina-2026-10-02-pm",
    ]


def test_formation_socle_is_a_cohort_of_days() -> None:
    socle = Cohort(
        id="socle-nantes-1",
        title="Formation socle",
        days=tuple(date(2026, 10, n) for n in (5, 6, 12, 13, 19, 20)),
        morning=Hours(start=time(9), end=time(12)),
        afternoon=Hours(start=time(13), end=time(17)),
    )

    assert (
        sum(t.span.minutes for t in trainings(socle, [apprentice()], OCTOBER, local={}))
        == 6 * 7 * 60
    )


def test_stretches_with_their_own_hours_replace_the_half_days() -> None:
    day = date(2026, 10, 5)
    cohort = Cohort(
        id="c",
        title="",
        days=(day, date(2026, 10, 6)),
        timed=(
            session(day, 15, 17),
            session(day, 8, 10),
            session(day, 9, 11),
            session(day, 11, 12),
            session(date(2026, 10, 7), 8, 12),
        ),
        without=frozenset({date(2026, 10, 7)}),
    )

    assert [(name, span.start.hour, span.end.hour) for name, span in cohort.sessions] == [
        ("2026-10-05-am", 8, 11),
        ("2026-10-05-am2", 11, 12),
        ("2026-10-05-pm", 15, 17),
        ("2026-10-06-am", 9, 12),
        ("2026-10-06-pm", 13, 17),
    ]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "cohorte « c » : aucune date"),
        (
            {"days": (date(2026, 1, 5),), "without": frozenset({date(2026, 1, 5)})},
            "cohorte « c » : aucune date",
        ),
        ({"weeks": (date(2026, 1, 5),), "weekdays": frozenset()}, "aucune date"),
        ({"first": date(2026, 1, 5)}, "première et dernière dates attendues ensemble"),
        ({"first": date(2026, 1, 5), "until": date(2026, 1, 4)}, "avant le début 05/01/2026"),
        ({"weeks": (date(2026, 1, 5),), "every": 0}, "attendu au moins 1"),
        ({"weeks": (date(2026, 1, 5),), "weekdays": frozenset({8})}, "jours de la semaine"),
        (
            {"days": (date(2026, 1, 5),), "morning": None, "afternoon": None},
            "ni matin ni après-midi",
        ),
        (
            {"days": (date(2026, 1, 5),), "morning": Hours(start=time(9), end=time(14))},
            "l’après-midi commence avant la fin du matin",
        ),
        ({"id": "", "days": (date(2026, 1, 5),)}, "cohorte sans identifiant"),
    ],
)
def test_a_cohort_that_makes_no_sense_is_refused(fields: dict[str, object], text: str) -> None:
    with pytest.raises(InvalidProblemError, match=text):
        Cohort(**{"id": "c", "title": "", **fields})  # type: ignore[arg-type]


def test_a_half_day_ends_after_it_starts() -> None:
    with pytest.raises(InvalidProblemError, match="demi-journée finie à 09:00"):
        Hours(start=time(9), end=time(9))


def test_weeks_are_written_as_people_write_them() -> None:
    assert list(mondays(["2026-S36", " 2026-w53 ", "2027-S01"])) == [
        date(2026, 8, 31),
        date(2026, 12, 28),
        date(2027, 1, 4),
    ]
    for wrong in ("2027-S53", "2026-36", "S36", ""):
        with pytest.raises(InvalidProblemError, match="année et numéro"):
            list(mondays([wrong]))
