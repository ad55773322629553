"""What is said of a wish is checked on the rota again, by other means."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache

import pytest

from api.data.association import Published
from api.data.folder.load import load
from api.month.findings import findings_of
from api.month.frames import Frame, framed
from api.month.wishes import (
    TO_REST,
    TO_WORK,
    WishAnswer,
    answer_words,
    answers_to_wishes,
    movement_words,
    own_words,
    wishes_answered,
)
from api.planning.fairness.accounts import Movement
from api.planning.names import names_of
from api.staffing.bench import Obstacle
from api.staffing.wishes import Ground, wish_words
from scheduler.domain.people import Wish
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.time import days_span
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH, MONDAY
from tests.api.planning.fairness.small import night

NOW = datetime(2026, 2, 20, 8, tzinfo=UTC)


def wish(who: str, day: int = 2, *, wants: bool = False) -> Wish:
    there = date(2026, 3, day)
    return Wish(mediator=who, span=days_span(there, there), wants=wants)


WISHES = (
    wish("ada"),
    wish("brice", wants=True),
    wish("brice", 9, wants=True),
    wish("chloe"),
    wish("dorian", 9),
)


@cache
def frame() -> Frame:
    association = replace(load(PETIT), wishes=WISHES)
    return framed(association, MARCH, None, NOW)


def answers(person: str = "") -> tuple[WishAnswer, ...]:
    return wishes_answered(frame(), frozenset({ADA, BRICE}), person=person, now=NOW)


def test_each_wish_is_answered_and_granted_where_the_shifts_say_so() -> None:
    by_wish = {(a.wish.mediator, a.wish.span.day.day, a.wish.wants): a for a in answers()}

    assert set(by_wish) == {(w.mediator, w.span.day.day, w.wants) for w in WISHES}
    working = {"ada": {2}, "brice": {2}}
    for (who, day, wants), answer in by_wish.items():
        works = day in working.get(who, set())
        assert (answer.refusal is None) is (works is wants)
        assert [slot.id for slot in answer.shifts] == ([MONDAY] if works else [])


def test_a_version_s_answers_are_sought_once() -> None:
    assert answers() is answers()
    assert answers("brice") == tuple(a for a in answers() if a.mediator.id == "brice")


def test_one_person_s_wishes_are_answered_alone_and_alike() -> None:
    mine = answers("brice")

    assert [(a.wish.span.day.day, a.refusal) for a in mine] == [
        (a.wish.span.day.day, a.refusal) for a in answers() if a.wish.mediator == "brice"
    ]
    assert len(mine) == 2


def test_what_the_month_adds_to_accounts_is_counted_again_and_sums_to_zero() -> None:
    month = answers_to_wishes(frame(), frozenset({ADA, BRICE}), now=NOW)

    refused = {"ada": 1, "brice": 1}
    counts = {who: movement.count for who, movement in month.movements.items()}
    assert {who: n for who, n in counts.items() if n} == refused
    assert sum((m.difference for m in month.movements.values()), Fraction(0)) == 0
    # Two refusals of five wishes among alike: a part goes with how many one has made.
    assert month.movements["brice"].due == Fraction(2 * 2, len(WISHES))


def test_a_wish_that_is_granted_moves_the_account_the_other_way() -> None:
    without = answers_to_wishes(frame(), frozenset({BRICE, Assignment("chloe", MONDAY)}), now=NOW)
    refused = answers_to_wishes(frame(), frozenset({ADA, BRICE}), now=NOW)

    assert without.movements["ada"].difference < 0 < refused.movements["ada"].difference


def test_a_night_of_the_month_before_goes_against_a_wish_in_the_accounts_too() -> None:
    eve = night("ada", date(2026, 2, 28), dispositif="P")
    wished = (wish("ada", 1), wish("brice", 9))
    association = replace(load(PETIT), wishes=wished, history={"2026-02": (eve,)})
    month = answers_to_wishes(framed(association, MARCH, None, NOW), frozenset({BRICE}), now=NOW)

    (answer,) = (a for a in month.answers if a.mediator.id == "ada")
    assert answer.refusal is not None
    assert month.movements["ada"].count == 1


def test_whoever_has_another_post_since_has_their_answer_there_and_not_here() -> None:
    there = load(PETIT)
    duty = frame().problem.slot_of[MONDAY].duty
    done = Published(uid="u", worked=Worked(mediator="chloe", duty=duty))
    moved = (
        replace(m, dispositifs=frozenset({"Q"})) if m.id == "chloe" else m for m in there.mediators
    )
    wished = (wish("chloe", 20, wants=True), wish("brice", 20))
    of = replace(there, mediators=tuple(moved), wishes=wished, history={"2026-03": (done,)})
    now = datetime(2026, 3, 10, tzinfo=UTC)
    month = framed(of, MARCH, frozenset({"P"}), now)

    assert "chloe" in month.problem.mediator_of
    answered = answers_to_wishes(month, month.published, now=now).answers
    assert [answer.mediator.id for answer in answered] == ["brice"]


def test_who_reads_their_own_answer_is_told_of_nobody_else() -> None:
    names = {word for m in frame().problem.mediators for word in m.name.split()}

    for answer in answers():
        words = own_words(answer)
        assert not names & set(re.findall(r"\w+", words))
        assert bool(words) is (answer.refusal is not None)


def test_each_reason_has_words_for_whoever_wished() -> None:
    assert set(TO_REST) | set(TO_WORK) == set(Ground)


def test_a_refusal_names_the_post_to_ask_about_and_why() -> None:
    month = answers_to_wishes(frame(), frozenset({ADA, BRICE}), now=NOW)
    answers = {(each.mediator.id, wish_words(each.wish)): each for each in month.answers}

    ada = answers["ada", "repos le lun. 2 mars"]
    assert ada.refusal is not None
    assert ada.refusal.slot is not None
    assert (ada.refusal.ground, ada.refusal.slot.id) == (Ground.MINIMUM, MONDAY)
    assert [slot.id for slot in ada.shifts] == [MONDAY]
    why = answer_words(ada, names_of(load(PETIT)))
    assert why.startswith("Refusé : sans cette personne")
    # Hours are shared more evenly as they stand, which weighs more than a wish.
    assert why.endswith("(écarts aux heures de contrat : un peu de plus).")
    granted = answers["chloe", "repos le lun. 2 mars"]
    assert granted.refusal is None
    assert answer_words(granted, names_of(load(PETIT))) == "Accordé."


def test_two_people_of_one_name_have_an_account_each() -> None:
    of = frame().association
    alike = tuple(replace(m, name="Léo Martin") for m in of.mediators)
    homonyms = framed(replace(of, mediators=alike), MARCH, None, NOW)
    month = answers_to_wishes(homonyms, frozenset({ADA, BRICE}), now=NOW)

    accounts = month.accounts
    assert [name for name, _ in accounts] == ["Léo Martin"] * 4
    assert sorted(words for _, words in accounts) == sorted(
        movement_words(month.movements[who]) for who in ("ada", "brice", "chloe", "dorian")
    )


def test_a_team_that_a_refusal_is_about_is_told_in_one_sentence_and_in_known_names() -> None:
    (ada,) = (a for a in answers() if a.mediator.id == "ada")
    assert ada.refusal is not None
    broken = "P, place, 09:00-16:30 le 02/03/2026 (Brice Kouassi) : 1 personne au lieu d’un binôme."
    finding = replace(findings_of(frame(), frozenset({ADA}), now=NOW)[0], message=broken)
    refusal = replace(ada.refusal, ground=Ground.RULE, finding=finding, instead=None)

    words = answer_words(replace(ada, refusal=refusal), names_of(load(PETIT)))
    assert words.replace("\xa0", " ") == (
        "Refusé : sans cette personne : Place du Marché, 9 h – 16 h 30, le 02/03/2026 (Brice "
        "Kouassi) : 1 personne au lieu d’un binôme, et aucune autre personne ne peut venir seule "
        "sans rien enfreindre."
    )


def test_who_asked_to_work_and_is_busy_reads_where_by_its_name() -> None:
    (refused,) = (a for a in answers("brice") if a.refusal is not None)
    assert refused.refusal is not None
    duties = (frame().problem.slot_of[MONDAY].duty,)
    busy = Obstacle(mediator=refused.mediator, rules=frozenset(), findings=(), duties=duties)
    refusal = replace(refused.refusal, ground=Ground.RULE, stop=busy)

    words = answer_words(replace(refused, refusal=refusal), names_of(load(PETIT)))
    assert words.startswith("Refusé : Brice Kouassi, qui tient lun. 2 mars")
    assert words.endswith("Place du Marché.")


@pytest.mark.parametrize(
    ("movement", "words"),
    [
        (Movement(month=MARCH, count=2, due=Fraction(7, 5)), "2 refusés, part 1,4 : +0,6"),
        (Movement(month=MARCH, count=0, due=Fraction(1, 2)), "0 refusé, part 0,5 : −0,5"),
        (Movement(month=MARCH, count=1, due=Fraction(1)), "1 refusé, part 1,0 : 0,0"),
    ],
)
def test_a_movement_is_told_with_its_sign(movement: Movement, words: str) -> None:
    assert movement_words(movement) == words
