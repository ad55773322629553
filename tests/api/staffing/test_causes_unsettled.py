"""A post that the plan leaves open because what would fill it is to be confirmed."""

from __future__ import annotations

from dataclasses import replace

from api.planning.names import Names
from api.staffing.causes import Cause
from api.staffing.groups import reasons_of
from api.staffing.wording import cause_words, lift_words
from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span
from tests.api.month.cases import MONDAY
from tests.api.staffing.test_causes import FRAME


def long_days(*assignments: Assignment) -> Rota:
    """Lengthen the day of Monday to 19:00: six hours after its break at 12:30, sharp."""
    slot = FRAME.problem.slot_of[MONDAY]
    until_seven = slot.span.last + 150
    longer = replace(slot, span=Span.of_minutes(slot.span.first, until_seven))
    slots = tuple(longer if slot.id == MONDAY else slot for slot in FRAME.problem.slots)
    return Rota(problem=replace(FRAME.problem, slots=slots), assignments=frozenset(assignments))


def test_a_post_that_only_an_unsettled_reading_keeps_open_says_so() -> None:
    made = long_days()
    findings = reasons_of(made, FRAME.profile, audit(made, FRAME.profile), slots={MONDAY})
    (post,) = findings.posts

    assert (post.cause, post.rule, post.kept) == (Cause.RULE, "break_20min", 3)
    assert cause_words(post, findings) == (
        "la règle « Pause de 20 minutes » (L3121-16), à confirmer, que le calcul évite : "
        "3 sur 5 de ceux qui pourraient venir"
    )
    assert lift_words(post, findings, Names()) == (
        "l’affecter à la main, si la lecture qui le permet est la vôtre : rien ne bloquerait"
    )


def test_it_is_true_that_nothing_would_block() -> None:
    made = long_days(Assignment("brice", MONDAY), Assignment("chloe", MONDAY))
    before = {f.code for f in audit(long_days(), FRAME.profile) if f.blocks}

    assert {f.code for f in audit(made, FRAME.profile) if f.blocks} <= before
