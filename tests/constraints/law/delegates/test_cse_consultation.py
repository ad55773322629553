from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.consultation import points
from constraints.law.delegates.cse_consultation import RULE
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import PARIS, Span
from scheduler.finding import Effect, Severity, Verdict
from tests.constraints.small import opinion_on, person, problem, rota, slot, standby, worked

SINCE = date(2020, 1, 1)
FIVE = ("01", "02", "03", "04", "05")


def basis(unit: HoursBasis, hours: int = 35) -> tuple[Contract, ...]:
    return (Contract(kind=ContractKind.CDI, start=SINCE, basis=unit, weekly_minutes=hours * 60),)


def week(*days: str, end: str = "16:00") -> tuple[Worked, ...]:
    """Seven hours a day (or up to `end`), done by ana."""
    return tuple(worked("ana", f"h{day}", f"{day} 09:00", f"{day} {end}") for day in days)


def made(*people: Mediator, employer: Employer, **options: Any) -> Rota:
    return rota(problem([*people], [], employer=employer, **options))


def employer_of(**options: Any) -> Employer:
    return Employer(declared=True, **options)


def answers(judged: Rota) -> list[tuple[str, int, str]]:
    """Title, people and day of each line of the checklist."""
    return [(p.title, p.people, p.day.isoformat()) for p in points(judged) if p.missing]


def test_thirty_five_hours_are_no_overtime_and_a_minute_more_is() -> None:
    lawful = made(person("ana"), employer=employer_of(), history=week(*FIVE))
    longer = (*week(*FIVE[:-1]), *week(FIVE[-1], end="16:01"))

    assert answers(lawful) == []
    assert answers(made(person("ana"), employer=employer_of(), history=longer)) == [
        ("Heures supplémentaires", 1, "2026-06-01")
    ]


def test_the_line_on_overtime_says_what_is_asked_and_that_nothing_is_recorded() -> None:
    judged = made(person("ana"), employer=employer_of(), history=week(*FIVE, end="17:00"))

    [finding] = RULE.audit(judged)

    assert (finding.verdict, finding.severity, finding.effect) == (
        Verdict.NOTE,
        Severity.PROCEDURAL,
        Effect.INFORM,
    )
    assert (finding.subject, finding.article) == ("employeur", "L3121-33")
    assert finding.evidence == tuple(f"h{day}" for day in FIVE)
    assert finding.message == (
        "Employeur : "
        "Heures supplémentaires (1 personne, semaines de plus de 35 h à partir du 01/06/2026) : "
        "aucun avis enregistré au 01/06/2026. CSE, s’il existe : informé avant les heures du "
        "contingent ; consulté sur son utilisation au moins une fois par an, à défaut d’accord "
        "(L3121-40) ; avis avant de le dépasser."
    )


@pytest.mark.parametrize(
    ("day", "missing"),
    [
        (date(2026, 6, 1), False),
        (date(2026, 6, 2), True),
        (date(2025, 6, 2), False),
        (date(2025, 6, 1), True),
    ],
)
def test_an_opinion_on_overtime_holds_for_a_year_from_its_day(day: date, *, missing: bool) -> None:
    opinion = opinion_on("overtime_quota", day)
    history = week(*FIVE, end="17:00")

    judged = made(person("ana"), employer=employer_of(opinions=(opinion,)), history=history)

    assert bool(answers(judged)) is missing


def test_an_opinion_too_old_is_told_with_its_day() -> None:
    opinion = opinion_on("legal_35h_overtime", date(2025, 3, 4))
    history = week(*FIVE, end="17:00")

    [finding] = RULE.audit(
        made(person("ana"), employer=employer_of(opinions=(opinion,)), history=history)
    )

    assert ": dernier avis le 04/03/2025, il y a un an ou plus." in finding.message


@pytest.mark.parametrize(
    "ana",
    [
        person("ana", contracts=basis(HoursBasis.YEAR)),
        person("ana", birth=date(2009, 1, 1)),
        person("ana", contracts=()),
    ],
)
def test_annual_hours_minors_and_people_without_contract_make_no_overtime(ana: Mediator) -> None:
    assert answers(made(ana, employer=employer_of(), history=week(*FIVE, end="17:00"))) == []


def test_a_contract_that_ends_on_the_friday_counts_for_its_week() -> None:
    ends = (Contract(kind=ContractKind.TEMP, start=SINCE, end=date(2026, 6, 5)),)
    judged = made(
        person("ana", contracts=ends), employer=employer_of(), history=week(*FIVE, end="17:00")
    )

    assert answers(judged) == [("Heures supplémentaires", 1, "2026-06-01")]


def test_travel_between_two_sites_counts_in_the_week() -> None:
    half = (
        worked("ana", "m", "05 09:00", "05 12:30"),
        worked("ana", "n", "05 13:30", "05 17:00", site="t"),
    )
    history = (*week(*FIVE[:-1]), *half)

    assert answers(made(person("ana"), employer=employer_of(), history=history)) == []
    judged = made(person("ana"), employer=employer_of(), history=history, travel=(("s", "t", 1),))
    assert answers(judged) == [("Heures supplémentaires", 1, "2026-06-01")]


def cycle(start: date, **options: Any) -> Scheme:
    return Scheme(route=Route.UNILATERAL, start=start, weeks=4, **options)


CYCLING = person("ana", contracts=basis(HoursBasis.CYCLE))


def test_a_programme_of_the_employer_needs_an_opinion_before_it_begins() -> None:
    start = date(2026, 1, 5)

    [finding] = RULE.audit(made(CYCLING, employer=employer_of(schemes=(cycle(start),))))

    assert finding.article == "D3121-27"
    assert finding.message == (
        "Employeur : "
        "Programme indicatif (1 personne, périodes de 4 semaines depuis le 05/01/2026) : aucun "
        "avis enregistré au 05/01/2026. CSE, s’il existe : avis avant la première mise en œuvre "
        "et avant toute modification ; bilan au moins une fois par an."
    )


@pytest.mark.parametrize(("day", "missing"), [(date(2026, 1, 5), False), (date(2026, 1, 6), True)])
def test_the_day_of_the_opinion_decides(day: date, *, missing: bool) -> None:
    with_scheme = employer_of(schemes=(cycle(date(2026, 1, 5), opinion=day),))
    beside = employer_of(
        schemes=(cycle(date(2026, 1, 5)),),
        opinions=(opinion_on("modulation_period", day),),
    )

    assert bool(answers(made(CYCLING, employer=with_scheme))) is missing
    assert bool(answers(made(CYCLING, employer=beside))) is missing


def test_a_programme_that_changes_needs_an_opinion_of_its_own() -> None:
    first = cycle(date(2025, 1, 6), until=date(2026, 6, 7))
    second = Scheme(route=Route.UNILATERAL, start=date(2026, 6, 8), weeks=3)
    opinion = opinion_on("modulation_period", date(2025, 1, 6))

    judged = made(CYCLING, employer=employer_of(schemes=(first, second), opinions=(opinion,)))

    assert answers(judged) == [("Programme indicatif", 1, "2026-06-08")]


@pytest.mark.parametrize(
    "scheme",
    [
        Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12),
        cycle(date(2026, 6, 15)),
        cycle(date(2026, 1, 5), until=date(2026, 5, 31)),
        cycle(date(2026, 1, 5), agency="elsewhere"),
    ],
)
def test_agreements_and_programmes_not_in_force_are_not_asked_for(scheme: Scheme) -> None:
    assert answers(made(CYCLING, employer=employer_of(schemes=(scheme,)))) == []


def test_on_call_is_asked_for_once_with_how_many_stand_by() -> None:
    history = (
        standby("ana", "w1", "02 18:00", "03 08:00"),
        standby("ana", "w2", "04 18:00", "05 08:00"),
        standby("bob", "w3", "03 18:00", "04 08:00"),
    )
    people = (person("ana"), person("bob"))

    assert answers(made(*people, employer=employer_of(), history=history)) == [
        ("Astreintes", 2, "2026-06-02")
    ]
    employer = employer_of(opinions=(opinion_on("oncall_notice", date(2019, 1, 1)),))
    assert answers(made(*people, employer=employer, history=history)) == []


def test_a_week_on_call_under_way_is_asked_for_until_its_end() -> None:
    def points_until(end: datetime) -> list[tuple[str, int, str]]:
        duty = Duty(
            id="w",
            span=Span(datetime(2026, 5, 25, 8, tzinfo=PARIS), end),
            kind=DutyKind.STANDBY,
            decided=False,
        )
        history = (Worked(mediator="ana", duty=duty),)
        return answers(made(person("ana"), employer=employer_of(), history=history))

    begins = datetime(2026, 6, 1, tzinfo=PARIS)
    assert points_until(begins) == []
    assert points_until(begins + timedelta(minutes=1)) == [("Astreintes", 1, "2026-06-01")]


def test_part_time_is_asked_for_every_year() -> None:
    ana = person("ana", contracts=basis(HoursBasis.WEEK, 24))
    fresh = opinion_on("part_time_notice", date(2025, 6, 2))
    old = opinion_on("part_time_notice", date(2025, 6, 1))

    assert answers(made(ana, employer=employer_of())) == [("Temps partiel", 1, "2026-06-01")]
    assert answers(made(ana, employer=employer_of(opinions=(fresh,)))) == []
    assert answers(made(ana, employer=employer_of(opinions=(old,)))) == [
        ("Temps partiel", 1, "2026-06-01")
    ]


def test_two_part_time_contracts_of_one_person_count_once() -> None:
    contracts = (
        Contract(kind=ContractKind.CDD, start=SINCE, end=date(2026, 6, 5), weekly_minutes=1440),
        Contract(kind=ContractKind.CDI, start=date(2026, 6, 8), weekly_minutes=1500),
    )

    assert answers(made(person("ana", contracts=contracts), employer=employer_of())) == [
        ("Temps partiel", 1, "2026-06-01")
    ]


def test_nothing_is_said_where_the_employer_told_nothing() -> None:
    ana = person("ana", contracts=basis(HoursBasis.WEEK, 24))

    assert list(RULE.audit(made(ana, employer=Employer()))) == []


def test_slots_that_the_rota_decides_count_as_history_does() -> None:
    slots = [slot(f"s{day}", f"{day} 09:00", f"{day} 17:00") for day in FIVE]
    of = problem([person("ana")], slots, employer=employer_of())

    assert answers(rota(of, *(f"ana s{day}" for day in FIVE))) == [
        ("Heures supplémentaires", 1, "2026-06-01")
    ]
    assert answers(rota(of, *(f"ana s{day}" for day in FIVE[:4]))) == []
