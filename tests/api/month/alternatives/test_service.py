"""What « pourquoi moi ? » claims is checked on the month that it found, by other means."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

import pytest

from api.data.folder.load import load
from api.month.alternatives.service import Alternative, alternative
from api.month.alternatives.wording import (
    COUNTED_TOO,
    NOT_CONCLUDED,
    POSSIBLE,
    UNEXPLAINED,
    alternative_json,
    alternative_words,
    cost_change_words,
    payer_words,
    state_of,
)
from api.month.errors import BadRequestError
from api.month.frames import Frame, framed
from api.month.planning import Conflict, why_impossible
from api.planning.moves import changes_between
from api.planning.names import names_of
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.people import Absence, AbsenceKind, Wish
from scheduler.domain.problem import Assignment, Lock, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_of, day_span
from scheduler.engine import Options
from scheduler.rule import Profile
from tests.api.commands import PETIT
from tests.api.month.cases import MARCH, MONDAY, TUESDAY

OPTIONS = Options(seconds=60, effort=0.2)
NOW, NBSP = 0, "\u00a0"
ADA, BRICE, ELSA = (Assignment(who, TUESDAY) for who in ("ada", "brice", "elsa"))


@cache
def frame() -> Frame:
    return framed(load(PETIT), MARCH, None)


def with_problem(**changes: object) -> Frame:
    return replace(frame(), problem=replace(frame().problem, **changes))  # type: ignore[arg-type]


def standing(*more: Assignment) -> frozenset[Assignment]:
    """Ada and Brice on Tuesday, and nobody on any other day."""
    return frozenset({ADA, BRICE, *more})


def answer_to(
    question: Assignment, version: frozenset[Assignment], of: Frame | None = None
) -> Alternative:
    return alternative(of or frame(), version, question, OPTIONS, now=NOW)


@pytest.fixture(scope="module")
def without_ada() -> Alternative:
    return answer_to(ADA, standing())


@pytest.fixture(scope="module")
def with_chloe() -> Alternative:
    return answer_to(Assignment("chloe", TUESDAY), standing())


def test_whoever_is_kept_from_it_holds_it_no_more_and_whoever_is_put_on_it_does(
    without_ada: Alternative, with_chloe: Alternative
) -> None:
    assert (without_ada.holds, with_chloe.holds) == (True, False)
    assert ADA not in (without_ada.assignments or {ADA})
    assert Assignment("chloe", TUESDAY) in (with_chloe.assignments or ())


@pytest.mark.parametrize("name", ["without_ada", "with_chloe"])
def test_the_month_found_is_lawful_and_differs_exactly_as_it_says(
    name: str, request: pytest.FixtureRequest
) -> None:
    answer: Alternative = request.getfixturevalue(name)
    assert answer.assignments is not None
    rota = Rota(problem=frame().problem, assignments=answer.assignments)

    assert [f for f in audit(rota, base()) if f.blocks] == []
    gone, come = standing() - answer.assignments, answer.assignments - standing()
    turns = [turn for person in answer.changes for turn in person.turns]
    assert {(p.mediator.id, t.before.id) for p in answer.changes for t in p.turns if t.before} == {
        (a.mediator, a.slot) for a in gone
    }
    assert {(p.mediator.id, t.after.id) for p in answer.changes for t in p.turns if t.after} == {
        (a.mediator, a.slot) for a in come
    }
    assert len(turns) >= max(len(gone), len(come))


def test_who_pays_is_counted_again_from_the_shifts(without_ada: Alternative) -> None:
    slots = frame().problem.slot_of

    def paid(assignments: frozenset[Assignment], who: str) -> int:
        return sum(slots[a.slot].duty.paid for a in assignments if a.mediator == who)

    assert without_ada.payers
    for payer in without_ada.payers:
        who = payer.mediator.id
        assert payer.after.planned - payer.before.planned == paid(
            without_ada.assignments or frozenset(), who
        ) - paid(standing(), who)


def test_tiers_are_those_whose_goals_measure_something_else(without_ada: Alternative) -> None:
    before, after = (
        Rota(problem=frame().problem, assignments=some or frozenset())
        for some in (standing(), without_ada.assignments)
    )
    for tier in without_ada.tiers:
        [goal] = [g.plain() for g in base().goals if g.title == tier.name]
        assert (tier.before, tier.after) == (goal.measure(before), goal.measure(after))
        assert tier.unit == goal.unit
        assert tier.before != tier.after


def test_without_a_proof_of_the_fewest_changes_no_number_of_them_is_told() -> None:
    starved = Options(seconds=60, effort=1e-9)

    answer = alternative(frame(), standing(), ADA, starved, now=NOW)

    assert (answer.assignments, answer.changes, answer.payers) == (None, (), ())
    assert (state_of(answer), answer.concluded, answer.possible) == ("non_conclu", False, True)
    sentences = alternative_words(answer, names_of(frame().association))
    assert sentences == (NOT_CONCLUDED, POSSIBLE, *answer.contradictions)
    assert not re.search(r"\d+.changement", " ".join(sentences))


def test_holes_that_stand_are_left_as_they_are(without_ada: Alternative) -> None:
    touched = {a.slot for a in (without_ada.assignments or frozenset()) ^ standing()}

    assert touched == {TUESDAY}


def test_no_month_that_covers_as_much_changes_less() -> None:
    """All months that differ from a full week in fewer assignments are tried, one by one."""
    problem = frame().problem
    week = [slot for slot in problem.slots if slot.span.day < date(2026, 3, 4)]
    small = replace(frame(), problem=replace(problem, slots=tuple(week), previous=frozenset()))
    full = frozenset(Assignment(who, slot.id) for slot in week for who in ("ada", "brice", "chloe"))
    answer = answer_to(ADA, full, small)

    assert answer.assignments is not None
    changed = len(answer.assignments ^ full)
    covered = _cover(small, answer.assignments)
    able = {m.id for m in small.problem.mediators if m.id != "farid"}
    every = [Assignment(who, slot.id) for who in sorted(able) for slot in week]
    for size in range(1, changed):
        for some in combinations(every, size):
            other = full ^ set(some)
            rota = Rota(problem=small.problem, assignments=frozenset(other))
            if ADA in other or any(f.blocks for f in audit(rota, base())):
                continue
            assert _cover(small, frozenset(other)) < covered


def _cover(of: Frame, assignments: frozenset[Assignment]) -> tuple[int, ...]:
    """Return how well posts are held, of the minimum, then of the target: the more, the better."""
    rota = Rota(problem=of.problem, assignments=assignments)
    return tuple(-goal.measure(rota) for goal in base().goals if goal.covers)


def test_what_a_rule_forbids_is_possible_once_its_fact_is_lifted() -> None:
    # Elsa is on leave that week (absences.csv of the sample).
    answer = answer_to(ELSA, standing())

    assert answer.conflict is not None
    assert answer.conflict.verified
    assert {cause.rule for cause in answer.conflict.causes} == {"absences"}
    assert state_of(answer) == "impossible"
    kept = tuple(a for a in frame().problem.absences if a.mediator != "elsa")
    assert answer_to(ELSA, standing(), with_problem(absences=kept)).assignments is not None


@pytest.mark.parametrize("who", ["ada", "chloe"])
def test_a_month_that_is_impossible_anyway_is_not_said_to_be_so_because_of_them(who: str) -> None:
    # Elsa is on leave that week, and locked on Monday.
    lock = Lock(mediator="elsa", slot=MONDAY, by="Nora Bel", why="")
    of = with_problem(locks=(lock,))
    name = of.problem.mediator_of[who].name

    head, *rest = alternative_words(
        answer_to(Assignment(who, TUESDAY), standing(), of), names_of(of.association)
    )

    where = "mar. 3 mars, 9\u00a0h – 16\u00a0h\u00a030, Place du Marché"
    assert head == f"Aucun planning légal n’existe, que {name} tienne {where} ou non :"
    assert rest
    assert all("Elsa" in sentence for sentence in rest)


def test_the_reason_of_an_absence_is_never_told() -> None:
    sick = Absence(mediator="chloe", span=day_span(date(2026, 3, 3)), kind=AbsenceKind.SICK)
    of = with_problem(absences=(*frame().problem.absences, sick))
    answer = answer_to(Assignment("chloe", TUESDAY), standing(), of)

    words = repr(alternative_json(answer, names_of(of.association)))

    assert "Chloé Marzin" in words
    assert "maladie" not in words


def test_whose_post_does_not_allow_it_is_told_without_any_search() -> None:
    answer = answer_to(Assignment("farid", TUESDAY), standing())

    assert answer.unable == ("le créneau ne demande pas de référent",)
    (sentence,) = alternative_words(answer, names_of(frame().association))
    where = "mar. 3 mars, 9\u00a0h – 16\u00a0h\u00a030, Place du Marché"
    assert sentence == (
        f"Farid Nouri ne peut pas tenir {where} : le créneau ne demande pas de référent."
    )


def test_who_holds_it_by_a_lock_is_told_whose_and_why() -> None:
    lock = Lock(mediator="ada", slot=TUESDAY, by="Nora Bel", why="réunion")
    answer = answer_to(ADA, standing(), with_problem(locks=(lock,)))

    (sentence,) = alternative_words(answer, names_of(frame().association))
    assert answer.lock == lock
    assert "par un verrou de Nora Bel (réunion)" in sentence


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Assignment("personne", TUESDAY), "person"),
        (Assignment("ada", "P-J-2026-03-31-x"), "slot"),
    ],
)
def test_whom_or_what_is_not_there_is_refused(question: Assignment, field: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        answer_to(question, standing())

    assert [wrong.field for wrong in refused.value.wrong] == [field]


def test_what_has_begun_is_asked_about_no_more() -> None:
    monday = Assignment("ada", MONDAY)
    of = with_problem(previous=frozenset({monday}))
    tuesday = of.problem.slot_of[TUESDAY].span.first

    with pytest.raises(BadRequestError) as refused:
        alternative(of, frozenset({monday}), monday, OPTIONS, now=tuesday)

    assert [wrong.field for wrong in refused.value.wrong] == ["slot"]


def test_too_little_time_concludes_nothing() -> None:
    answer = Alternative(
        mediator=frame().problem.mediator_of["ada"],
        slot=frame().problem.slot_of[TUESDAY],
        holds=True,
    )

    assert state_of(answer) == "non_conclu"
    assert alternative_words(answer, names_of(frame().association)) == (NOT_CONCLUDED,)


def test_who_gives_up_while_the_conflict_is_sought_is_told_only_that_it_cannot_be() -> None:
    answer = alternative(frame(), standing(), ELSA, OPTIONS, now=NOW, explain=lambda *_, **__: None)

    assert (answer.stopped, state_of(answer)) == (True, "impossible")
    head, rest = alternative_words(answer, names_of(frame().association))
    where = "mar. 3 mars, 9\u00a0h – 16\u00a0h\u00a030, Place du Marché"
    assert head == f"Elsa Benyoucef ne peut pas tenir {where}, quoi que fassent les autres."
    assert rest == UNEXPLAINED


def test_a_conflict_that_was_not_verified_is_not_told_as_the_reason() -> None:
    def unsure(problem: Problem, profile: Profile, /, *, seconds: float) -> Conflict:
        return replace(why_impossible(problem, profile, seconds=seconds), verified=False)

    answer = alternative(frame(), standing(), ELSA, OPTIONS, now=NOW, explain=unsure)

    assert state_of(answer) == "impossible"
    assert alternative_words(answer, names_of(frame().association))[1:] == (UNEXPLAINED,)


def test_what_blocks_elsewhere_is_repaired_first_and_is_no_price() -> None:
    # Dorian is away on Monday, where he stands with Chloé.
    blocked = standing(Assignment("dorian", MONDAY), Assignment("chloe", MONDAY))
    away = Absence(mediator="dorian", span=day_span(date(2026, 3, 2)))
    of = with_problem(absences=(*frame().problem.absences, away))
    assert any(f.blocks for f in audit(of.rota(blocked), base()))

    answer = answer_to(ADA, blocked, of)

    assert answer.repairs
    repaired = {turn.start for person in answer.repairs for turn in person.turns}
    assert {day_of(start) for start in repaired} == {date(2026, 3, 2)}
    changed = {day_of(turn.start) for person in answer.changes for turn in person.turns}
    assert changed == {date(2026, 3, 3)}
    (last,) = alternative_words(answer, names_of(of.association))[3:]
    turns, people = (int(n) for n in re.findall(r"(\d+)", last))
    assert turns == sum(len(person.turns) for person in answer.repairs)
    assert people == len(answer.repairs)
    first = answer.repairs[0]
    single = replace(answer, repairs=(replace(first, turns=first.turns[:1]),))
    assert alternative_words(single, names_of(of.association))[3].endswith(
        f"1{NBSP}changement, pour 1{NBSP}personne, non compté ici."
    )


def test_where_it_cannot_be_repaired_without_the_question_all_is_counted() -> None:
    # Ada herself is away that day: whoever keeps her there has no lawful month.
    away = Absence(mediator="ada", span=day_span(date(2026, 3, 3)))
    of = with_problem(absences=(*frame().problem.absences, away))

    answer = answer_to(ADA, standing(), of)

    assert answer.assignments is not None
    assert answer.repairs is None
    assert alternative_words(answer, names_of(of.association))[3:] == (COUNTED_TOO,)


def test_the_figures_of_its_sentences_are_those_of_its_changes(without_ada: Alternative) -> None:
    head, team, cost = alternative_words(without_ada, names_of(frame().association))

    turns = sum(len(person.turns) for person in without_ada.changes)
    many, people = (int(n) for n in re.findall(r"(\d+).(?:changement|personne)", head))
    assert (many, people) == (turns, len(without_ada.changes))
    assert "prouvé" in head
    holders = {a.mediator for a in without_ada.assignments or () if a.slot == TUESDAY}
    come = holders - {"ada", "brice"}
    names = {m.name for m in frame().problem.mediators if m.id in come}
    assert all(name in team for name in names)
    for tier in without_ada.tiers:
        assert cost_change_words(tier) in cost


@pytest.mark.parametrize(
    ("stay", "sentence"),
    [
        (2, "Personne ne le tiendrait à sa place : il y manquerait 1 personne."),
        (3, "Personne ne le tiendrait à sa place : il n’y manquerait personne."),
    ],
)
def test_who_leaves_a_slot_is_missing_there_only_below_its_target(stay: int, sentence: str) -> None:
    slot = frame().problem.slot_of[TUESDAY]
    assert [need.target for need in slot.needs] == [3]
    after = [Assignment(who, TUESDAY) for who in ("brice", "chloe", "dorian")[:stay]]
    before, left = (
        Rota(problem=frame().problem, assignments=frozenset(some))
        for some in ([ADA, *after], after)
    )
    answer = Alternative(
        mediator=frame().problem.mediator_of["ada"],
        slot=slot,
        holds=True,
        assignments=left.assignments,
        changes=changes_between(before, left),
    )

    names = names_of(frame().association)
    assert alternative_words(answer, names)[1].replace(NBSP, " ") == sentence


def test_a_payer_is_told_in_hours_and_hard_days(without_ada: Alternative) -> None:
    words = {payer.mediator.id: payer_words(payer) for payer in without_ada.payers}

    assert words["ada"].replace("\u00a0", " ").startswith("Ada Lemoine : ")
    planned = next(p for p in without_ada.payers if p.mediator.id == "ada")
    difference = planned.after.planned - planned.before.planned
    assert ("de moins" in words["ada"]) is (difference < 0)


def test_who_asked_to_be_free_that_day_is_given_nothing_else_of_it() -> None:
    twin = replace(frame().problem.slot_of[TUESDAY], id="P-X-2026-03-03")
    free = Wish(mediator="ada", span=day_span(date(2026, 3, 3)), wants=False)
    slots = (*frame().problem.slots, twin)
    wishing, silent = (with_problem(slots=slots, wishes=wishes) for wishes in ((free,), ()))
    full = standing(Assignment("chloe", twin.id))

    answer = answer_to(ADA, full, wishing)

    assert answer.assignments is not None
    assert not any(a.mediator == "ada" for a in answer.assignments)
    head = alternative_words(answer, names_of(wishing.association))[0]
    assert "Place du Marché, ni un autre service du repos souhaité, " in head
    # Whoever asked for nothing may well exchange with Chloé.
    assert not answer_to(ADA, full, silent).wished
