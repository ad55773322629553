"""Fill every open post of a month that somebody can hold without breaking anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from api.database.tables.month import RotaRow
from api.french.plural import plural
from api.judging.reaudit import finding_changes
from api.month.findings import after_edit, findings_of
from api.month.frames import Frame
from api.month.places.drafts import version_of
from api.planning.holes import Hole, holes, holes_on
from api.staffing.bench import bench_of
from api.staffing.causes import Cause, by_name, explain_hole, posted
from api.staffing.trial import stopping
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.finding import Finding, Verdict
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

    Posts under a minimum come first, then those that fewest people could hold. Each gets whoever
    the goals of the month prefer, in the order in which it is calculated, and of several alike who
    has most hours still due; whoever would bring a finding comes only where nobody else can. The
    same version always gives the same answer, and the audit of all of it adds nothing that blocks.
    What has begun at `now`, a UTC minute, stays as it is.
    """
    added = _Filling(frame, assignments, now).people()
    while added and (broken := _broken(frame, assignments, added)):
        # Rules on the whole month see only all of them together.
        added -= frozenset(_behind(broken, added)) or added
    return added


def _broken(
    frame: Frame, before: frozenset[Assignment], added: frozenset[Assignment]
) -> tuple[Finding, ...]:
    """Return what blocks and wasn't there before people came."""
    after = after_edit(frame, before, before | added)
    return stopping(finding_changes(findings_of(frame, before), after).added)


def _behind(broken: Iterable[Finding], added: frozenset[Assignment]) -> Iterator[Assignment]:
    """Yield those of the assignments of which findings tell."""
    for finding in broken:
        about = {finding.subject, *finding.evidence}
        yield from (each for each in added if {each.mediator, each.slot} & about)


class _Filling:
    """The bench of a version, to which people are added one post after the other."""

    def __init__(self, frame: Frame, assignments: frozenset[Assignment], now: int) -> None:
        self.frame = frame
        self.before = frame.rota(assignments)
        self.bench = bench_of(self.before, frame.profile, findings_of(frame, assignments))
        begun = begun_slots(frame.problem, now) | frame.frozen
        self.slots = [slot for slot in frame.slots if slot.id not in begun]

    def people(self) -> frozenset[Assignment]:
        """Put people on posts until none is left that somebody can hold."""
        mine = {slot.id for slot in self.slots}
        posts = (hole for hole in holes(self.before) if hole.slot.id in mine)
        order = sorted(posts, key=self._scarcity)
        slots = list({hole.slot.id: hole.slot for hole in order}.values())
        # Who comes to one post may be the partner for whom another waits.
        while sum([self._fill(slot) for slot in slots]):
            slots = [slot for slot in slots if any(holes_on(self.bench.rota, slot))]
        return self.bench.rota.assignments - self.before.assignments

    def _scarcity(self, hole: Hole) -> tuple[bool, int, int, str]:
        people = posted(self.before, hole).left
        could = sum(self.bench.stop(person, hole.slot) is None for person in people)
        return not hole.vital, could, hole.slot.span.first, hole.slot.id

    def _fill(self, slot: Slot) -> int:
        """Put people on a slot while some can come; return how many did."""
        many = 0
        while some := self._coming(slot):
            self.bench = self.bench.with_people(some, slot)
            many += len(some)
        return many

    def _coming(self, slot: Slot) -> tuple[Mediator, ...]:
        """Return who comes next to a slot: one person, or two where neither may come alone."""
        for hole in holes_on(self.bench.rota, slot):
            alone = self._alone(hole)
            if alone is not None:
                return (alone,)
            post = explain_hole(self.bench, hole)
            if post.cause is Cause.NOTHING and all(self._decides(m, slot) for m in post.can_come):
                return post.can_come
        return ()

    def _alone(self, hole: Hole) -> Mediator | None:
        bench, ranking, slot = self.bench, self.bench.ranking, hole.slot
        tries: list[tuple[Mediator, Rota]] = []
        for person in posted(bench.rota, hole).left:
            if self._decides(person, slot) and bench.admits(person, slot):
                rota = bench.rota.changed({Assignment(person.id, slot.id)})
                change = ranking.first_change(rota)
                if change is None or change.difference <= 0:
                    tries.append((person, rota))
        tries.sort(key=lambda each: (bench.hours_over(each[0]), *by_name(each[0])))
        best = [person for person, _ in sorted(tries, key=lambda each: ranking.key(each[1]))]
        free = next((person for person in best if not self._more(person, slot)), None)
        return free or min(best, key=lambda person: self._more(person, slot), default=None)

    def _decides(self, person: Mediator, slot: Slot) -> bool:
        return self.frame.decides(Assignment(person.id, slot.id))

    def _more(self, person: Mediator, slot: Slot) -> int:
        """Return how many findings that block nothing a person would bring to a slot."""
        held = self.bench.rota.slots_of[person.id]
        after = tuple(sorted((*held, slot), key=lambda each: (each.span.first, each.id)))
        changes = finding_changes(self.frame.judged(person, held), self.frame.judged(person, after))
        return sum(finding.verdict is Verdict.VIOLATION for finding in changes.added)
