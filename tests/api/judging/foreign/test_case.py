"""Files made elsewhere: what they describe is judged, what nobody describes is unknown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from api.data.association import Association
from api.intake.reading import EntryCounts, Reading
from api.judging.case import Case, Origin
from api.judging.foreign.case import Scope, case_of_files
from api.judging.judging import judge
from api.judging.rules import without_house
from constraints.registry import base
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Absence, AbsenceKind, Mediator
from scheduler.errors import InvalidProblemError
from scheduler.finding import Verdict
from tests.api.judging.samples import (
    ADA,
    BRICE,
    JUNE,
    PLACES,
    away,
    duty,
    published,
    reading,
    shift,
    span,
)

LAW = without_house(base())
DAY = timedelta(days=1)


def case(read: Reading, association: Association | None = PLACES, **scope: object) -> Case:
    origin = Origin(name="juin.xlsx", digest="0" * 64, counts=read.counts)
    return case_of_files([(origin, read)], LAW, Scope(**scope), association)  # type: ignore[arg-type]


def blocking(judged_case: Case) -> list[tuple[str, date]]:
    return [
        (f.rule, f.on)
        for person in judge(judged_case.facts, judged_case.profile, judged_case.mediators)
        for f in person.findings
        if f.blocks
    ]


def week(person: str, monday: date, days: int, hours: str = "09:00-17:00") -> list[object]:
    return [shift(person, duty(monday + n * DAY, hours), 10 + n) for n in range(days)]


def test_days_are_those_described_unless_asked() -> None:
    read = reading(*week("ada", JUNE, 5))  # type: ignore[arg-type]

    assert (case(read).first, case(read).last) == (JUNE, JUNE + 4 * DAY)
    made = case(read, first=date(2026, 6, 1), last=date(2026, 6, 30))
    assert (made.first, made.last) == (date(2026, 6, 1), date(2026, 6, 30))


def test_days_that_no_file_describes_are_refused() -> None:
    with pytest.raises(InvalidProblemError, match=r"du 01/07/2026 au 31/07/2026"):
        case(reading(shift("ada", duty(JUNE))), first=date(2026, 7, 1), last=date(2026, 7, 31))


def test_files_without_a_shift_are_refused() -> None:
    with pytest.raises(InvalidProblemError, match="aucun service lu"):
        case(Reading(counts=EntryCounts()))


def test_shifts_outside_the_days_asked_are_history() -> None:
    read = reading(*week("ada", JUNE, 5), *week("ada", JUNE + 7 * DAY, 5))  # type: ignore[arg-type]

    made = case(read, first=JUNE + 7 * DAY, last=JUNE + 13 * DAY)

    assert [w.duty.decided for w in made.facts.problem.history] == [False] * 5 + [True] * 5


def test_work_after_a_contract_s_end_or_before_it_begins_is_found_not_only_assumed() -> None:
    first, last = date(2020, 1, 1), JUNE + 2 * DAY
    gone = replace(ADA, contracts=(Contract(kind=ContractKind.CDD, start=first, end=last),))
    come = replace(BRICE, contracts=(Contract(kind=ContractKind.CDI, start=JUNE + DAY),))
    read = reading(*week("ada", JUNE, 5), *week("brice", JUNE, 5))  # type: ignore[arg-type]

    assert blocking(case(read, replace(PLACES, mediators=(gone, come)))) == [
        ("work_outside_contract", JUNE + 3 * DAY),
        ("work_outside_contract", JUNE),
    ]


def test_strangers_of_whom_no_contract_is_known_are_not_outside_one() -> None:
    read = reading(*week("Zoé Inconnue", JUNE, 5))  # type: ignore[arg-type]

    assert blocking(case(read)) == blocking(case(read, None)) == []


def test_the_week_in_which_a_file_begins_is_unknown_not_empty() -> None:
    # Wednesday to Sunday: nobody knows what Monday and Tuesday were.
    wednesday = JUNE + 2 * DAY
    shifts = [shift("ada", duty(wednesday + n * DAY), n) for n in range(5)]

    made = case(reading(*shifts))

    known = made.facts.timeline(ADA).known
    assert known is not None
    assert (known.start.date(), known.end.date()) == (wednesday, JUNE + 7 * DAY)
    assert ("weekly_rest_35h", JUNE) not in blocking(made)


def test_the_whole_week_without_rest_is_found() -> None:
    shifts = [shift("ada", duty(JUNE + n * DAY), n) for n in range(7)]

    assert ("weekly_rest_35h", JUNE) in blocking(case(reading(*shifts)))


def test_the_week_in_which_a_file_ends_is_unknown_after_it() -> None:
    made = case(reading(*week("ada", JUNE, 3)))  # type: ignore[arg-type]

    known = made.facts.timeline(ADA).known
    assert known is not None
    assert known.end.date() == JUNE + 3 * DAY
    assert not made.facts.timeline(ADA).described(JUNE)


def test_a_lawful_month_alone_breaks_nothing() -> None:
    shifts = [s for n in range(4) for s in week("ada", JUNE + 7 * n * DAY, 5)]

    assert blocking(case(reading(*shifts))) == []  # type: ignore[arg-type]
    assert blocking(case(reading(*shifts), None)) == []  # type: ignore[arg-type]


def test_what_an_association_published_before_completes_the_file() -> None:
    may = [
        published("ada", duty(date(2026, 5, 30), "21:30-06:00", kind=DutyKind.WORK), "m1"),
        published("ada", duty(date(2026, 6, 3)), "m2"),
    ]
    places = replace(PLACES, history={"2026-05": tuple(may[:1]), "2026-06": tuple(may[1:])})

    made = case(reading(*week("ada", JUNE, 5)), places)  # type: ignore[arg-type]

    # The published 3 June lies in the days that the file describes: the file alone tells them.
    assert [w.duty.span.day for w in made.facts.problem.history] == [
        date(2026, 5, 30),
        *(JUNE + n * DAY for n in range(5)),
    ]
    assert made.facts.problem.known_since == date(2026, 5, 1)
    assert any("Avant le 01/06/2026" in person.text for person in made.read.assumed)


def test_a_rest_too_short_after_the_published_past_is_found() -> None:
    late = published("ada", duty(date(2026, 5, 31), "14:00-23:00"), "m1")
    places = replace(PLACES, history={"2026-05": (late,)})

    made = case(reading(shift("ada", duty(JUNE, "09:59-17:00"))), places)

    assert ("daily_rest_11h", JUNE) in blocking(made)


def test_grounds_come_from_the_association() -> None:
    sunday = shift("ada", duty(JUNE + 6 * DAY))
    ground = Ground(kind=GroundKind.SUNDAY, since=date(2026, 1, 1), agency="nantes")

    assert ("sunday_rest", JUNE + 6 * DAY) in blocking(case(reading(sunday)))
    assert blocking(case(reading(sunday), replace(PLACES, grounds=(ground,)))) == []


def test_without_an_association_a_sunday_is_to_confirm() -> None:
    made = case(reading(shift("ada", duty(JUNE + 6 * DAY))), None)

    verdicts = {
        f.rule: f.verdict
        for person in judge(made.facts, made.profile, made.mediators)
        for f in person.findings
    }
    assert verdicts["sunday_rest"] is Verdict.TO_CONFIRM


def test_absences_known_to_the_association_are_not_told_twice() -> None:
    leave = Absence(mediator="ada", span=span(JUNE + DAY, "00:00", "00:00"), kind=AbsenceKind.SICK)
    other = away("ada", span(JUNE + 2 * DAY, "00:00", "00:00"), 51)
    read = reading(shift("ada", duty(JUNE)), aways=(away("ada", leave.span), other))

    made = case(read, replace(PLACES, absences=(leave,)))

    assert [(a.span.day, a.kind) for a in made.facts.problem.absences] == [
        (JUNE + DAY, AbsenceKind.SICK),
        (JUNE + 2 * DAY, AbsenceKind.LEAVE),
    ]


def test_people_are_those_named_in_the_association_s_order() -> None:
    read = reading(
        shift("Zoé", duty(JUNE)), shift("brice", duty(JUNE), 3), shift("ada", duty(JUNE), 4)
    )

    assert [m.id for m in case(read).mediators] == ["ada", "brice", "zoe"]


def test_one_person_is_judged_where_asked() -> None:
    read = reading(shift("brice", duty(JUNE), 3), shift("ada", duty(JUNE), 4))

    assert case(read, people=("kouassi",)).mediators == (BRICE,)


def test_a_person_who_is_not_there_is_refused_with_those_who_are() -> None:
    read = reading(shift("brice", duty(JUNE), 3))

    with pytest.raises(InvalidProblemError, match=r"inconnue « zoé », attendu : Brice Kouassi"):
        case(read, people=("zoé",))


def test_work_outside_a_contract_is_told() -> None:
    late = Mediator(
        id="late", name="Lou Tard", contracts=(replace(ADA.contracts[0], start=JUNE + DAY),)
    )
    read = reading(shift("late", duty(JUNE)), shift("late", duty(JUNE + DAY), 3))

    made = case(read, replace(PLACES, mediators=(ADA, late)))

    assumptions = {person.text: person.about for person in made.read.assumed}
    assert assumptions["Pas de contrat connu certains jours pourtant notés au travail."] == (
        "late",
    )


def test_breaks_that_are_not_told_are_counted_with_whom() -> None:
    read = reading(shift("ada", duty(JUNE, pause=None)), shift("brice", duty(JUNE), 3))

    [assumption] = [person for person in case(read).read.assumed if "pauses" in person.text]

    assert assumption.text.startswith("1\u00a0service sans indication de pauses")
    assert assumption.about == ("ada",)
