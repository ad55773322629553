"""Fill every open post of a month that somebody can hold without breaking anything."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from api.database.tables.month import RotaRow
from api.french.plural import plural
from api.month.findings import after_edit
from api.month.frames import Frame
from api.month.places.drafts import version_of
from api.month.versions.copying import harmless
from api.planning.holes import holes, holes_on
from api.staffing.bench import Bench, bench_of, in_order
from api.staffing.causes import Cause, explain_hole
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Slot
from scheduler.engine.search.closing import filled
from scheduler.publication import begun_slots

AT_ONCE = ("poste pourvu d’un coup", "postes pourvus d’un coup")
"""What the note of a version says that was filled so, after how many."""


def filled_words(many: int) -> str:
    """Say how many posts were filled at once, as the note of the version says it."""
    return plural(many, *AT_ONCE)


def just_filled(session: Session, draft: RotaRow) -> str:
    """Return what the current version of a draft says it filled at once (empty: another did)."""
    note = version_of(session, draft.id, draft.head).note if draft.head else ""
    return note if note.endswith(AT_ONCE) else ""


def fillers(frame: Frame, assignments: frozenset[Assignment], *, now: int) -> frozenset[Assignment]:
    """
    Return who may come to the open posts of a version, all together, without breaking anything.

    Posts are given as a calculation gives those that it finds open at its end: those under a
    minimum first, each to whoever costs least by the order of the month's goals (hours over the
    contract and fairness among them), nobody where the month would get worse. Those who break
    something already are tried again by what they would add. The same version always gives the same
    answer, and the audit of all of it adds nothing that blocks. What has begun at `now`, a UTC
    minute, stays as it is.
    """
    problem, before = frame.problem, frame.rota(assignments).assignments
    begun = begun_slots(problem, now) | frame.frozen
    slots = {slot.id for slot in frame.slots} - begun
    after = filled(problem, in_order(problem, frame.profile), before, slots)
    added = frozenset(each for each in after - before if frame.decides(each))
    added |= _free(frame, assignments, assignments | added, slots)
    return harmless(frame, assignments, added)


def _free(
    frame: Frame,
    before: frozenset[Assignment],
    after: frozenset[Assignment],
    slots: Collection[str],
) -> frozenset[Assignment]:
    """Return who else may come to some slots, whom nothing new would keep from them."""
    rota = frame.edited_rota(before, after)
    bench = bench_of(rota, frame.profile, after_edit(frame, before, after))
    left = [hole.slot for hole in holes(rota) if hole.slot.id in slots]
    # Who comes to one post may be the partner for whom another waits.
    while left:
        there = bench.rota.assignments
        for slot in left:
            while some := _coming(frame, bench, slot):
                bench = bench.with_people(some, slot)
        if bench.rota.assignments == there:
            break
        left = [slot for slot in left if any(holes_on(bench.rota, slot))]
    return bench.rota.assignments - rota.assignments


def _coming(frame: Frame, bench: Bench, slot: Slot) -> tuple[Mediator, ...]:
    """Return who comes next to a slot: one person, or two where neither may come alone."""
    for hole in holes_on(bench.rota, slot):
        post = explain_hole(bench, hole)
        come = [Assignment(person.id, slot.id) for person in post.can_come]
        if post.cause is Cause.NOTHING and all(map(frame.decides, come)):
            return post.can_come
    return ()
