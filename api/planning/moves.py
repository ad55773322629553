"""List the differences between two rotas of a month, by assignment and by person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.french.shifts import typed_hours
from api.french.words import DAYS, alphabetical, change_words
from api.planning.names import Names
from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import Rota


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A person who holds another slot of the same day."""

    person: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A change for a person: the duty before (None: none) and the duty after (None: none)."""

    before: Duty | None
    after: Duty | None

    @property
    def start(self) -> int:
        """Return the UTC minute of the first duty that the change concerns."""
        return min(duty.span.first for duty in (self.before, self.after) if duty is not None)


@dataclass(frozen=True, kw_only=True)
class PersonChanges:
    """All changes for one person, in the order of time."""

    mediator: Mediator
    turns: tuple[Turn, ...]


def moves(
    old: Rota, new: Rota
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...], tuple[Moved, ...]]:
    """Return assignments added, then removed, then people who change slot within a day."""
    added: list[Assignment] = []
    removed: list[Assignment] = []
    moved: list[Moved] = []
    for person, turn in _turns(*_both_worked(old, new)):
        before, after = turn.before, turn.after
        if before is None and after is not None:
            added.append(Assignment(person, after.id))
        elif before is not None and after is None:
            removed.append(Assignment(person, before.id))
        elif before is not None and after is not None:
            moved.append(Moved(person=person, before=before.id, after=after.id))
    return tuple(sorted(added)), tuple(sorted(removed)), tuple(moved)


def changes_by_person(
    old: Iterable[Worked], new: Iterable[Worked], people: Mapping[str, Mediator]
) -> tuple[PersonChanges, ...]:
    """Return the changes of each person who has any, in the order of names."""
    turns: dict[str, list[Turn]] = defaultdict(list)
    for person, turn in _turns(old, new):
        turns[person].append(turn)
    return tuple(
        PersonChanges(
            mediator=people[who], turns=tuple(sorted(turns[who], key=lambda turn: turn.start))
        )
        for who in sorted(
            turns.keys() & people.keys(), key=lambda w: (alphabetical(people[w].name), w)
        )
    )


def changes_between(old: Rota, new: Rota) -> tuple[PersonChanges, ...]:
    """Return the changes of each person from a rota to another one of the same people and slots."""
    return changes_by_person(*_both_worked(old, new), new.problem.mediator_of)


def _both_worked(old: Rota, new: Rota) -> tuple[list[Worked], list[Worked]]:
    """Return what people do in each of two rotas, but for what is the same in both."""
    # An assignment of both differs only where the slots themselves do.
    same = old.assignments & new.assignments if old.problem is new.problem else frozenset()
    return _worked(old, same), _worked(new, same)


def _worked(rota: Rota, but: frozenset[Assignment]) -> list[Worked]:
    slots = rota.problem.slot_of
    return [Worked(mediator=a.mediator, duty=slots[a.slot].duty) for a in rota.assignments - but]


def _turns(old: Iterable[Worked], new: Iterable[Worked]) -> Iterator[tuple[str, Turn]]:
    """Yield differences by person: the same slot at other hours, another slot of the same day."""
    before = {_facts(worked): worked for worked in old}
    after = {_facts(worked): worked for worked in new}
    gained: dict[tuple[str, date], list[Duty]] = defaultdict(list)
    for facts in sorted(after.keys() - before.keys()):
        worked = after[facts]
        gained[worked.mediator, worked.duty.span.day].append(worked.duty)
    for facts in sorted(before.keys() - after.keys()):
        person, duty = before[facts].mediator, before[facts].duty
        there = gained[person, duty.span.day]
        same = next((other for other in there if other.id == duty.id), there[0] if there else None)
        if same is not None:
            there.remove(same)
        yield person, Turn(before=duty, after=same)
    for (person, _), duties in sorted(gained.items()):
        for duty in duties:
            yield person, Turn(before=None, after=duty)


def _facts(worked: Worked) -> tuple[int, int, str, str, str]:
    """Return what a person knows a shift by; sorted, it comes by start."""
    duty = worked.duty
    return duty.span.first, duty.span.last, duty.id, worked.mediator, duty.site


def turn_words(turn: Turn, names: Names) -> str:
    """Write a change: `lundi 02/03 : 09:00–16:30 Place → libre`."""
    duty = turn.before or turn.after
    day = "" if duty is None else f"{DAYS[duty.span.day.weekday()]} {duty.span.day:%d/%m}"
    before, after = held_words(turn.before, names), held_words(turn.after, names)
    return f"{day} : {change_words(before, after)}"


def held_words(duty: Duty | None, names: Names) -> str:
    """Write what someone holds: `09:00–16:30 Place`, `… astreinte, Place`, or `libre`."""
    if duty is None:
        return "libre"
    return f"{typed_hours(duty.span)} {names.where_held(duty)}"
