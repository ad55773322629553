"""Put together the shifts of several files, without duplicates or overlaps for a person."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.data.errors import FileError, NameQuestion, Where
from api.french.characters import unseen_in_name
from api.french.shifts import typed_hours, typed_shift
from api.intake.reading import EntryCounts, Reading, SetAside, Shift, WrittenAbsence
from api.judging.foreign.people import Places, Roll
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.problem import Worked

#: Nobody does two of these at once; standby, training and journeys may share time with them.
ALONE = frozenset({DutyKind.WORK, DutyKind.INTERVENTION})


MOST_NAMED = 2
"""Shifts of a refused entry that its refusal quotes; of more, only the shift that clashes."""

UNSHOWN = "\N{REPLACEMENT CHARACTER}"
"""What messages show instead of an invisible character."""


@dataclass(kw_only=True)
class Gathered:
    """
    The shifts and absences of files, after people and places were looked up.

    Entries refused or set aside here are counted as readers count them: by row, cell or event.
    """

    worked: list[Worked] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    where: dict[tuple[str, str], Where] = field(default_factory=dict)
    refused: list[FileError] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    dropped: dict[Where, str] = field(default_factory=dict)
    named: dict[str, Mediator] = field(default_factory=dict)


def gather(
    readings: Sequence[Reading],
    roll: Roll,
    places: Places | None,
    only: Collection[str] = (),
) -> Gathered:
    """
    Put the shifts and absences of some readings together.

    `only`: the dispositifs to keep; shifts that a file gives to others are set aside (empty: all).
    """
    gathered = Gathered()
    seen: dict[tuple[object, ...], Where] = {}
    kept: list[tuple[Mediator, Shift]] = []
    twice: list[tuple[Shift, Where]] = []
    doubtful: dict[str, dict[Where, None]] = defaultdict(dict)
    roll.meet(
        (named for read in readings for named in _names(read)),
        (hired for read in readings for hired in read.contracts),
    )
    for shift in (s for reading in readings for s in reading.shifts):
        if unseen_in_name(shift.person):
            _refuse_unseen(gathered, shift)
            continue
        mediator = roll.of(shift)
        if mediator is None:
            doubtful[shift.person][shift.where] = None
            continue
        duty = places.placed(shift.duty, mediator) if places else shift.duty
        if only and duty.dispositif and duty.dispositif not in only:
            _elsewhere(gathered, shift, duty)
            continue
        gathered.named.setdefault(mediator.id, mediator)
        first = seen.setdefault(_same(mediator, duty), shift.where)
        if first == shift.where:
            kept.append((mediator, shift if duty is shift.duty else replace(shift, duty=duty)))
        else:
            twice.append((shift, first))
    _set_aside(gathered, twice, {shift.where for _, shift in kept})
    for mediator, shift in _apart(gathered, kept, roll):
        free = _free(gathered, mediator, shift.duty)
        duty = shift.duty if free == shift.duty.id else replace(shift.duty, id=free)
        gathered.worked.append(Worked(mediator=mediator.id, duty=duty))
        gathered.where[mediator.id, duty.id] = shift.where
    for away in (a for reading in readings for a in reading.aways):
        if unseen_in_name(away.person):
            _refuse_unseen(gathered, away)
            continue
        mediator = roll.of(away)
        if mediator is None:
            doubtful[away.person] |= dict.fromkeys(away.places or (away.where,))
            continue
        gathered.named.setdefault(mediator.id, mediator)
        gathered.absences.append(replace(away.absence, mediator=mediator.id))
    _ask(gathered, roll, doubtful)
    return gathered


def _names(read: Reading) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names of the person of each entry of a file: the best one, then the others."""
    for shift in read.shifts:
        yield shift.person, shift.also
    for away in read.aways:
        yield away.person, away.also


def counted(readings: Iterable[Reading], gathered: Gathered) -> EntryCounts:
    """Return the counts of all entries; those that `gather` dropped no longer count as used."""
    counts = [reading.counts for reading in readings]
    refused = sum(1 for fate in gathered.dropped.values() if fate == "refused")
    aside = len(gathered.dropped) - refused
    return EntryCounts(
        read=sum(c.read for c in counts),
        used=sum(c.used for c in counts) - len(gathered.dropped),
        refused=sum(c.refused for c in counts) + refused,
        set_aside=sum(c.set_aside for c in counts) + aside,
    )


def _same(mediator: Mediator, duty: Duty) -> tuple[object, ...]:
    return mediator.id, duty.kind, duty.span.first, duty.span.last


def _set_aside(
    gathered: Gathered, twice: Iterable[tuple[Shift, Where]], used: Collection[Where]
) -> None:
    """Set aside the entries whose shifts another file gives too, all of them."""
    for shift, first in twice:
        if shift.where not in gathered.dropped and shift.where not in used:
            gathered.dropped[shift.where] = "aside"
            gathered.aside.append(
                SetAside(where=shift.where, text=_hours(shift), why=f"déjà donné : {first}")
            )


def _elsewhere(gathered: Gathered, shift: Shift, duty: Duty) -> None:
    if shift.where not in gathered.dropped:
        gathered.dropped[shift.where] = "aside"
        why = f"dispositif {duty.dispositif}, qui n’est pas demandé"
        gathered.aside.append(SetAside(where=shift.where, text=_hours(shift), why=why))


def _ask(gathered: Gathered, roll: Roll, doubtful: Mapping[str, Collection[Where]]) -> None:
    """Refuse the entries of each name that is to be asked about, for one question."""
    for name, places in doubtful.items():
        gathered.dropped |= dict.fromkeys(places, "refused")
        question = roll.questions[name]
        refusal = min(places).refusal(name, question.text, len(places))
        gathered.refused.append(replace(refusal, questions=(question.choice,)))


def _refuse_unseen(gathered: Gathered, entry: Shift | WrittenAbsence) -> None:
    if entry.where not in gathered.dropped:
        gathered.dropped[entry.where] = "refused"
        name = "".join(letter if letter.isprintable() else UNSHOWN for letter in entry.person)
        gathered.refused.append(
            entry.where.refusal(name, "un nom d’une ligne, sans caractère invisible")
        )


def _apart(
    gathered: Gathered, kept: Iterable[tuple[Mediator, Shift]], roll: Roll
) -> Iterator[tuple[Mediator, Shift]]:
    """
    Yield shifts, by person and start, without the rows that clash with an earlier row.

    A row is refused whole: half of what it says would be somebody's guess. Where the two rows
    write the name otherwise, they may be two people's, and it is asked.
    """
    by_person: dict[str, list[tuple[Mediator, Shift]]] = defaultdict(list)
    for mediator, shift in kept:
        by_person[mediator.id].append((mediator, shift))
    for group in by_person.values():
        taken: list[tuple[int, int, Shift]] = []
        rows = sorted((shift for _, shift in group), key=lambda s: s.where)
        for shift in rows:
            if shift.duty.kind not in ALONE or shift.where in gathered.dropped:
                continue
            other = _clash(taken, shift)
            if other is None:
                insort(taken, _place(shift), key=lambda h: h[:2])
                continue
            gathered.dropped[shift.where] = "refused"
            taken = [h for h in taken if h[2].where != shift.where]
            entry = [each for each in rows if each.where == shift.where]
            named = entry if len(entry) <= MOST_NAMED else [shift]
            refusal = shift.where.refusal(_hours(*named), _expected(entry, other))
            gathered.refused.append(replace(refusal, questions=_two_people(shift, other, roll)))
        group.sort(key=lambda g: (g[1].duty.span.first, g[1].duty.span.last, g[1].where))
        yield from (pair for pair in group if pair[1].where not in gathered.dropped)


def _expected(entry: Sequence[Shift], other: Shift) -> str:
    """Say what is expected of an entry that clashes: of several shifts, none is kept."""
    if len(entry) == 1:
        return f"un service hors de {_hours(other)} ({other.where})"
    expected = f"des services hors de {_hours(other)} ({other.where})"
    if other in entry:
        expected = "des services qui ne se chevauchent pas"
    return f"{expected} ; aucun des {len(entry)} services lus là n’est gardé"


def _two_people(shift: Shift, other: Shift, roll: Roll) -> tuple[NameQuestion, ...]:
    """Ask whether two shifts at the same time are two people's, unless RH said whose they are."""
    name, taken = (" ".join(each.person.split()) for each in (shift, other))
    said = roll.answers.of(name) is not None or roll.answers.of(taken) is not None
    if said or name.casefold() == taken.casefold():
        return ()
    return (NameQuestion(name=name, choices=((taken, taken),)),)


def _place(shift: Shift) -> tuple[int, int, Shift]:
    return shift.duty.span.first, shift.duty.span.last, shift


def _clash(taken: Sequence[tuple[int, int, Shift]], shift: Shift) -> Shift | None:
    """Return a shift at the same time; those taken don't overlap, so two neighbours are enough."""
    first, last = shift.duty.span.first, shift.duty.span.last
    place = bisect_left(taken, first, key=lambda h: h[0])
    for begin, end, other in taken[max(0, place - 1) : place + 1]:
        if begin < last and first < end:
            return other
    return None


def _hours(first: Shift, *more: Shift) -> str:
    """Write shifts with their day, which is written once where all of them are on it."""
    day = first.duty.span.day
    others = (
        typed_hours(shift.duty.span) if shift.duty.span.day == day else typed_shift(shift.duty.span)
        for shift in more
    )
    return " et ".join((typed_shift(first.duty.span), *others))


def _free(gathered: Gathered, mediator: Mediator, duty: Duty) -> str:
    """Return the duty's id, numbered where another file gave the person's duty the same."""
    ident, number = duty.id, 2
    while (mediator.id, ident) in gathered.where:
        ident = f"{duty.id}~{number}"
        number += 1
    return ident
