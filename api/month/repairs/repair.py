"""What a month planned again in one way changes and leaves, and how that is said in French."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from api.french.plural import plural
from api.month.alternatives.trial import Payer
from api.month.alternatives.wording import NOT_CONCLUDED, STOPPED, changes_in_words, payer_json
from api.month.standing import Starts
from api.planning.moves import PersonChanges, Turn
from api.planning.names import Names
from api.staffing.wording import slot_words
from scheduler.domain.posts import Posts, posts_of
from scheduler.domain.problem import Assignment, Problem, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.publication import told_late


class Way(StrEnum):
    """
    The ways to plan again.

    FEWEST: posts that are held stay held as far as possible, and holes that stand stay holes.
    COVERAGE: as many posts of the month as possible are held. SPARING: as FEWEST, but what begins
    within two days changes only where the law or an absence leaves no choice.
    """

    FEWEST = "moins_de_changements"
    COVERAGE = "couverture"
    SPARING = "personne_sous_48_h"


@dataclass(frozen=True, kw_only=True)
class Uncovered:
    """A slot that fewer people hold than before, of those whom it asks for."""

    slot: Slot
    before: int
    after: int
    target: int


@dataclass(frozen=True, kw_only=True)
class Repair:
    """
    A month planned again in one way.

    `assignments`: the month (None: none was found); `impossible`: no lawful one exists, or none
    that leaves as it is what isn't to be planned again (`bounded`). `fewest`: it was proved that no
    lawful month that does as well by what comes before changes less: told late, then people, then
    shifts. `late`: changes told later than is due; `soon`: those of what begins within two days;
    both count changes as people are told them. `uncovered`: what it leaves; `posts`: those of the
    month, so that holes that stood before count too. `contradictions`: what the solver answered
    that was refuted, a sentence each.
    """

    way: Way
    assignments: frozenset[Assignment] | None = None
    impossible: bool = False
    bounded: bool = False
    fewest: bool = False
    stopped: bool = False
    changes: tuple[PersonChanges, ...] = ()
    late: int = 0
    soon: int = 0
    uncovered: tuple[Uncovered, ...] = ()
    posts: Posts | None = None
    payers: tuple[Payer, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All changes, person by person."""
        return tuple(turn for person in self.changes for turn in person.turns)


def uncovered_between(before: Rota, after: Rota) -> Iterator[Uncovered]:
    """Yield the slots that fewer people hold, of those whom they ask for, by start."""
    for slot in sorted(before.problem.slots, key=lambda s: (s.span.first, s.id)):
        have, left = (posts_of(slot, rota.team_of[slot.id]) for rota in (before, after))
        if left.have < have.have:
            yield Uncovered(slot=slot, before=have.have, after=left.have, target=left.target)


def plainly_fewest(problem: Problem, standing: Rota, after: Rota) -> bool:
    """
    Whether no lawful rota that covers as much as what stands changes less than `after` does.

    Whoever is away leaves what they held, in any lawful rota. If that empties no post, it is all.
    If one shift is left and its post is held again by somebody who held nothing that day in its
    place, two people change once each, and no rota that covers as much has fewer: it is the least
    unless somebody else could have been told in time. False: counting doesn't tell.

    `problem`: with the short notices by which changes are told late.
    """
    away = frozenset(
        a
        for a in standing.assignments
        if problem.presence.is_away(a.mediator, problem.slot_of[a.slot].span)
    )
    left, taken = standing.assignments - after.assignments, after.assignments - standing.assignments
    if left != away or any(uncovered_between(standing, after)):
        return False
    if not taken:
        return True
    alone = Rota(problem=standing.problem, assignments=standing.assignments - away)
    if len(away) != 1 or len(taken) != 1 or not any(uncovered_between(standing, alone)):
        return False
    [gone], [come] = away, taken
    slot = problem.slot_of[gone.slot]
    if come.slot != slot.id:
        return False
    able = (
        m.id
        for m in problem.mediators
        if slot in problem.candidates[m.id]
        and Assignment(m.id, slot.id) not in standing.assignments
        and not problem.presence.is_away(m.id, slot.span)
    )
    return told_late(problem, come.mediator, slot) == min(
        told_late(problem, who, slot) for who in able
    )


def simple_repair(
    starts: Starts, left: Iterable[Assignment], seconds: float
) -> frozenset[Assignment]:
    """
    Return the month that stands without what must be left, each post held by the best colleague.

    `left`: what must be left; of it, what isn't planned again stays. A post stays empty where
    nobody may lawfully come as things are then, and once so many seconds have passed.
    """
    deadline = time.monotonic() + seconds
    problem = starts.problem
    gone = {a for a in left if a.slot not in starts.kept}
    month = starts.standing - gone
    # Each post that is filled lifts what blocks by its being empty, and none comes back.
    starts = replace(starts, than=month)
    for each in sorted(gone, key=lambda a: (problem.slot_of[a.slot].span.first, a)):
        if time.monotonic() > deadline:
            break
        slot = problem.slot_of[each.slot]
        able = (m for m in problem.mediators if m.id != each.mediator and may_hold(m, slot))
        tries = {month | {Assignment(m.id, slot.id)} for m in able} - {month}
        month = starts.best(tries) or month
    return month


TITLES = {
    Way.FEWEST: "Le moins de changements",
    Way.COVERAGE: "La meilleure couverture",
    Way.SPARING: "Personne à moins de 48 h",
}

MEANING = {
    Way.FEWEST: "garde tenus les postes qui le sont, sans chercher à pourvoir les autres",
    Way.COVERAGE: "cherche à pourvoir tous les postes du mois",
    Way.SPARING: (
        "ne change ce qui commence dans les 48 h que là où une règle ou une absence l’impose"
    ),
}

IMPOSSIBLE = "Aucun planning légal n’existe : demandez pourquoi."
IMPOSSIBLE_SO_BOUND = (
    "Aucun planning légal ne laisse tel quel ce que vous ne replanifiez pas : replanifiez tout le "
    "mois, ou demandez pourquoi."
)
PROOFS = {
    Way.FEWEST: "Prouvé : aucun planning légal qui couvre aussi bien ne change moins.",
    Way.COVERAGE: (
        "Prouvé : aucun planning légal qui vaut autant en effectifs et en heures au-delà des "
        "contrats ne change moins."
    ),
    Way.SPARING: (
        "Prouvé : aucun planning légal qui change aussi peu à moins de 48 h, puis couvre aussi "
        "bien, ne change moins."
    ),
}
NOT_PROVED = "Non prouvé dans le temps donné : d’autres plannings changent peut-être moins."

SHOWN = 6
"""Slots left open that a sentence names."""


def repair_words(repair: Repair, names: Names) -> tuple[str, ...]:
    """Say what changes, whether that is the least, and what is left open by it."""
    if repair.assignments is None:
        if repair.impossible:
            return (IMPOSSIBLE_SO_BOUND if repair.bounded else IMPOSSIBLE,)
        return (STOPPED if repair.stopped else NOT_CONCLUDED,)
    return (
        changed_words(repair),
        PROOFS[repair.way] if repair.fewest else NOT_PROVED,
        uncovered_words(repair.uncovered, names),
        *repair.contradictions,
    )


def changed_words(repair: Repair) -> str:
    """Say how many changes, for how many people, and how many come late: `3 changements, …`."""
    if not repair.turns:
        return "Aucun changement."
    many = plural(len(repair.turns), "changement")
    people = plural(len(repair.changes), "personne")
    return (
        f"{many}, pour {people}, dont {repair.late} dans le délai de prévenance et "
        f"{repair.soon} à moins de 48 h."
    )


def uncovered_words(uncovered: Iterable[Uncovered], names: Names) -> str:
    """Say which slots fewer people hold than before."""
    slots = list(uncovered)
    if not slots:
        return "Aucun poste tenu ne se vide."
    lost = sum(post.before - post.after for post in slots)
    said = [f"{slot_words(p.slot, names)} ({p.after} sur {p.target})" for p in slots[:SHOWN]]
    rest = len(slots) - len(said)
    more = f" ; et {plural(rest, 'autre créneau', 'autres créneaux')}" if rest else ""
    head = "1 poste se vide" if lost == 1 else f"{lost} postes se vident"
    return f"{head} : {' ; '.join(said)}{more}."


def repair_json(repair: Repair, names: Names) -> dict[str, Any]:
    """
    Return one way as plain values.

    `state`: `possible`, `impossible` or `non_conclu`. Counts of `changes`, `people`, `late` and
    `soon` are as people are told; `missing` is to the minimums, then to the targets.
    """
    return {
        "way": repair.way.value,
        "title": TITLES[repair.way],
        "meaning": MEANING[repair.way],
        "state": state_of(repair),
        "sentences": list(repair_words(repair, names)),
        "fewest": repair.fewest,
        "count": len(repair.turns),
        "people": len(repair.changes),
        "late": repair.late,
        "soon": repair.soon,
        "missing": (
            None
            if repair.posts is None
            else {"minimum": repair.posts.under, "target": repair.posts.open}
        ),
        "uncovered": [
            {
                "slot": post.slot.id,
                "before": post.before,
                "after": post.after,
                "target": post.target,
            }
            for post in repair.uncovered
        ],
        "changes": changes_in_words(repair.changes, names),
        "payers": [payer_json(payer) for payer in repair.payers],
    }


def state_of(repair: Repair) -> str:
    """Return whether it can be: `possible`, `impossible` or `non_conclu`."""
    if repair.assignments is not None:
        return "possible"
    return "impossible" if repair.impossible else "non_conclu"
