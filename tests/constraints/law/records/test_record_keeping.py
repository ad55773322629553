from dataclasses import replace
from datetime import date

import pytest

from constraints.law.records.record_keeping import RULE
from scheduler.domain.employment.employer import Employer
from scheduler.domain.rota import Rota
from scheduler.finding import Effect, Severity, Verdict
from tests.constraints.law.forfaits import in_days
from tests.constraints.small import judged, person, problem, rota, slot, standby, worked

ANA, BOB = person("ana"), person("bob")
DAY = slot("a", "02 14:00", "02 18:00")
LATER = slot("b", "10 14:00", "10 18:00")


def planned(employer: Employer, *pairs: str) -> Rota:
    return rota(problem([ANA, BOB], [DAY, LATER], employer=employer), *pairs)


def test_hours_planned_and_never_recorded_are_noted_once_for_all() -> None:
    [finding] = RULE.audit(planned(Employer(declared=True), "ana a", "bob b", "ana b"))

    assert (finding.verdict, finding.severity, finding.effect) == (
        Verdict.NOTE,
        Severity.PROCEDURAL,
        Effect.INFORM,
    )
    assert (finding.subject, finding.measured, finding.article) == ("employeur", 2, "D3171-8")
    assert finding.evidence == ("a", "b")
    assert finding.message == (
        "Employeur : "
        "heures faites non relevées à partir du 01/06/2026, aucun relevé déclaré : 2 personnes au "
        "planning. Sans horaire collectif affiché, les heures de chacun se relèvent chaque jour "
        "et se récapitulent chaque semaine ; le planning seul ne suffit pas."
    )


def test_what_concerns_the_employer_begins_with_its_name() -> None:
    employer = Employer(declared=True, name="Médiation de l’Ouest")

    [finding] = RULE.audit(planned(employer, "ana a"))

    assert finding.message.startswith("Médiation de l’Ouest : heures faites non relevées")


@pytest.mark.parametrize(
    ("since", "people"),
    [
        (date(2026, 6, 1), []),
        (date(2026, 6, 2), []),
        (date(2026, 6, 3), [1]),
        (date(2026, 6, 11), [2]),
        (date(2026, 6, 15), [2]),
    ],
)
def test_who_works_before_the_record_begins_counts(since: date, people: list[int]) -> None:
    made = planned(Employer(declared=True, records_since=since), "ana a", "bob b")

    assert [f.measured for f in RULE.audit(made)] == people


def test_the_day_on_which_the_record_begins_is_told() -> None:
    [finding] = RULE.audit(
        planned(Employer(declared=True, records_since=date(2026, 6, 3)), "ana a")
    )

    assert finding.message.startswith(
        "Employeur : "
        "heures faites non relevées à partir du 01/06/2026, jusqu’au relevé ouvert le 03/06/2026 :"
    )
    assert finding.span.days[-1] == date(2026, 6, 2)


def test_nothing_is_said_where_the_employer_told_nothing_or_nobody_works() -> None:
    assert judged(RULE, planned(Employer(), "ana a")) == []
    assert judged(RULE, planned(Employer(declared=True))) == []


def test_standby_alone_is_no_work_and_history_is() -> None:
    waiting = (standby("ana", "w", "02 18:00", "03 08:00"),)
    done = (worked("bob", "h", "02 08:00", "02 12:00"),)
    employer = Employer(declared=True)

    assert list(RULE.audit(rota(problem([ANA], [], history=waiting, employer=employer)))) == []
    [finding] = RULE.audit(rota(problem([BOB], [], history=done, employer=employer)))
    assert (finding.measured, finding.evidence) == (1, ("h",))


def test_of_a_forfait_in_days_no_hours_are_recorded() -> None:
    until = date(2026, 6, 5)
    early = replace(BOB.contracts[0], end=until) if BOB.contracts else None
    days = in_days(start=date(2026, 6, 6))
    bob = replace(BOB, contracts=(days,) if early is None else (early, days))

    def counted(*pairs: str) -> list[int]:
        of = problem([ANA, bob], [DAY, LATER], employer=Employer(declared=True))
        return [finding.measured for finding in RULE.audit(rota(of, *pairs))]

    assert counted("ana a", "bob b") == [1]
    assert counted("bob b") == []
