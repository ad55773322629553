from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.law.leave.absences import RULE as ABSENCES
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.over_hours import GOAL as OVER
from constraints.wishes.same_places import GOAL as PLACES
from constraints.wishes.stability import GOAL as STABILITY
from scheduler.audit import audit
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_span
from scheduler.engine import Options, Solution
from scheduler.engine.replan import changes, problem_without, replan, replanning, to_come
from scheduler.errors import EncodingMismatchError, InvalidProblemError
from scheduler.finding import Finding
from scheduler.publication import begun_slots
from scheduler.rule import Profile
from tests.scheduler.engine.small import JUNE, person, shift, week

PROFILE = Profile(
    name="essai",
    person_rules=(REST, ONE_PLACE, ABSENCES),
    goals=(MINIMUM, PLACES, STABILITY),
)
QUICK = Options(seconds=10, workers=1, effort=5.0)
PEOPLE = (person("ana", "d", "e"), person("bob", "d", "e"), person("cleo", "d", "e"))
SLOTS = tuple(
    shift(day, 9, 16, dispositif=dispositif) for day in range(5) for dispositif in ("d", "e")
)


def full_week() -> Rota:
    """Ana holds d, Bob holds e, all week; Cléo is free."""
    return Rota(
        problem=week(PEOPLE, SLOTS),
        assignments=frozenset(
            Assignment("ana" if slot.dispositif == "d" else "bob", slot.id) for slot in SLOTS
        ),
    )


def away(rota: Rota, who: str, day: int) -> Rota:
    absence = Absence(mediator=who, span=day_span(JUNE + timedelta(days=day)))
    return replace(rota, problem=replace(rota.problem, absences=(absence,)))


def test_one_day_of_absence_changes_one_post_and_no_more() -> None:
    before = away(full_week(), "ana", 2)

    outcome = replan(before, PROFILE, QUICK)

    assert isinstance(outcome, Solution)
    change = changes(before, outcome.rota)
    assert change.removed == {Assignment("ana", "d-09-2026-06-03")}
    assert change.added == {Assignment("cleo", "d-09-2026-06-03")}


def test_days_before_the_date_and_other_dispositifs_stay_as_they_are() -> None:
    # Ana is away on Tuesday and Thursday; only Thursday is planned again, and only for d.
    absences = tuple(
        Absence(mediator="ana", span=day_span(JUNE + timedelta(days=day))) for day in (1, 3)
    )
    before = full_week()
    before = replace(before, problem=replace(before.problem, absences=absences))

    outcome = replan(
        before, PROFILE, QUICK, dispositifs=frozenset({"d"}), since=JUNE + timedelta(days=2)
    )

    assert isinstance(outcome, Solution)
    change = changes(before, outcome.rota)
    assert change.removed == {Assignment("ana", "d-09-2026-06-04")}
    assert change.added == {Assignment("cleo", "d-09-2026-06-04")}


def test_what_is_not_freed_becomes_history() -> None:
    small = problem_without(
        full_week(), dispositifs=frozenset({"d"}), since=JUNE + timedelta(days=3)
    )

    assert [slot.id for slot in small.slots] == ["d-09-2026-06-04", "d-09-2026-06-05"]
    assert {(w.mediator, w.duty.id) for w in small.history} >= {
        ("bob", "e-09-2026-06-05"),
        ("ana", "d-09-2026-06-03"),
    }
    assert not any(w.duty.decided for w in small.history)


def test_the_ranks_of_changes_come_right_below_coverage() -> None:
    order = [(goal.tier, goal.id) for goal in replanning(PROFILE).goals]

    assert order == [
        (1, "uncovered_minimum"),
        (3, "late_changes"),
        (4, "people_changed"),
        (5, "stability"),
        (PLACES.tier + 3, "same_places"),
    ]


FULL = replace(PROFILE, goals=(MINIMUM, TARGET, OVER, PLACES, STABILITY))


def test_of_what_is_held_hours_over_contract_come_right_below_the_changes() -> None:
    order = [(goal.tier, goal.id) for goal in replanning(FULL, as_held=True).goals]

    assert order == [
        (1, "uncovered_minimum"),
        (2, "uncovered_target"),
        (3, "late_changes"),
        (4, "people_changed"),
        (5, "stability"),
        (6, "over_hours"),
        (PLACES.tier + 4, "same_places"),
    ]


@pytest.mark.parametrize(("as_held", "people"), [(True, 2), (False, 3)])
def test_whoever_is_free_replaces_somebody_even_over_their_contract(
    as_held: bool, people: int
) -> None:
    # Ana is away. Cléo owes no hours; Dan owes many, and may only hold what Bob would leave.
    little = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=60)
    cast = (
        person("ana"),
        person("bob", "d", "e"),
        replace(person("cleo"), contracts=(little,)),
        person("dan", "e"),
    )
    slots = (shift(0, 9, 16), shift(0, 9, 16, dispositif="e"))
    standing = frozenset({Assignment("ana", slots[0].id), Assignment("bob", slots[1].id)})
    problem = replace(week(cast, slots), previous=standing)
    before = away(Rota(problem=problem, assignments=standing), "ana", 0)

    outcome = replan(before, FULL, QUICK, as_held=as_held)

    assert isinstance(outcome, Solution)
    change = changes(before, outcome.rota)
    assert {slot.id for slot in slots} == {a.slot for a in outcome.rota.assignments}
    assert len({a.mediator for a in change.added | change.removed}) == people


def test_what_is_spared_comes_above_coverage() -> None:
    order = [(goal.tier, goal.id) for goal in replanning(PROFILE, spared=NINE).goals]

    assert order[:2] == [(0, "early_changes"), (1, "uncovered_minimum")]


def test_a_date_outside_the_horizon_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="08/06/2026 est hors de la période"):
        problem_without(full_week(), since=JUNE + timedelta(days=7))


def test_nothing_to_plan_is_refused() -> None:
    for rota, now in ((full_week(), None), (published("d", "e"), SLOTS[-1].span.first)):
        with pytest.raises(InvalidProblemError) as refused:
            problem_without(rota, dispositifs=frozenset({"x"}), now=now)
        assert str(refused.value) == "aucun créneau à replanifier"


NINE = SLOTS[4].span.first
"""When the shifts of the third day begin."""


def published(*names: str) -> Rota:
    """Return the rota of the week, published in these dispositifs."""
    rota = full_week()
    there = frozenset(a for a in rota.assignments if a.slot[0] in names)
    return replace(rota, problem=replace(rota.problem, previous=there))


def ids(*days: int, dispositifs: str = "de") -> set[str]:
    return {f"{d}-09-2026-06-{day:02d}" for day in days for d in dispositifs}


@pytest.mark.parametrize(("now", "days"), [(NINE - 1, (1, 2)), (NINE, (1, 2, 3))])
def test_what_is_published_and_has_begun_is_not_planned_again(
    now: int, days: tuple[int, ...]
) -> None:
    rota = published("d", "e")

    assert begun_slots(rota.problem, now) == ids(*days)
    assert {slot.id for slot in problem_without(rota, now=now).slots} == {
        s.id for s in SLOTS
    } - ids(*days)


def test_of_what_is_not_published_the_past_is_planned_too() -> None:
    rota = published("d")

    assert begun_slots(rota.problem, NINE) == ids(1, 2, 3, dispositifs="d")
    assert begun_slots(published().problem, NINE) == set()
    assert {s.id for s in problem_without(rota, now=NINE).slots} == ids(1, 2, 3, 4, 5) - ids(
        1, 2, 3, dispositifs="d"
    )


def test_who_was_away_since_keeps_the_shift_that_began_and_loses_the_others() -> None:
    before = published("d", "e")
    absences = tuple(
        Absence(mediator="ana", span=day_span(JUNE + timedelta(days=day))) for day in (2, 3)
    )
    before = replace(before, problem=replace(before.problem, absences=absences))

    outcome = replan(before, PROFILE, QUICK, now=NINE)

    assert isinstance(outcome, Solution)
    assert changes(before, outcome.rota).removed == {Assignment("ana", "d-09-2026-06-04")}


def test_who_supervises_a_shift_to_come_is_still_known_once_theirs_has_begun() -> None:
    watch = replace(shift(2, 8, 20, dispositif="r"), id="garde", supervises=frozenset({"d"}))
    gone = replace(shift(1, 8, 20, dispositif="r"), id="hier", supervises=frozenset({"d"}))
    assignments = frozenset({Assignment("rosa", "garde"), Assignment("rosa", "hier")})
    there = full_week().assignments | assignments
    problem = replace(week((*PEOPLE, person("rosa", "r")), (*SLOTS, watch, gone)), previous=there)
    before = Rota(problem=problem, assignments=there)

    small = problem_without(before, dispositifs=frozenset({"d"}), since=JUNE, now=watch.span.first)

    assert [s.id for s in small.slots if s.dispositif == "r"] == ["garde"]
    assert [(k.mediator, k.slot) for k in small.locks] == [("rosa", "garde")]


def test_what_is_left_to_be_planned_is_all_of_what_is_not_published() -> None:
    rota = published("d", "e")

    assert {s.id for s in to_come(rota.problem, NINE).slots} == {s.id for s in SLOTS} - ids(1, 2, 3)
    assert to_come(published().problem, NINE).slots == SLOTS


def test_a_month_that_is_over_and_published_is_not_planned_again() -> None:
    with pytest.raises(InvalidProblemError) as refused:
        problem_without(published("d", "e"), now=SLOTS[-1].span.first)

    assert str(refused.value) == (
        "aucun créneau à replanifier : tous ont commencé, et ils sont publiés ; nommez un jour "
        "pour replanifier à partir de lui"
    )


def test_what_is_barred_is_held_by_somebody_else_with_two_changes() -> None:
    standing = full_week()
    barred = Assignment("ana", SLOTS[0].id)
    before = replace(standing, problem=replace(standing.problem, barred=frozenset({barred})))

    outcome = replan(before, PROFILE, QUICK)

    assert isinstance(outcome, Solution)
    change = changes(before, outcome.rota)
    assert change.removed == {barred}
    assert change.added == {Assignment("cleo", SLOTS[0].id)}
    assert next(tier for tier in outcome.tiers if tier.unit == STABILITY.unit).optimal


def test_who_knows_the_findings_of_what_stands_audits_the_month_in_place_of_the_engine() -> None:
    before = away(full_week(), "ana", 2)
    judged: list[frozenset[Assignment]] = []

    def judge(assignments: frozenset[Assignment]) -> list[Finding]:
        judged.append(assignments)
        return audit(Rota(problem=before.problem, assignments=assignments), PROFILE)

    outcome = replan(before, PROFILE, QUICK, judged=judge)

    assert isinstance(outcome, Solution)
    assert judged == [outcome.rota.assignments]
    # What stood was as unlawful before; what is new is a bug, and never shown.
    wrong = judge(before.assignments)
    assert [finding.rule for finding in wrong] == ["absences"]
    same = replan(before, PROFILE, QUICK, judged=lambda _: wrong)
    assert isinstance(same, Solution)
    assert (same.rota, same.findings) == (outcome.rota, tuple(wrong))
    with pytest.raises(EncodingMismatchError, match=r"l’audit refuse .* absences"):
        replan(
            before,
            PROFILE,
            QUICK,
            judged=lambda chosen: [] if chosen == before.assignments else wrong,
        )
