"""Copy shifts to other days or other people: what can't be held lawfully is said and left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.french.plural import plural
from api.french.words import brief_date
from api.judging.reaudit import finding_changes
from api.month.findings import after_edit, findings_of
from api.month.frames import Frame
from api.planning.names import Names, names_of, person_name
from api.staffing.bench import Bench, bench_of
from api.staffing.trial import has_room, reasons, stopping
from api.staffing.wording import slot_words, stop_words
from scheduler.domain.duty import template_of
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Slot
from scheduler.finding import Finding
from scheduler.publication import begun_slots


def harmless(
    frame: Frame, before: frozenset[Assignment], added: frozenset[Assignment]
) -> frozenset[Assignment]:
    """
    Return those of some assignments, tried one by one, that break nothing all together either.

    Rules on the whole month see only all of them at once.
    """
    while added and (broken := _broken(frame, before, added)):
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


NO_SLOT = "aucun créneau semblable ce jour-là"
NO_ROOM = "plus de place"
FIXED = "déjà commencé, ou décidé par un autre planning"
NOT_ALONE = "seul, ce service n’est pas permis"
TOGETHER = "tous ensemble, ces services enfreindraient une règle"
BETWEEN = " ,:\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""What may stand between a person's name and what is said of them."""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A shift that wasn't copied: whose, which, and why, in French."""

    person: str
    words: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Copied:
    """What a copy adds to a version, and what it leaves out."""

    added: frozenset[Assignment]
    aside: tuple[LeftOut, ...]

    @property
    def words(self) -> str:
        """Say how many shifts are copied, and how many are left out: `5 services collés`."""
        many = plural(len(self.added), "service collé", "services collés")
        aside = plural(len(self.aside), "laissé de côté", "laissés de côté")
        return f"{many}, {aside}" if self.aside else many


def shifted(
    frame: Frame,
    assignments: frozenset[Assignment],
    since: date,
    until: date,
    to: date,
    *,
    person: str = "",
    to_person: str = "",
) -> tuple[Assignment, ...]:
    """
    Return the shifts of some days as they would be from another day on, by start.

    `person`: whose (empty: everybody's); `to_person`: who would hold them (empty: the same).
    """
    slots = frame.problem.slot_of
    copied = [
        (slot.span.first, each.mediator, f"{template_of(each.slot)}-{slot.span.day + (to - since)}")
        for each in frame.rota(assignments).assignments
        if since <= (slot := slots[each.slot]).span.day <= until and person in ("", each.mediator)
    ]
    return tuple(Assignment(to_person or who, slot) for _, who, slot in sorted(copied))


def copied(
    frame: Frame,
    assignments: frozenset[Assignment],
    wanted: Sequence[Assignment],
    *,
    now: int,
) -> Copied:
    """
    Try shifts one after the other, and return those that can be held, and why the others can't.

    What its person holds already is neither. Nothing that blocks is added, by one of them or by all
    together. What has begun at `now`, a UTC minute, stays as it is.
    """
    copying = _Copying(frame, assignments, now)
    aside = [left for each in dict.fromkeys(wanted) if (left := copying.tried(each)) is not None]
    aside += copying.without_partner()
    added = copying.added()
    kept = harmless(frame, assignments, added)
    aside += (copying.left_out(each, TOGETHER) for each in sorted(added - kept))
    return Copied(added=kept, aside=tuple(aside))


class _Copying:
    """The bench of a version, to which shifts are added one after the other."""

    def __init__(self, frame: Frame, assignments: frozenset[Assignment], now: int) -> None:
        self.frame = frame
        self.before = frame.rota(assignments)
        self.bench: Bench = bench_of(self.before, frame.profile, findings_of(frame, assignments))
        self.fixed = begun_slots(frame.problem, now) | frame.frozen
        self.names: Names = names_of(frame.association)

    def added(self) -> frozenset[Assignment]:
        """Return what was added so far."""
        return self.bench.rota.assignments - self.before.assignments

    def tried(self, wanted: Assignment) -> LeftOut | None:
        """Add a shift, or say why not."""
        slot = self.frame.problem.slot_of.get(wanted.slot)
        person = self.frame.problem.mediator_of.get(wanted.mediator)
        if slot is None or person is None:
            return self.left_out(wanted, NO_SLOT)
        if person in self.bench.rota.team_of[slot.id]:
            return None
        why = self._why(person, slot)
        if why:
            return self.left_out(wanted, why)
        self.bench = self.bench.with_people((person,), slot)
        return None

    def _why(self, person: Mediator, slot: Slot) -> str:
        """Say what keeps somebody from a slot (empty: nothing, if others come too)."""
        if slot.id in self.fixed or not self.frame.decides(Assignment(person.id, slot.id)):
            return FIXED
        post = [words for _, words in reasons(person, slot, self.names)]
        if post:
            return " ; ".join(post)
        if not has_room(slot, len(self.bench.rota.team_of[slot.id])):
            return NO_ROOM
        stop = self.bench.stop(person, slot)
        words = "" if stop is None else stop_words(stop, self.names).removesuffix(".")
        return words.removeprefix(person.name).lstrip(BETWEEN)

    def without_partner(self) -> Iterator[LeftOut]:
        """Take off, and yield, those who came to a slot where they may not be by themselves."""
        alone = [
            slot
            for slot in sorted({each.slot for each in self.added()})
            if self.bench.unsettled(self.frame.problem.slot_of[slot])
        ]
        for each in sorted(self.added()):
            if each.slot in alone:
                self.bench = self.bench.without(each)
                yield self.left_out(each, NOT_ALONE)

    def left_out(self, wanted: Assignment, why: str) -> LeftOut:
        """Say that a shift is left out."""
        slot = self.frame.problem.slot_of.get(wanted.slot)
        return LeftOut(
            person=person_name(self.frame.association, wanted.mediator),
            words=_day(wanted.slot) if slot is None else slot_words(slot, self.names),
            why=why,
        )


def _day(slot: str) -> str:
    """Say on which day a slot would be that isn't there."""
    try:
        return brief_date(date.fromisoformat(slot.removeprefix(f"{template_of(slot)}-")))
    except ValueError:
        return slot
