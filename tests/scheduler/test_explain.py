from dataclasses import replace
from datetime import time

import pytest
from ortools.sat.python import cp_model

from constraints.house.people.locks import RULE as LOCKS
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.house.teams.mandatory import RULE as MANDATORY
from constraints.law.leave.absences import RULE as ABSENCES
from constraints.law.rests.daily_rest_11h import RULE as REST
from scheduler.domain.people import Absence
from scheduler.domain.problem import Lock
from scheduler.domain.slots import Need
from scheduler.domain.time import Span, at
from scheduler.explain import explain, names_in, sentence_of, slots_of
from scheduler.finding import Claim
from scheduler.rule import Profile
from tests.scheduler.engine.lying import LyingSolver
from tests.scheduler.engine.small import JUNE, person, shift, week

PROFILE = Profile(name="essai", person_rules=(REST, ONE_PLACE, ABSENCES), team_rules=(MANDATORY,))


def test_a_conflict_names_the_rest_and_the_two_mandatory_slots() -> None:
    slots = (shift(0, 14, 22, mandatory=True), shift(1, 6, 12, mandatory=True), shift(4, 8, 16))
    problem = week((person("ana"),), slots)

    explanation = explain(problem, PROFILE)

    assert explanation.verified
    assert names_in(explanation.claims, problem) == (
        ("daily_rest_11h", "mandatory"),
        ("ana",),
        ("d-06-2026-06-02", "d-14-2026-06-01"),
    )


def test_sentences_name_people_days_and_articles() -> None:
    slots = (shift(0, 14, 22, mandatory=True), shift(1, 6, 12, mandatory=True))

    explanation = explain(week((person("ana"),), slots), PROFILE)

    rest = next(s for s in explanation.sentences if s.startswith("Ana"))
    assert "repos quotidien (L3131-1)" in rest
    assert "le mardi 02/06/2026" in rest


def test_a_lock_is_named_by_its_slot_and_not_by_others_of_its_hours() -> None:
    """Ana could hold the other place of that morning; the lock is on the harbour."""
    harbour, market = shift(1, 6, 12), replace(shift(1, 6, 12), id="market", site="marché")
    harbour = replace(harbour, site="port")
    late = replace(shift(0, 14, 22, mandatory=True), needs=(Need(minimum=1, target=1, maximum=1),))
    problem = replace(
        week((person("ana"),), (late, harbour, market)),
        locks=(Lock(mediator="ana", slot=harbour.id, by="Rita", why="ouvre"),),
    )
    profile = replace(PROFILE, team_rules=(*PROFILE.team_rules, LOCKS))

    explanation = explain(problem, profile)

    assert explanation.verified
    (locked,) = (c for c in explanation.claims if c.rule == LOCKS.id)
    assert slots_of(locked, problem, LOCKS) == (harbour,)
    assert sentence_of(locked, problem, profile) == (
        "Ana : affectations verrouillées le mardi 02/06/2026 (créneau d port de 06:00)."
    )


def test_an_absence_is_named_without_its_reason() -> None:
    away = Span(at(JUNE, time(0)), at(JUNE, time(23)))
    problem = replace(
        week((person("ana"),), (shift(0, 8, 16, mandatory=True),)),
        absences=(Absence(mediator="ana", span=away),),
    )

    explanation = explain(problem, PROFILE)

    assert explanation.verified
    assert {c.rule for c in explanation.claims} == {"absences", "mandatory"}
    assert not any("congé" in s.lower() or "maladie" in s.lower() for s in explanation.sentences)


@pytest.mark.parametrize(
    ("many", "words"),
    [
        (3, "(créneau d a de 08:00 ou créneau d b de 08:00 ou créneau d c de 08:00)"),
        (4, "(4 créneaux possibles)"),
    ],
)
def test_slots_that_somebody_could_hold_are_counted_beyond_three(many: int, words: str) -> None:
    day = shift(0, 8, 16)
    places = tuple(replace(day, id=site, site=site) for site in "abcd"[:many])
    problem = week((person("ana"),), places)
    claim = Claim(subject="ana", rule=ABSENCES.id, first=day.span.first, last=day.span.last)

    assert sentence_of(claim, problem, PROFILE) == (
        f"Ana : absences (L3141-1, L1226-1 ou L1225-29) le lundi 01/06/2026 {words}."
    )


def test_a_feasible_month_has_nothing_to_explain() -> None:
    explanation = explain(week((person("ana"),), (shift(0, 8, 16, mandatory=True),)), PROFILE)

    assert (explanation.feasible, explanation.verified, explanation.claims) == (True, True, ())


def test_without_time_nothing_is_concluded() -> None:
    slots = (shift(0, 14, 22, mandatory=True), shift(1, 6, 12, mandatory=True))

    explanation = explain(week((person("ana"),), slots), PROFILE, seconds=0.0)

    assert (explanation.feasible, explanation.verified) == (False, False)


IMPOSSIBLE = week(
    (person("ana"),), (shift(0, 14, 22, mandatory=True), shift(1, 6, 12, mandatory=True))
)
POSSIBLE = week((person("ana"),), (shift(0, 8, 16, mandatory=True),))


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch) -> type[LyingSolver]:
    monkeypatch.setattr(cp_model, "CpSolver", LyingSolver)
    monkeypatch.setattr(LyingSolver, "calls", 0)
    monkeypatch.setattr(LyingSolver, "lie", "")
    return LyingSolver


def test_a_month_that_a_second_search_finds_possible_is_not_explained_as_impossible(
    liar: type[LyingSolver], caplog: pytest.LogCaptureFixture
) -> None:
    liar.lie = "impossible once"

    explanation = explain(POSSIBLE, PROFILE)

    assert (explanation.claims, explanation.feasible, explanation.verified) == ((), False, False)
    assert "réponse du solveur démentie" in caplog.text


def test_a_conflict_that_was_shrunk_on_a_wrong_answer_is_not_told(
    liar: type[LyingSolver], caplog: pytest.LogCaptureFixture
) -> None:
    # Four answers are right: all claims, twice, and the core, twice. The fifth leaves out a claim.
    liar.lie, liar.lying_at = "impossible once", 5

    explanation = explain(IMPOSSIBLE, PROFILE)

    assert (explanation.claims, explanation.sentences, explanation.verified) == ((), (), False)
    assert "réponse du solveur démentie" in caplog.text
