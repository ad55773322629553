"""Read the tables that people have: who works, who does what when, what must still be asked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, takewhile
from pathlib import Path

from api.controls.answers import Answers, guides_of
from api.data.association import Association
from api.data.errors import FileError, MonthQuestion, Where
from api.french.characters import unseen_in_name
from api.french.moments import hours_words
from api.intake.reading import EntryCounts, Reading, Written, WrittenContract
from api.judging.directory import Directory
from api.judging.foreign.case import read_of
from api.judging.foreign.people import Places, Roll
from api.judging.foreign.shifts import counted, gather
from api.judging.foreign.sources import Guides, read_all
from api.own_table.staff import Facts, StaffLine, StaffList, staff_lists
from api.own_table.week import joined
from api.page.control.judged import SeenReading, seen_reading
from api.planning.names import names_of
from scheduler.domain.duty import Duty
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.problem import Worked

LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Task:
    """Files to read; `folder`: where answers are written for the readers."""

    files: tuple[Path, ...]
    folder: Path
    answers: Answers
    association: Association


@dataclass(frozen=True, kw_only=True)
class Person:
    """
    A person of the files; `id` is the association's if it has them (`known`), else made up here.

    `written`: how the files write the name. `apart`: the answers on names say that it is nobody
    else's.
    """

    id: str
    name: str
    written: str
    known: bool
    apart: bool = False
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class Understood:
    """
    What files say, as far as it is understood; `reading` holds the questions and the refusals.

    `places`: names of sites and dispositifs. `unread`: the titles of the columns that aren't read.
    """

    reading: SeenReading
    people: tuple[Person, ...]
    worked: tuple[Worked, ...]
    absences: tuple[Absence, ...]
    places: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def hours(self) -> tuple[str, ...]:
        """Return from when to when people work, in French, the most frequent hours first."""
        spans = Counter(hours_words(w.duty.span.start, w.duty.span.end) for w in self.worked)
        return tuple(hours for hours, _ in spans.most_common())

    @property
    def lost(self) -> int:
        """Return how many rows or cells can't be read."""
        refused = bool(self.reading.refused)
        return max(self.reading.entries[2], refused) if self.asks or refused else 0

    @property
    def asks(self) -> bool:
        """Whether something is to be answered before all of it can be read."""
        read = self.reading
        return bool(read.unknown or read.names or read.months or read.starts or read.columns)


def understood(task: Task) -> Understood:
    """
    Read files with the answers on them, and find whom they name in the association.

    It raises `BadFilesError`: an answer on names names nobody.
    """
    association = task.association
    guides = guides_of(task.answers, (), task.folder, Guides())
    read = list(read_all(task.files, guides))
    readings = [reading for _, reading in read]
    entries: list[Written] = [e for r in readings for e in (*r.shifts, *r.aways)]
    entries.sort(key=lambda entry: entry.where)
    rotas = {(entry.where.file, entry.where.sheet) for entry in entries}
    rotas |= {(e.file, e.sheet) for r in readings for e in r.refused if _lacks_month(e)}
    lists = list(staff_lists(task.files, frozenset(rotas)))
    staff = [line for each in lists for line in each.lines]
    contracts = [contract for reading in readings for contract in reading.contracts]
    roll = Roll(
        directory=Directory(association.mediators),
        hired=min((r.days[0] for r in readings if r.days), default=LONG_AGO),
        answers=guides.answers,
    )
    roll.meet(((e.person, e.also) for e in chain(entries, staff)), contracts)
    gathered = gather(readings, roll, _WrittenPlaces(association))
    people = _People(roll)
    for entry in chain(entries, _without_cells(readings), staff, contracts):
        people.meet(entry)
    listed = {(each.file, each.sheet) for each in lists}
    summary = read_of(read)
    refused = [e for e in summary.refused if (e.file, e.sheet) not in listed]
    refused += (error for each in lists for error in each.refused)
    return Understood(
        reading=seen_reading(
            replace(
                summary,
                counts=_with_lists(counted(readings, gathered), readings, lists),
                refused=tuple(sorted({*gathered.refused, *refused, *people.refused})),
                aside=tuple(sorted({*gathered.aside, *summary.aside})),
            )
        ),
        people=tuple(people.met.values()),
        worked=joined(gathered.worked),
        absences=tuple(gathered.absences),
        places=tuple(_places(gathered.worked, association)),
        unread=tuple(
            dict.fromkeys(chain(*(each.unread for each in lists), *(r.unread for r in readings)))
        ),
    )


def _with_lists(
    counts: EntryCounts, readings: Iterable[Reading], lists: Sequence[StaffList]
) -> EntryCounts:
    """Count what is left out of lists of people, instead of their sheets, which are no rotas."""
    listed = {(each.file, each.sheet) for each in lists}
    sheets = 0
    for reading in readings:
        entries = sum(e.entries for e in reading.refused if (e.file, e.sheet) in listed)
        sheets += min(entries, reading.counts.refused)
    more = sum(len(each.refused) for each in lists) - sheets
    return replace(counts, read=counts.read + more, refused=counts.refused + more)


def _lacks_month(error: FileError) -> bool:
    """Whether a sheet is a rota that only lacks its month: its names are no list of people."""
    return any(isinstance(question, MonthQuestion) for question in error.questions)


def _places(worked: Iterable[Worked], association: Association) -> Iterable[str]:
    names = names_of(association)
    sites = {names.site(w.duty.site) for w in worked}
    return sorted((sites | {names.dispositif(w.duty.dispositif) for w in worked}) - {""})


def _without_cells(readings: Sequence[Reading]) -> Iterator[Written]:
    """Yield the people whom rotas name, those without any shift too."""
    for reading in readings:
        for name in reading.people:
            yield Written(person=name, where=Where(file=""))


class _WrittenPlaces(Places):
    """The places that files name; whose shift it is says nothing of where it is: it is asked."""

    def placed(self, duty: Duty, mediator: Mediator | None) -> Duty:  # noqa: ARG002 - see above
        """Return the duty with ids instead of names of places, where they are known."""
        return super().placed(duty, None)


class _People:
    """
    The people whom files name, by id, in the order of the files.

    `refused`: the names that may be several people's, each with its question.
    """

    def __init__(self, roll: Roll) -> None:
        self.met: dict[str, Person] = {}
        self.refused: list[FileError] = []
        self._roll = roll
        self._known = {mediator.id for mediator in roll.directory.mediators}

    def meet(self, entry: Written) -> None:
        """Take in what an entry says of its person."""
        if unseen_in_name(entry.person):
            return
        mediator = self._roll.of(entry)
        if mediator is None:
            question = self._roll.questions[entry.person]
            refusal = entry.where.refusal(entry.person, question.text)
            self.refused.append(replace(refusal, questions=(question.choice,)))
            return
        known = mediator.id in self._known
        person = self.met.get(mediator.id) or Person(
            id=mediator.id,
            name=mediator.bare_name if known else readable(entry),
            written=entry.person,
            known=known,
            apart=self._roll.answers.of(entry.person) == "",
            facts=Facts(role=mediator.role if known else None),
        )
        if isinstance(entry, StaffLine):
            person = replace(person, facts=person.facts.over(entry.facts))
        elif isinstance(entry, WrittenContract):
            said = Facts(minutes=entry.minutes, kind=entry.kind)
            person = replace(person, facts=person.facts.over(said))
        self.met[mediator.id] = person


def readable(entry: Written) -> str:
    """Return a name as people write it: « DUPONT Zoé » or « Dupont, Zoé » gives « Zoé Dupont »."""
    written = (entry.person, *entry.also)
    name = next((name for name in written if not any(c.isdigit() for c in name)), entry.person)
    words, before_comma = name.replace(",", " ").split(), name.partition(",")[0].split()
    leading = len(list(takewhile(_is_capitals, words)))
    if leading in {0, len(words)} and len(before_comma) < len(words):
        leading = len(before_comma)
    return " ".join(
        word.title() if _is_capitals(word) else word
        for word in (*words[leading:], *words[:leading])
    )


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()
