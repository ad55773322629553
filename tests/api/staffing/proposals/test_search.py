"""What would fill a post: each means where it is the one, on both sides of what it needs."""

import random
from dataclasses import replace
from datetime import date, datetime

import pytest

from api.planning.holes import holes
from api.planning.names import names_of
from api.staffing.proposals.proposal import Means, Proposal
from api.staffing.proposals.search import Month
from api.staffing.proposals.wording import proposal_words
from scheduler.audit import audit
from scheduler.domain.duty import Break
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.limits import Every, Limit, LimitKind
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.time import PARIS
from tests.api.staffing.proposals.cases import (
    RARE,
    added_blocks,
    association,
    frame,
    month_of,
    problem_of,
    proposals_of,
    slot,
)

NBSP = "\u00a0"
DAY = slot("S-D-2026-03-10", (2026, 3, 10, 9), (2026, 3, 10, 14))
RARE_DAY = slot("R-D-2026-03-10", (2026, 3, 10, 9), (2026, 3, 10, 14), titles=RARE)
RARE_NEXT = slot("R-E-2026-03-11", (2026, 3, 11, 6), (2026, 3, 11, 11), titles=RARE)
LATE = slot("S-L-2026-03-10", (2026, 3, 10, 15), (2026, 3, 10, 20))
"""Ends ten hours before `RARE_NEXT` begins."""


def words(proposal: Proposal, month: Month) -> str:
    rules = {rule.id: rule for rule in month.profile.rules}
    return proposal_words(proposal, names_of(association()), rules).replace(NBSP, " ")


def first(month: Month, name: str, means: Means) -> Proposal:
    return next(p for p in proposals_of(month, name) if p.means is means)


def test_whoever_is_free_comes_and_nothing_else_changes() -> None:
    month = month_of(problem_of(DAY))
    proposal = proposals_of(month, DAY.id)[0]

    # Brice has most hours left.
    assert (proposal.means, proposal.mediator.id, proposal.edits) == (Means.FREE, "brice", True)
    assert proposal.added == {Assignment("brice", DAY.id)}
    assert not proposal.removed
    name = month.rota.problem.mediator_of["brice"].name
    assert words(proposal, month) == f"{name} peut venir sans rien changer d’autre"


def test_all_who_are_free_are_told_and_nobody_else_is_asked_for_anything() -> None:
    proposals = proposals_of(month_of(problem_of(DAY)), DAY.id)

    assert [[person.id for person in proposal.coming] for proposal in proposals] == [
        ["brice"],
        ["ada"],
        ["chloe"],
        ["dorian"],
    ]
    assert {proposal.means for proposal in proposals} == {Means.FREE}


def test_whoever_holds_a_post_hands_it_over_to_who_is_free() -> None:
    month = month_of(problem_of(DAY, RARE_DAY, titled=("ada",)), ("ada", DAY.id))
    proposal = proposals_of(month, RARE_DAY.id)[0]

    assert proposal.means is Means.HANDOVER
    assert proposal.removed == {Assignment("ada", DAY.id)}
    assert proposal.added == {Assignment("ada", RARE_DAY.id), Assignment("brice", DAY.id)}
    assert words(proposal, month) == (
        "Ada Lemoine peut venir si Brice Kouassi reprend "
        "mar. 10 mars, 9 h – 14 h, Médiation de place"
    )


def test_nobody_hands_over_what_may_not_be_changed() -> None:
    month = month_of(problem_of(DAY, RARE_DAY, titled=("ada",)), ("ada", DAY.id))

    assert proposals_of(replace(month, fixed=frozenset({DAY.id})), RARE_DAY.id) == ()


def test_a_post_is_left_only_while_it_keeps_what_the_hole_lacks() -> None:
    large = replace(DAY, needs=(replace(DAY.needs[0], maximum=2),))
    problem = problem_of(large, RARE_DAY, titled=("ada",))
    two = first(month_of(problem, ("ada", DAY.id), ("brice", DAY.id)), RARE_DAY.id, Means.LEAVE)
    alone = proposals_of(month_of(problem, ("ada", DAY.id)), RARE_DAY.id)

    assert (two.mediator.id, two.leaves, two.left) == ("ada", large, 1)
    assert Means.LEAVE not in {proposal.means for proposal in alone}


def test_two_exchange_their_shifts_where_the_other_has_no_room_for_one_more() -> None:
    other = slot("S-D-2026-03-12", (2026, 3, 12, 9), (2026, 3, 12, 14))
    once = Limit(kind=LimitKind.SLOTS, mediator="brice", most=1, every=Every.MONTH)
    problem = problem_of(
        DAY, RARE_DAY, other, titled=("ada",), only=("ada", "brice"), limits=(once,)
    )
    month = month_of(problem, ("ada", DAY.id), ("brice", other.id))
    proposal = proposals_of(month, RARE_DAY.id)[0]

    assert proposal.means is Means.SWAP
    assert proposal.removed == {Assignment("ada", DAY.id), Assignment("brice", other.id)}
    assert proposal.added == {
        Assignment("ada", RARE_DAY.id),
        Assignment("brice", DAY.id),
        Assignment("ada", other.id),
    }
    assert words(proposal, month) == (
        "Ada Lemoine peut venir en échangeant "
        "mar. 10 mars, 9 h – 14 h, Médiation de place contre "
        "jeu. 12 mars, 9 h – 14 h, Médiation de place, que tient Brice Kouassi"
    )


def test_a_rest_that_lacks_an_hour_is_had_by_a_start_one_hour_later() -> None:
    month = month_of(problem_of(LATE, RARE_NEXT, titled=("ada",)), ("ada", LATE.id))
    proposal = first(month, RARE_NEXT.id, Means.LATER)

    assert proposal.later is not None
    assert f"{proposal.later.span.start:%H:%M}" == "07:00"
    assert not proposal.edits
    assert words(proposal, month) == (
        "Ada Lemoine peut venir si le service commence à 7 h au lieu de 6 h"
    )


def test_an_appointment_never_begins_later_for_want_of_rest() -> None:
    agreed = replace(RARE_NEXT, appointment=True)
    month = month_of(problem_of(LATE, agreed, titled=("ada",)), ("ada", LATE.id))

    assert Means.LATER not in {proposal.means for proposal in proposals_of(month, agreed.id)}


def test_no_start_is_put_off_to_a_day_of_which_a_change_of_its_own_day_cannot_tell() -> None:
    """Midnight would let Ada come; but of the 10th, 0:00 is the midnight before."""
    noon = slot("S-D-2026-03-10", (2026, 3, 10, 12), (2026, 3, 10, 13))
    night = slot("R-N-2026-03-10", (2026, 3, 10, 23), (2026, 3, 11, 2), titles=RARE)
    month = month_of(problem_of(noon, night, titled=("ada",), only=("ada",)), ("ada", noon.id))

    assert proposals_of(month, night.id) == ()


@pytest.mark.parametrize(
    ("end", "expected"), [((2026, 3, 10, 21), True), ((2026, 3, 10, 21, 1), False)]
)
def test_an_agreement_is_told_down_to_the_nine_hours_that_the_law_lets_it_set(
    end: tuple[int, ...], expected: bool
) -> None:
    late = slot(LATE.id, (2026, 3, 10, 16), end)
    month = month_of(problem_of(late, RARE_NEXT, titled=("ada",)), ("ada", late.id))
    agreements = [p for p in proposals_of(month, RARE_NEXT.id) if p.means is Means.AGREEMENT]

    assert bool(agreements) is expected
    for proposal in agreements:
        (term,) = proposal.terms
        assert (term.rule, term.parameter, term.value) == ("daily_rest_11h", "rest", 540)
        assert words(proposal, month) == (
            "Ada Lemoine peut venir si un accord d’entreprise (D3131-6) fixe à 9 h 00 la valeur "
            "« repos » de la règle « Repos quotidien »"
        )


def test_of_two_rests_that_are_too_short_an_agreement_is_told_for_the_shorter() -> None:
    late = slot(LATE.id, (2026, 3, 10, 18), (2026, 3, 10, 23))
    long_day = slot("R-E-2026-03-11", (2026, 3, 11, 9), (2026, 3, 11, 20), titles=RARE)
    noon = Break(minutes=120, start=datetime(2026, 3, 11, 13, tzinfo=PARIS))
    long_day = replace(long_day, breaks=(noon,))
    early = slot("S-D-2026-03-12", (2026, 3, 12, 5, 30), (2026, 3, 12, 10))
    problem = problem_of(late, long_day, early, titled=("ada",), only=("ada",))
    month = month_of(problem, ("ada", late.id), ("ada", early.id))
    values = [
        [(term.parameter, term.value) for term in p.terms]
        for p in proposals_of(month, long_day.id)
        if p.means is Means.AGREEMENT
    ]

    assert values == [[("rest", 570)]]


def test_whoever_only_their_post_keeps_away_is_lent_where_their_titles_suffice() -> None:
    people = tuple(
        replace(m, dispositifs=frozenset({"Q"})) if m.id in {"ada", "brice"} else m
        for m in problem_of(titled=("ada",)).mediators
    )
    problem = replace(problem_of(RARE_DAY), mediators=people)
    month = month_of(problem)
    (proposal,) = proposals_of(month, RARE_DAY.id)

    assert (proposal.means, proposal.mediator.id, proposal.minutes) == (Means.LOAN, "ada", None)
    assert words(proposal, month) == (
        "Ada Lemoine peut venir en renfort (trajet non renseigné), si « Médiation de place » "
        "s’ajoute à son poste"
    )


def test_whom_only_their_sites_keep_away_is_lent_for_the_site() -> None:
    there = replace(RARE_DAY, site="place")
    people = tuple(
        replace(m, sites=frozenset({"ailleurs"}))
        for m in problem_of(titled=("ada",), only=("ada",)).mediators
    )
    month = month_of(replace(problem_of(there, only=("ada",)), mediators=people))
    (proposal,) = proposals_of(month, RARE_DAY.id)

    assert added_blocks(month, proposal) == []
    assert words(proposal, month) == (
        "Ada Lemoine peut venir en renfort (trajet non renseigné), si « Place du Marché » s’ajoute "
        "à son poste"
    )


@pytest.mark.parametrize(("minutes", "lent"), [(90, True), (91, False)])
def test_another_agency_lends_whose_way_is_known_and_at_most_ninety_minutes(
    minutes: int, lent: bool
) -> None:
    there = replace(RARE_DAY, site="place")
    people = tuple(
        replace(m, dispositifs=frozenset({"Q"}), agency="loin", sites=frozenset({"ailleurs"}))
        for m in problem_of(titled=("ada",), only=("ada",)).mediators
    )
    problem = problem_of(there, only=("ada",), travel=(("ailleurs", "place", minutes),))
    problem = replace(problem, mediators=people)
    proposals = proposals_of(month_of(problem), RARE_DAY.id)

    assert [proposal.minutes for proposal in proposals] == ([minutes] if lent else [])


def test_a_long_way_within_an_agency_is_told_as_it_is_known() -> None:
    there = replace(RARE_DAY, site="place")
    people = tuple(
        replace(m, dispositifs=frozenset({"Q"}), sites=frozenset({"ailleurs"}))
        for m in problem_of(titled=("ada",), only=("ada",)).mediators
    )
    problem = problem_of(there, only=("ada",), travel=(("ailleurs", "place", 120),))
    month = month_of(replace(problem, mediators=people))
    (proposal,) = proposals_of(month, RARE_DAY.id)

    assert proposal.minutes == 120
    assert words(proposal, month) == (
        "Ada Lemoine peut venir en renfort (120 min de trajet), si « Médiation de place » et "
        "« Place du Marché » s’ajoutent à son poste"
    )


def test_a_sunday_is_held_with_a_derogation_alone() -> None:
    sunday = slot("S-D-2026-03-08", (2026, 3, 8, 10), (2026, 3, 8, 15))
    month = month_of(problem_of(sunday))
    proposals = proposals_of(month, sunday.id)
    ground = proposals[0].ground

    assert {proposal.means for proposal in proposals} == {Means.GROUND}
    assert ground is not None
    assert (ground.kind, ground.since, ground.until) == (
        GroundKind.SUNDAY,
        date(2026, 3, 8),
        date(2026, 3, 8),
    )
    assert all(added_blocks(month, replace(p, ground=None)) for p in proposals)
    assert words(proposals[0], month) == (
        "Ada Lemoine peut venir avec une dérogation au repos dominical (genre « dimanche » de "
        "derogations.csv) pour Médiation de place, le 08/03/2026, si un texte la permet"
    )


def test_an_absence_is_told_last_and_never_why() -> None:
    leave = slot("R-D-2026-03-06", (2026, 3, 6, 9), (2026, 3, 6, 14), titles=RARE)
    month = month_of(problem_of(leave, titled=("ada",)))
    (proposal,) = proposals_of(month, leave.id)

    assert (proposal.means, proposal.edits) == (Means.PRESENT, False)
    assert words(proposal, month) == "Ada Lemoine pourrait venir sans son absence"


def test_whoever_leaves_on_the_fifteenth_is_proposed_until_then() -> None:
    people = tuple(
        replace(m, contracts=(replace(m.contracts[0], end=date(2026, 3, 15)),))
        if m.id == "ada"
        else m
        for m in problem_of(titled=("ada",)).mediators
    )
    before = slot("R-D-2026-03-13", (2026, 3, 13, 9), (2026, 3, 13, 14), titles=RARE)
    after = slot("R-D-2026-03-16", (2026, 3, 16, 9), (2026, 3, 16, 14), titles=RARE)
    month = month_of(replace(problem_of(before, after), mediators=people))

    assert [p.mediator.id for p in proposals_of(month, before.id)] == ["ada"]
    assert proposals_of(month, after.id) == ()


@pytest.mark.parametrize(("start", "lawful"), [(8, True), (7, False)])
def test_the_night_that_loses_an_hour_is_rested_in_elapsed_hours(start: int, lawful: bool) -> None:
    """From 20:00 on 28 March to 8:00 on the 29th: eleven hours, twelve on the clock."""
    night = slot("S-L-2026-03-28", (2026, 3, 28, 15), (2026, 3, 28, 20))
    day = slot("R-D-2026-03-29", (2026, 3, 29, start), (2026, 3, 29, 13), titles=RARE)
    month = month_of(problem_of(night, day, titled=("ada",)), ("ada", night.id))
    grounds = [p for p in proposals_of(month, day.id) if p.means is Means.GROUND]

    assert bool(grounds) is lawful


def drawn(seed: int) -> Month:
    """A rota of the small association's March, drawn: half of its posts are held, by anybody."""
    draw, problem = random.Random(seed), frame().problem
    shifts = {
        Assignment(person.id, each.id)
        for each in problem.slots
        for person in draw.sample(problem.mediators, 3)
        if may_hold(person, each) and draw.random() < 0.6
    }
    return month_of(problem, *((a.mediator, a.slot) for a in shifts))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_all_that_is_proposed_of_a_drawn_month_is_lawful_by_a_whole_audit(seed: int) -> None:
    month = drawn(seed)
    counted = 0
    for hole in holes(month.rota)[:10]:
        for proposal in proposals_of(month, hole.slot.id):
            counted += 1
            after = proposal.applied(month.rota)

            assert added_blocks(month, proposal) == []
            assert len(after.team_of[hole.slot.id]) > hole.have
            assert after.assignments - month.rota.assignments == proposal.added
            assert month.rota.assignments - after.assignments == proposal.removed

    assert counted >= 10


@pytest.mark.parametrize("seed", range(3))
def test_where_one_can_hand_a_post_over_by_trying_all_it_is_found(seed: int) -> None:
    draw = random.Random(seed)
    days = [
        slot(
            f"S{n}-D-2026-03-{10 + n // 2}",
            (2026, 3, 10 + n // 2, 8 + 5 * (n % 2)),
            (2026, 3, 10 + n // 2, 14 + 5 * (n % 2)),
        )
        for n in range(4)
    ]
    rare = slot("R-D-2026-03-10", (2026, 3, 10, 12), (2026, 3, 10, 17), titles=RARE)
    shifts = [(draw.choice(("ada", "brice", "elsa")), each.id) for each in days]
    problem = problem_of(*days, rare, titled=("ada", "brice"))
    month = month_of(problem, *shifts)
    if any(finding.blocks for finding in month.findings):
        shifts = [("ada", days[0].id), ("brice", days[1].id)]
        month = month_of(problem, *shifts)
    known = {finding.code for finding in month.findings}

    def lawful(assignments: frozenset[Assignment]) -> bool:
        after = Rota(problem=problem, assignments=assignments)
        return not any(f.blocks and f.code not in known for f in audit(after, month.profile))

    now = month.rota.assignments
    simple = any(lawful(now | {Assignment(who, rare.id)}) for who in ("ada", "brice"))
    by_hand = any(
        lawful(
            (now - {mine}) | {Assignment(mine.mediator, rare.id), Assignment(cover.id, mine.slot)}
        )
        for mine in now
        if mine.mediator in {"ada", "brice"}
        for cover in problem.mediators
        if cover.id != mine.mediator and cover.role in rare.needs[0].roles
    )
    means = {proposal.means for proposal in proposals_of(month, rare.id)}

    assert (Means.FREE in means) is simple
    if not simple:
        assert (Means.HANDOVER in means) is by_hand
