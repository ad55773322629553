"""Say why the posts of a month stay open, of all at once, or of one with what would fill it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from api.database.memory import Memory, Same
from api.month.candidates.service import ExplainedSlot, UnablePerson
from api.month.errors import BadRequestError, Wrong
from api.month.findings import findings_of
from api.month.frames import Frame
from api.planning.holes import holes
from api.planning.names import names_of
from api.staffing.bench import Bench, Obstacle, bench_of, blocking
from api.staffing.causes import Cause, OpenPost, by_name, people_for
from api.staffing.groups import Reasons, reasons_on
from api.staffing.proposals.proposal import Proposal
from api.staffing.proposals.search import Month, proposals_for, with_terms
from api.staffing.trial import reasons
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Slot
from scheduler.publication import begun_slots
from scheduler.rule import Profile

if TYPE_CHECKING:
    from api.month.holes.kept import KeptHoles  # a command explains without a database

KEPT = 24
"""How many versions' open posts a process keeps in memory."""


@dataclass(frozen=True, kw_only=True)
class OpenNeed:
    """
    A need of a slot below its target.

    `people`: all whose post lets them hold it, the nearest first, with what stops each (None:
    nothing, though others may have to come with them). `proposals`: what would fill it, each
    applied and audited; what costs others least comes first.
    """

    post: OpenPost
    people: tuple[tuple[Mediator, Obstacle | None], ...] = ()
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenSlot(ExplainedSlot):
    """A slot with its open needs (none: they are all met), each with what would fill it."""

    needs: tuple[OpenNeed, ...]


_reasons = Memory[tuple[Profile, Reasons]](KEPT)
"""Open posts kept in memory, by problem, version and what had begun, with the rules of then."""

_benches = Memory[Bench](KEPT)
"""The last bench of each problem: a version differs by a few people from the one before."""


def holes_of(
    frame: Frame,
    assignments: frozenset[Assignment],
    *,
    now: int,
    kept: KeptHoles | None = None,
) -> Reasons:
    """
    Say why each post of a version that is below its target is open, by post and by cause.

    Of what another draft decides, and of what has begun at `now`, a UTC minute, nothing is sought.
    A version never changes: it is asked about once, as long as its data stay, and after an edit
    only those whom it touches are tried again. `kept`: where the answer outlives the process.
    """
    rules, problem = blocking(frame.profile), Same(frame.problem)
    key = problem, assignments, len(begun_slots(frame.problem, now))
    with _reasons.turn(key):
        known = _reasons.find(key)
        if known is not None and known[0] == rules:
            return known[1]
        if kept is not None and (stored := kept.find(frame, now)) is not None:
            _reasons.keep(key, (rules, stored))
            return stored
        rota, findings = frame.rota(assignments), findings_of(frame, assignments)
        before = _benches.find(problem)
        bench = (
            before.after(rota, findings)
            if before is not None and before.profile == rules
            else bench_of(rota, frame.profile, findings)
        )
        reasons = reasons_on(
            bench,
            now=now,
            slots={slot.id for slot in frame.slots},
            with_terms=partial(with_terms, frame.association),
        )
        _benches.keep(problem, bench)
        _reasons.keep(key, (rules, reasons))
        if kept is not None:
            kept.keep(frame, now, reasons)
    return reasons


def open_slots(
    frame: Frame, assignments: frozenset[Assignment], *, now: int, vital: bool = False
) -> tuple[Slot, ...]:
    """Return the slots to come with an open post, by start; `vital`: one under a minimum."""
    mine = {slot.id for slot in frame.slots} - begun_slots(frame.problem, now)
    posts = (hole for hole in holes(frame.rota(assignments)) if hole.vital or not vital)
    return tuple({hole.slot.id: hole.slot for hole in posts if hole.slot.id in mine}.values())


def hole_of(
    frame: Frame, assignments: frozenset[Assignment], slot_id: str, *, now: int
) -> OpenSlot:
    """Say why a slot is open, and what would fill it (BadRequestError: it isn't decided here)."""
    slot = frame.problem.slot_of.get(slot_id)
    if slot is None or slot_id in frame.frozen:
        expected = f"un créneau de {frame.month:%m/%Y} que ce planning décide"
        raise BadRequestError([Wrong(field="slot", received=slot_id, expected=expected)])
    month = Month(
        association=frame.association,
        rota=frame.rota(assignments),
        profile=frame.profile,
        findings=tuple(findings_of(frame, assignments)),
        fixed=frame.frozen | begun_slots(frame.problem, now),
    )
    why = reasons_on(month.bench, now=now, slots={slot_id}, seeking=False)
    needs = tuple(
        OpenNeed(post=post)
        if post.cause is Cause.BEGUN
        else OpenNeed(
            post=post,
            people=people_for(month.bench, post.hole),
            proposals=proposals_for(month, post),
        )
        for post in why.posts
    )
    return OpenSlot(slot=slot, needs=needs, reasons=why, unable=_unable(frame, month, slot))


def _unable(frame: Frame, month: Month, slot: Slot) -> tuple[UnablePerson, ...]:
    """Return the people whose post forbids a slot, those who lack least first."""
    team = {person.id for person in month.rota.team_of[slot.id]}
    names = names_of(frame.association)
    unable = [
        UnablePerson(mediator=person, why=why)
        for person in month.rota.problem.mediators
        if person.id in frame.posted and person.id not in team
        for why in (tuple(reasons(person, slot, names)),)
        if why
    ]
    return tuple(sorted(unable, key=lambda u: (len(u.why), *by_name(u.mediator))))
