from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.night.night_work_legal_basis import RULE
from scheduler.audit import audit
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.finding import Effect, Verdict
from scheduler.rule import Profile
from tests.constraints.law.people import duty, findings, person, rota, seen

VISIT = date(2025, 1, 6)
DECLARED = person(night_worker=True, medical_visit=VISIT)
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}
NIGHTS = (
    duty("2026-06-16 22:00", "2026-06-17 02:00"),
    duty("2026-06-18 22:00", "2026-06-19 02:00"),
)


def ground(**more: Any) -> Ground:
    return Ground(
        kind=more.pop("kind", GroundKind.NIGHT),
        since=more.pop("since", date(2025, 3, 12)),
        ground="accord du 12/03/2025",
        **more,
    )


def test_nights_without_a_recorded_ground_are_to_confirm_and_block_nothing() -> None:
    made = rota(DECLARED, *NIGHTS, **WEEK)

    (finding,) = findings(RULE, made)
    assert (finding.on, finding.measured, finding.limit) == (date(2026, 6, 16), 2, 0)
    assert (finding.effect, finding.blocks) == (Effect.WARN, False)
    assert finding.evidence == ("2026-06-16 22:00", "2026-06-18 22:00")
    assert finding.message == (
        "Maé (travailleur de nuit) : 2 nuits à partir du 16/06/2026 sans accord ni autorisation "
        "enregistrés (d, ag)."
    )


@pytest.mark.parametrize(
    ("recorded", "nights"),
    [
        (ground(), []),
        (ground(agency="ag"), []),
        (ground(dispositif="d"), []),
        (ground(agency="autre"), [2]),
        (ground(dispositif="e"), [2]),
        (ground(since=date(2026, 6, 17)), [1]),
        (ground(until=date(2026, 6, 17)), [1]),
        (ground(kind=GroundKind.SUNDAY), [2]),
    ],
)
def test_a_ground_covers_its_places_and_days(recorded: Ground, nights: list[int]) -> None:
    made = rota(DECLARED, *NIGHTS, grounds=(recorded,), **WEEK)

    assert [f[1] for f in seen(RULE, made)] == nights


def test_only_the_nights_of_night_workers_need_one() -> None:
    habit = tuple(
        duty(f"2026-{day} 21:00", "2026-" + after + " 01:00")
        for day, after in (
            ("06-02", "06-03"),
            ("06-04", "06-05"),
            ("06-09", "06-10"),
            ("06-11", "06-12"),
        )
    )

    assert seen(RULE, rota(person(), *NIGHTS, **WEEK)) == []
    seen_before = person(medical_visit=VISIT)
    assert [f[1] for f in seen(RULE, rota(seen_before, *NIGHTS, past=habit, **WEEK))] == [2]
    day = duty("2026-06-16 09:00", "17:00")
    assert seen(RULE, rota(DECLARED, day, **WEEK)) == []


def test_braces_in_a_name_are_shown_as_they_are() -> None:
    night = replace(NIGHTS[0], dispositif="{nuit}", decided=False)
    timeline = replace(rota(DECLARED, **WEEK).timeline(DECLARED), duties=(night,))

    assert "({nuit}, ag)" in next(iter(RULE.audit(timeline))).message


def test_a_night_worker_without_a_recorded_visit_is_to_confirm() -> None:
    unseen = person(night_worker=True)

    (finding,) = findings(RULE, rota(unseen, *NIGHTS, grounds=(ground(),), **WEEK))

    assert (finding.on, finding.measured, finding.verdict) == (
        date(2026, 6, 16),
        2,
        Verdict.TO_CONFIRM,
    )
    assert (finding.article, finding.effect, finding.blocks) == ("R4624-18", Effect.WARN, False)
    assert finding.evidence == ("2026-06-16 22:00", "2026-06-18 22:00")
    assert finding.message == (
        "Maé (travailleur de nuit) : 2 nuits à partir du 16/06/2026, visite d’information et de "
        "prévention sans date enregistrée, alors qu’elle précède l’affectation de nuit : à "
        "confirmer."
    )


@pytest.mark.parametrize(
    ("visit", "nights"),
    [
        (date(2026, 6, 15), []),
        (date(2026, 6, 16), [1]),
        (date(2026, 6, 17), [1]),
        (date(2026, 6, 18), [2]),
    ],
)
def test_a_visit_covers_the_nights_after_its_day(visit: date, nights: list[int]) -> None:
    late = person(night_worker=True, medical_visit=visit)
    made = rota(late, *NIGHTS, grounds=(ground(),), **WEEK)

    assert [f[1] for f in seen(RULE, made)] == nights


def test_a_visit_made_too_late_is_told_with_its_day() -> None:
    late = person(night_worker=True, medical_visit=date(2026, 7, 1))

    (finding,) = findings(RULE, rota(late, *NIGHTS, grounds=(ground(),), **WEEK))

    assert "prévention faite le 01/07/2026, alors qu’elle précède" in finding.message


def test_ground_and_visit_are_told_apart() -> None:
    made = rota(person(night_worker=True), *NIGHTS, **WEEK)

    assert [f.article for f in findings(RULE, made)] == ["L3122-15", "R4624-18"]
    ground_, visit = audit(made, Profile(name="one", person_rules=(RULE,)))
    assert ground_.facts == visit.facts
    assert ground_.code != visit.code


def test_the_visit_of_a_temp_is_the_agency_s_and_nobody_else_s_is_asked_for() -> None:
    temp = person(night_worker=True, kind=ContractKind.TEMP)

    assert seen(RULE, rota(temp, *NIGHTS, grounds=(ground(),), **WEEK)) == []
    assert seen(RULE, rota(person(), *NIGHTS, grounds=(ground(),), **WEEK)) == []


def test_nights_of_which_no_place_is_known_have_no_brackets_for_it() -> None:
    made = rota(DECLARED, *NIGHTS, **WEEK)
    line = made.timeline(made.problem.mediators[0])
    nowhere = tuple(replace(duty, agency="", dispositif="") for duty in line.duties)

    (finding,) = RULE.audit(replace(line, duties=nowhere))

    assert finding.message == (
        "Maé (travailleur de nuit) : 2 nuits à partir du 16/06/2026 sans accord ni autorisation "
        "enregistrés."
    )
