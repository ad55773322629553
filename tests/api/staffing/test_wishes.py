from dataclasses import replace
from datetime import date

import pytest

from api.data.folder.load import load
from api.month.frames import framed
from api.planning.names import Names, names_of
from api.staffing.wishes import Ground, RefusedWish, refusal_words, refused_wishes, wish_words
from scheduler.audit import audit
from scheduler.domain.people import Wish
from scheduler.domain.problem import Assignment, Lock, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import days_span
from scheduler.engine.tiers import tiers_of
from scheduler.rule import Profile
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, EVENING, MARCH, MONDAY
from tests.api.staffing.tolerating import tolerating

NBSP = "\u00a0"
FRAME = framed(load(PETIT), MARCH, None)
CHLOE = Assignment("chloe", MONDAY)


def wish(who: str, day: int = 2, *, wants: bool = False) -> Wish:
    there = date(2026, 3, day)
    return Wish(mediator=who, span=days_span(there, there), wants=wants)


HOURS = (10, -95, -100)


def refused(
    *assignments: Assignment,
    wishes: tuple[Wish, ...],
    profile: Profile = FRAME.profile,
    **changes: object,
) -> tuple[RefusedWish, ...]:
    problem: Problem = replace(FRAME.problem, wishes=wishes, **changes)  # type: ignore[arg-type]
    made = Rota(problem=problem, assignments=frozenset(assignments))
    return refused_wishes(made, profile, audit(made, profile))


def test_a_wish_that_is_granted_is_not_listed() -> None:
    wanted = wish("ada"), wish("brice", wants=True)

    assert refused(BRICE, CHLOE, wishes=wanted) == ()


def test_who_asked_for_rest_where_the_minimum_would_fail_is_told_who_could_come() -> None:
    (refusal,) = refused(ADA, BRICE, wishes=(wish("ada"),), profile=tolerating(FRAME.profile, -95))

    assert (refusal.ground, refusal.left) == (Ground.MINIMUM, 1)
    assert refusal.instead is not None
    assert refusal.instead.id == "chloe"
    assert wish_words(refusal.wish) == "repos le lun. 2 mars"
    assert refusal_words(refusal, Names()).replace(NBSP, " ") == (
        "sans cette personne, lun. 2 mars, 9 h – 16 h 30, place passe sous le minimum "
        "(reste 1 personne) ; Chloé Marzin pourrait venir à sa place sans rien enfreindre, mais "
        "cela coûterait plus que le souhait (heures au-delà des contrats : 0 h 45 de plus)"
    )
    after = Rota(problem=FRAME.problem, assignments=frozenset({BRICE, CHLOE}))
    assert not [f for f in audit(after, FRAME.profile) if f.blocks]


def test_who_asked_for_rest_where_the_target_would_fail_and_nobody_can_come() -> None:
    (refusal,) = refused(ADA, BRICE, CHLOE, wishes=(wish("ada"),))

    assert (refusal.ground, refusal.left, refusal.instead) == (Ground.TARGET, 2, None)
    assert refusal_words(refusal, Names()).endswith(
        "passe sous la cible (reste 2\u00a0personnes), et aucune autre personne ne peut venir "
        "seule sans rien enfreindre"
    )


def test_where_nobody_would_be_left_no_number_says_it() -> None:
    (refusal,) = refused(ADA, wishes=(wish("ada"),))

    alone = refusal_words(replace(refusal, ground=Ground.MINIMUM, left=0), Names())

    assert "passe sous le minimum (plus personne)" in alone


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("who", ["ada", "brice"])
def test_a_refusal_has_a_price_where_all_replacements_cost_more(who: str, hours: int) -> None:
    (refusal,) = refused(ADA, BRICE, wishes=(wish(who),), profile=tolerating(FRAME.profile, hours))
    problem = replace(FRAME.problem, wishes=(wish(who),))
    before = Rota(problem=problem, assignments=frozenset({ADA, BRICE}))
    profile = tolerating(FRAME.profile, hours)

    def costs(rota: Rota) -> list[int]:
        return [sum(g.measure(rota) for g in goals) for _, goals in tiers_of(profile)]

    replaced = {}
    for other in ("chloe", "dorian", "elsa", "farid"):
        after = before.changed({Assignment(other, MONDAY)}, {Assignment(who, MONDAY)})
        if not any(f.blocks for f in audit(after, profile)):
            replaced[other] = costs(after)

    assert refusal.instead is not None
    assert replaced[refusal.instead.id] == min(replaced.values())
    dearer, cheaper = (
        min(replaced.values()) > costs(before),
        min(replaced.values()) < costs(before),
    )
    assert (refusal.price is not None) is dearer
    assert (refusal.ground is Ground.NOTHING) is cheaper
    if cheaper:
        assert refusal_words(refusal, Names()).endswith(
            f"{refusal.instead.name} pourrait venir à sa place sans rien enfreindre"
        )


def test_of_a_month_planned_again_the_fewest_changes_come_before_wishes() -> None:
    published, profile = frozenset({ADA, CHLOE}), tolerating(FRAME.profile, 10)

    (planned,) = refused(*published, wishes=(wish("chloe"),), profile=profile)
    (again,) = refused(*published, wishes=(wish("chloe"),), profile=profile, previous=published)

    assert (planned.ground, planned.price) == (Ground.NOTHING, None)
    assert again.ground is Ground.MINIMUM
    assert (
        refusal_words(again, Names())
        .replace(NBSP, " ")
        .endswith(
            "Brice Kouassi pourrait venir à sa place sans rien enfreindre, mais le moins de "
            "changements passe avant les souhaits (personnes dont le planning change : "
            "2 personnes de plus)"
        )
    )


@pytest.mark.parametrize("wants", [False, True])
def test_where_nothing_else_stands_in_the_way_the_goal_that_would_lose_is_told(
    *, wants: bool
) -> None:
    """Whoever simply leaves, or simply comes, changes what is published."""
    slots = tuple(
        replace(
            slot,
            binome=False,
            needs=tuple(replace(need, minimum=1, target=1, maximum=3) for need in slot.needs),
        )
        for slot in FRAME.problem.slots
    )
    published = frozenset({ADA, BRICE})
    wished = wish("chloe" if wants else "brice", wants=wants)

    (refusal,) = refused(*published, wishes=(wished,), slots=slots, previous=published)

    assert (refusal.ground, refusal.instead) == (Ground.COST, None)
    where = "lun. 2 mars, 9 h – 16 h 30, place"
    head = f"ne l’empêche ({where})" if wants else f"n’impose {where}"
    assert refusal_words(refusal, Names()).replace(NBSP, " ") == (
        f"rien d’autre {head}, mais le moins de changements passe avant les souhaits "
        "(personnes dont le planning change : 1 personne de plus)"
    )


@pytest.mark.parametrize(("who", "ground"), [("ada", Ground.LOCKED), ("chloe", Ground.NOTHING)])
def test_a_lock_refuses_its_own_person_alone(who: str, ground: Ground) -> None:
    lock = Lock(mediator="ada", slot=MONDAY, by="resp", why="référence")

    (refusal,) = refused(ADA, CHLOE, wishes=(wish(who),), locks=(lock,))

    assert refusal.ground is ground


def test_who_asked_to_work_is_told_what_is_in_the_way() -> None:
    full = ADA, BRICE, CHLOE
    wanted = (wish("elsa", wants=True), wish("farid", wants=True))
    (elsa, farid) = refused(ADA, BRICE, wishes=wanted)

    assert (elsa.ground, refusal_words(elsa, Names())) == (
        Ground.RULE,
        "Elsa Benyoucef, en absence",
    )
    assert farid.ground is Ground.NO_POST
    assert refused(*full, wishes=(wish("elsa", wants=True),))[0].ground is Ground.FULL
    (free,) = refused(wishes=(wish("farid", 4, wants=True),))
    assert free.ground is Ground.NOTHING
    assert free.slot is not None
    assert free.slot.id == EVENING


def test_what_keeps_somebody_from_a_post_they_wished_for_is_told_by_the_names_of_places() -> None:
    other = replace(FRAME.problem.slot_of[MONDAY], id="T-J-2026-03-02", binome=False)
    wanted = replace(wish("ada", wants=True), templates=frozenset({"T-J"}))
    slots = (*FRAME.problem.slots, other)
    (refusal,) = refused(ADA, BRICE, wishes=(wanted,), slots=slots)

    assert refusal_words(refusal, names_of(FRAME.association)) == (
        "Ada Lemoine, qui tient lun. 2 mars, 9\u00a0h – 16\u00a0h\u00a030, Place du Marché"
    )
