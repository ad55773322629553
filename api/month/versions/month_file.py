"""Read who holds what: of slots, or of shifts in a workbook, list or calendar, matched to them."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from api.data.association import Association
from api.data.errors import BadFilesError, Faults, FileError, Where
from api.data.folder.csv_file import Line, read
from api.data.sheets.limits import bad
from api.export.csv_table import written
from api.export.month.csv import HEADER, HOURS, hours_of
from api.french.nearest import nearest, question
from api.french.plain import plain
from api.french.shifts import typed_hours, typed_shift
from api.intake.reading import EntryCounts, Reading, SetAside
from api.judging.directory import Directory
from api.judging.foreign.people import Places, Roll
from api.judging.foreign.shifts import Gathered, gather
from api.month.frames import Frame, framed
from api.planning.names import names_of, short_codes
from api.planning.published_shifts import PLANNED
from scheduler.domain.duty import slot_day, template_of
from scheduler.domain.problem import Assignment, Worked, may_hold
from scheduler.domain.slots import Slot
from scheduler.domain.time import next_month, week_of
from scheduler.errors import InvalidProblemError

NEEDED = frozenset({"creneau", "personne"})
SLOT = "un créneau de ce mois"
"""What is expected of a column of slots."""


@dataclass(frozen=True, kw_only=True)
class SlotFile:
    """A CSV file whose lines name slots by their ids; all of its lines count."""

    path: Path
    aside = ()
    counts = None

    def month(self) -> date:
        """
        Return the month of the file's slots.

        Raises `InvalidProblemError`: the file names no slot, or its slots are of several months;
        `BadFilesError`: the file can't be read: that is the cause, and is said in place of the
        month it lacks.
        """
        return month_of(self.path, (_day(line.cells["creneau"]) for line in self._lines()))

    def dispositifs(self, association: Association, month: date, now: datetime) -> frozenset[str]:
        """
        Return the dispositifs whose slots the file names, held or not; it decides no others.

        Raises `BadFilesError`: it names none: a file that says nothing empties no month.
        """
        del month, now
        lines = {written(line.cells["creneau"]): line.number for line in self._lines()}
        of_template = {template.id: template.dispositif for template in association.templates}
        named = {of_template.get(template_of(slot)) for slot in lines}
        decided = frozenset(dispositif for dispositif in named if dispositif is not None)
        if not decided:
            unknown = [
                Where(file=self.path.name, line=number, column="creneau").refusal(slot, SLOT)
                for slot, number in lines.items()
            ]
            raise BadFilesError(unknown or [no_slot(self.path)])
        return decided

    def assignments(self, frame: Frame) -> frozenset[Assignment]:
        """
        Return the file's assignments; a line without a person is a hole.

        Lines that aren't to be decided are left out: settled ones, and those others published.
        Raises `BadFilesError`: columns are missing, or lines name people or slots that aren't
        there, or other hours, or someone twice: all of them.
        """
        faults, problem = Faults(), frame.problem
        lines: dict[Assignment, int] = {}
        for line in read(self.path, HEADER, frozenset(HEADER) - NEEDED, faults):
            person, slot_id = written(line.cells["personne"]), written(line.cells["creneau"])
            if not person:
                continue
            refuse = partial(faults.add, self.path.name, line.number)
            slot = problem.slot_of.get(slot_id)
            if person not in problem.mediator_of:
                expected = f"une personne sous contrat ce mois-ci{_nearest(frame, person)}"
                refuse("personne", person, expected=expected)
            if slot is None:
                refuse("creneau", slot_id, expected=SLOT)
                continue
            _check_hours(slot, line, refuse)
            assignment = Assignment(person, slot_id)
            if person in problem.mediator_of and (fault := fault_of(frame, assignment)):
                refuse("personne", person, expected=fault)
            if not frame.decides(assignment):
                continue  # refused, or in every rota
            first = lines.setdefault(assignment, line.number)
            if first != line.number:
                expected = f"une personne une seule fois par créneau (déjà ligne {first})"
                refuse("personne", person, expected=expected)
        faults.refuse()
        return frozenset(lines)

    def written(self) -> frozenset[Assignment]:
        """Return the file's assignments as they were written, whatever the data have become."""
        cells = (line.cells for line in self._lines())
        pairs = ((written(mine["personne"]), written(mine["creneau"])) for mine in cells)
        return frozenset(Assignment(person, slot) for person, slot in pairs if person)

    def _lines(self) -> list[Line]:
        faults = Faults()
        lines = read(self.path, HEADER, frozenset(HEADER) - NEEDED, faults)
        faults.refuse()
        return lines


def _nearest(frame: Frame, person: str) -> str:
    """Ask whether an unknown person is the one whose id or name is nearest (empty: none is)."""
    if person in frame.association.mediator_of:
        return ""
    people = frame.problem.mediators
    ids = {plain(name): who.id for who in people for name in (who.name, who.id)}
    near = nearest(plain(person), ids, 0.75)
    return f" ({question(ids[near])})" if near else ""


def _check_hours(slot: Slot, line: Line, refuse: partial[None]) -> None:
    """Refuse other hours than the slot's, where they are given."""
    for column, text in zip(HOURS, hours_of(slot), strict=True):
        if line.cells.get(column, text) != text:
            refuse(
                column,
                line.cells[column],
                expected=f"{text}, comme dans gabarits.csv (les heures d’un créneau se "
                "changent là, ou dans exceptions.csv)",
            )


def _day(slot: str) -> date | None:
    """Return the day that a slot's id ends with."""
    try:
        return slot_day(slot)
    except ValueError:
        return None


def month_of(path: Path, days: Iterable[date | None]) -> date:
    """Return the month of the days that a file gives (InvalidProblemError: none, or several)."""
    months = {day.replace(day=1) for day in days if day is not None}
    if len(months) != 1:
        words = ", ".join(f"{month:%Y-%m}" for month in sorted(months)) or "aucun"
        raise InvalidProblemError(
            f"{path.name} : de quel mois est-ce ? (lu : {words} ; dites-le avec --mois)"
        )
    return months.pop()


def no_slot(path: Path) -> FileError:
    """Return the refusal of a file that names no slot to decide."""
    expected = "au moins un créneau du mois, tenu ou non (pour vider un dispositif : --dispositif)"
    return Where(file=path.name).refusal("aucun créneau à décider", expected)


def fault_of(frame: Frame, assignment: Assignment) -> str:
    """Say in French why an assignment can't be decided, as what was expected (empty: no fault)."""
    if frame.decides(assignment) or assignment in frame.problem.settled:
        return ""
    if assignment.slot in frame.frozen:
        if assignment in frame.published:
            return ""
        return "qui est publié sur ce créneau : un autre planning en décide"
    return "une personne sous contrat ce mois-ci, sur l’un de ces dispositifs"


SHOWN = 6
"""Slots of a day that a refusal names."""


@dataclass(frozen=True, kw_only=True)
class ShiftFile:
    """A file whose entries are people's shifts, with hours and place; `reading`: its content."""

    path: Path
    reading: Reading

    @property
    def aside(self) -> tuple[SetAside, ...]:
        """Return the entries that are no shift, and why."""
        return self.reading.aside

    @property
    def counts(self) -> EntryCounts:
        """Return how many entries were read, used, refused and set aside."""
        return self.reading.counts

    def month(self) -> date:
        """
        Return the month of the file's shifts.

        Raises `InvalidProblemError`: the file has no shift, or its shifts are of several months.
        """
        described = self.reading.days is not None
        shifts = self.reading.shifts if described else ()
        return month_of(self.path, (shift.duty.span.day for shift in shifts))

    def dispositifs(self, association: Association, month: date, now: datetime) -> frozenset[str]:
        """
        Return the dispositifs whose slots the file fills; it decides no others.

        Raises `BadFilesError`: the file fills no slot; it is refused, or it would empty the month.
        """
        frame = framed(association, month, None, now)
        slots = frame.problem.slot_of
        decided = frozenset(slots[filled.slot].dispositif for filled in self.assignments(frame))
        if not decided:
            raise BadFilesError([no_slot(self.path)])
        return decided

    def assignments(self, frame: Frame) -> frozenset[Assignment]:
        """
        Return the assignments that the file's shifts make.

        Shifts that aren't to be decided are left out: settled ones, and those others published.
        Raises `BadFilesError`: entries can't be read, or name unknown people or hours without a
        slot: all at once.
        """
        association = frame.association
        roll = Roll(directory=Directory(association.mediators), hired=week_of(frame.month))
        gathered = gather([self.reading], roll, Places(association))
        refused = [*self.reading.refused, *gathered.refused]
        slots = MonthSlots(frame, gathered)
        assignments = {
            slots.assignment(worked, refused) for worked in gathered.worked if slots.contain(worked)
        }
        if refused:
            raise BadFilesError(sorted(refused))
        return frozenset(assignment for assignment in assignments if assignment is not None)


class MonthSlots:
    """The slots of a month, among which each shift of a file is looked up."""

    def __init__(self, frame: Frame, gathered: Gathered) -> None:
        self.frame, self.gathered = frame, gathered
        self.names = names_of(frame.association)
        sites = sorted({slot.site for slot in frame.problem.slots if slot.site})
        self.codes = short_codes((site, self.names.site(site)) for site in sites)

    def contain(self, worked: Worked) -> bool:
        """Whether a shift starts in the month and is of a kind that a rota plans."""
        first, day = self.frame.month, worked.duty.span.day
        return first <= day < next_month(first) and worked.duty.kind in PLANNED

    def assignment(self, worked: Worked, refused: list[FileError]) -> Assignment | None:
        """Return the assignment of a shift (None: others decide it, or it is refused and noted)."""
        where = self.gathered.where[worked.mediator, worked.duty.id]
        person = self.frame.association.mediator_of.get(worked.mediator)
        if person is None:
            name = self.gathered.named[worked.mediator].name
            refused.append(where.refusal(name, "une personne de l’association"))
            return None
        slots = self._slots(worked)
        # Who may hold none of them is refused for that, and not for the hours.
        able = [slot for slot in slots if may_hold(person, slot)] or slots
        here = [s for s in able if Assignment(person.id, s.id) in self.frame.published]
        chosen = able if len(able) == 1 else here
        if len(chosen) != 1:
            refused.append(
                where.refusal(typed_shift(worked.duty.span), self._expected(worked, able))
            )
            return None
        assignment = Assignment(person.id, chosen[0].id)
        fault = fault_of(self.frame, assignment)
        if fault:
            refused.append(where.refusal(person.name, fault))
        return assignment if not fault and self.frame.decides(assignment) else None

    def _slots(self, worked: Worked) -> list[Slot]:
        """Return the slots at the hours of a shift, and where it is said to be."""
        duty, named = worked.duty, self.frame.problem.slot_of.get(worked.duty.id)
        if named is not None and named.span == duty.span:
            return [named]
        slots = [
            slot
            for slot in self.frame.problem.slots
            if (slot.span.first, slot.span.last) == (duty.span.first, duty.span.last)
        ]
        for place, read_as in (
            (duty.dispositif, lambda slot: (slot.dispositif,)),
            (duty.site, lambda slot: (slot.site, self.codes.get(slot.site, ""))),
        ):
            # A place that names none of them says nothing: files have words of their own.
            slots = [s for s in slots if place and place in read_as(s)] or slots
        return slots

    def _expected(self, worked: Worked, slots: list[Slot]) -> str:
        if slots:
            places = ", ".join(self._words(slot) for slot in slots[:SHOWN])
            return f"un service d’un seul créneau : {places} (dites le dispositif ou le site)"
        day = worked.duty.span.day
        there = [slot for slot in self.frame.problem.slots if slot.span.day == day]
        places = ", ".join(dict.fromkeys(self._words(slot) for slot in there[:SHOWN]))
        return f"un créneau du {day:%d/%m/%Y}, aux heures des gabarits ({places or 'aucun'})"

    def _words(self, slot: Slot) -> str:
        where = self.names.where(slot.site, slot.dispositif)
        return f"{typed_hours(slot.span)} {where}"


MonthFile = SlotFile | ShiftFile
"""A file that says who holds what in a month."""

PUBLISHED = "un mois publié, tel que le dossier historique/ le garde"
EXPORT = (
    "un planning à publier : le CSV du mois que « rota export » écrit, corrigé, ou un classeur, "
    "une liste, un calendrier"
)


def month_file(path: Path, month: date | None = None) -> MonthFile:
    """
    Open a file: its column `creneau` makes it a file of slots, and any other is one of shifts.

    `month`: that of day numbers without one. Raises `BadFilesError`: it can't be read (see
    `api.intake.foreign_file.read_foreign`).
    """
    header = _header(path)
    if {"uid", "creneau"} <= set(header):
        raise bad(path.name, PUBLISHED, EXPORT)
    if "creneau" in header:
        return SlotFile(path=path)
    try:
        from api.intake.foreign_file import read_foreign  # noqa: PLC0415 - our own CSV waits for no reader

        return ShiftFile(path=path, reading=read_foreign(path, month=month))
    except BadFilesError:
        if not header:
            raise
        # Of a CSV file of which nothing can be read, the columns that it lacks are told.
        return SlotFile(path=path)


def _header(path: Path) -> tuple[str, ...]:
    """Return the columns of a CSV file (none: it isn't one)."""
    if path.suffix.casefold() not in {".csv", ".txt"}:
        return ()
    line = next(iter(path.read_bytes().splitlines()), b"").decode("utf-8-sig", "replace")
    try:
        cells = next(csv.reader([line], delimiter=";"), [])
    except csv.Error:  # not a text, or no cell that a header has
        return ()
    return tuple(cell.strip().casefold() for cell in cells)
