"""Read a month changed by hand: a CSV file by slot, or a workbook, list or calendar of shifts."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from api.data.errors import BadFilesError, Faults, Where
from api.data.folder.table import read
from api.export.cells import written
from api.export.month.csv import HEADER, HOURS, hours_of
from api.french.plain import plain
from api.intake.reading import Reading
from api.judging.directory import Known
from api.judging.foreign.people import Roll
from api.judging.foreign.places import Places
from api.judging.foreign.shifts import Gathered, gather
from api.month.frames import Frame, framed
from api.planning.names import names_of, short_codes
from api.planning.standing import PLANNED
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.time import next_month, week_of
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from api.data.association import Association
    from api.data.errors import FileError
    from api.data.folder.table import Line
    from api.intake.reading import Aside, Counts
    from scheduler.domain.problem import Worked
    from scheduler.domain.slots import Slot

NEEDED = frozenset({"creneau", "personne"})
SLOT = "un créneau de ce mois"
"""What is expected of a column of slots."""

SHOWN = 6
"""Slots of a day that a refusal names."""


@dataclass(frozen=True, kw_only=True)
class MonthFile:
    """
    A file that says who holds what. `by_slot`: a CSV file with the columns of `rota export`.

    `reading`: what was read of another file (None: it is by slot).
    """

    path: Path
    reading: Reading | None = None

    @property
    def by_slot(self) -> bool:
        """Whether its lines name slots by their ids."""
        return self.reading is None

    @property
    def aside(self) -> tuple[Aside, ...]:
        """Entries that are no shift, and why."""
        return () if self.reading is None else self.reading.aside

    @property
    def counts(self) -> Counts | None:
        """How many of its entries were used (None: by slot, each line is one)."""
        return None if self.reading is None else self.reading.counts

    def month(self) -> date:
        """
        Return the month that the file is of.

        Raises
        ------
        InvalidProblemError
            It is of none, or of several.
        BadFilesError
            It can't be read: that is the cause, and is said in place of the month that it lacks.
        """
        days = {_day(line.cells["creneau"]) for line in self._lines()} - {None}
        if self.reading is not None and self.reading.days is not None:
            days = {shift.duty.span.day for shift in self.reading.shifts}
        months = {day.replace(day=1) for day in days if day is not None}
        if len(months) != 1:
            words = ", ".join(f"{month:%Y-%m}" for month in sorted(months)) or "aucun"
            raise InvalidProblemError(
                f"{self.path.name} : de quel mois est-ce ? (lu : {words} ; dites-le avec --mois)"
            )
        return months.pop()

    def dispositifs(self, association: Association, month: date, now: datetime) -> frozenset[str]:
        """
        Return the dispositifs of which it tells slots, held or not: it decides no other.

        Raises
        ------
        BadFilesError
            It tells none: a file that says nothing empties no month.
        """
        if self.by_slot:
            lines = {written(line.cells["creneau"]): line.number for line in self._lines()}
            of_template = {template.id: template.dispositif for template in association.templates}
            named = {of_template.get(slot[:-11]) for slot in lines}
            decided = frozenset(dispositif for dispositif in named if dispositif is not None)
        else:
            lines = {}
            frame = framed(association, month, None, now)
            slots = frame.problem.slot_of
            decided = frozenset(slots[held.slot].dispositif for held in self.assignments(frame))
        if not decided:
            raise BadFilesError(self._tells_nothing(lines))
        return decided

    def assignments(self, frame: Frame) -> frozenset[Assignment]:
        """
        Return who holds what of a month's slots; lines without a person are holes.

        What isn't to be decided is left out: what is settled, and what others published, as it is.

        Raises
        ------
        BadFilesError
            Columns are missing, or lines name people or slots that aren't there, or other hours, or
            someone twice: all of them.
        """
        return _by_slot(frame, self.path) if self.reading is None else self._by_shift(frame)

    def _lines(self) -> list[Line]:
        if self.reading is not None:
            return []
        faults = Faults()
        lines = read(self.path, HEADER, frozenset(HEADER) - NEEDED, faults)
        faults.refuse()
        return lines

    def _tells_nothing(self, lines: Mapping[str, int]) -> list[FileError]:
        """Say that no slot to decide is there: none at all, or only these, which are unknown."""
        name = self.path.name
        unknown = [
            Where(file=name, line=number, column="creneau").refusal(slot, SLOT)
            for slot, number in lines.items()
        ]
        expected = (
            "au moins un créneau du mois, tenu ou non (pour vider un dispositif : --dispositif)"
        )
        return unknown or [Where(file=name).refusal("aucun créneau à décider", expected)]

    def _by_shift(self, frame: Frame) -> frozenset[Assignment]:
        assert self.reading is not None  # noqa: S101 - asked by `assignments`
        made = _gathered(self.reading, frame)
        refused = [*self.reading.refused, *made.refused]
        shifts = Shifts(frame, made)
        assignments = {
            shifts.assignment(worked, refused) for worked in made.worked if shifts.bears(worked)
        }
        if refused:
            raise BadFilesError(sorted(refused))
        return frozenset(assignment for assignment in assignments if assignment is not None)


def month_file(path: Path, month: date | None = None) -> MonthFile:
    """
    Look at a file: one by slot is read later, slot by slot, any other at once.

    `month`: that of day numbers without one.

    Raises
    ------
    BadFilesError
        It can't be read (see `api.intake.foreign_file.read_foreign`).
    """
    header = _header(path)
    if "creneau" in header:
        return MonthFile(path=path)
    try:
        from api.intake.foreign_file import read_foreign  # noqa: PLC0415 - our own CSV waits for no reader

        return MonthFile(path=path, reading=read_foreign(path, month=month))
    except BadFilesError:
        if not header:
            raise
        # Of a CSV file of which nothing can be read, the columns that it lacks are told.
        return MonthFile(path=path)


class Shifts:
    """The slots of a month, by which shifts that a file tells are found again."""

    def __init__(self, frame: Frame, made: Gathered) -> None:
        self.frame, self.made = frame, made
        self.names = names_of(frame.association)
        sites = sorted({slot.site for slot in frame.problem.slots if slot.site})
        self.codes = short_codes((site, self.names.site(site)) for site in sites)

    def bears(self, worked: Worked) -> bool:
        """Whether a shift is of the month, and of a kind that is planned."""
        first, day = self.frame.month, worked.duty.span.day
        return first <= day < next_month(first) and worked.duty.kind in PLANNED

    def assignment(self, worked: Worked, refused: list[FileError]) -> Assignment | None:
        """Return who holds which slot (None: it isn't to be decided, or is refused: noted)."""
        where = self.made.where[worked.mediator, worked.duty.id]
        person = self.frame.association.mediator_of.get(worked.mediator)
        if person is None:
            name = self.made.named[worked.mediator].name
            refused.append(where.refusal(name, "une personne de l’association"))
            return None
        slots = self._slots(worked)
        able = [slot for slot in slots if may_hold(person, slot)] or slots
        stands = [s for s in able if Assignment(person.id, s.id) in self.frame.standing]
        chosen = able if len(able) == 1 else stands
        if len(chosen) != 1:
            refused.append(where.refusal(_hours(worked), self._expected(worked, able)))
            return None
        slot = chosen[0]
        fault = fault_of(self.frame, Assignment(person.id, slot.id))
        if fault:
            refused.append(where.refusal(person.name, fault))
        return Assignment(person.id, slot.id) if not fault and self._free(person.id, slot) else None

    def _free(self, person: str, slot: Slot) -> bool:
        return self.frame.decides(Assignment(person, slot.id))

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
        where = self.names.site(slot.site) or self.names.dispositif(slot.dispositif)
        return f"{slot.span.start:%H:%M}–{slot.span.end:%H:%M} {where}"


def fault_of(frame: Frame, assignment: Assignment) -> str:
    """Say what was expected of an assignment that can't be decided (empty: nothing else)."""
    if frame.decides(assignment) or assignment in frame.problem.settled:
        return ""
    if assignment.slot in frame.frozen:
        if assignment in frame.standing:
            return ""
        return "qui est publié sur ce créneau : un autre planning en décide"
    return "une personne sous contrat ce mois-ci, sur l’un de ces dispositifs"


def _by_slot(frame: Frame, path: Path) -> frozenset[Assignment]:
    faults, problem = Faults(), frame.problem
    lines: dict[Assignment, int] = {}
    for line in read(path, HEADER, frozenset(HEADER) - NEEDED, faults):
        person, slot_id = written(line.cells["personne"]), written(line.cells["creneau"])
        if not person:
            continue
        refuse = partial(faults.add, path.name, line.number)
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


def _nearest(frame: Frame, person: str) -> str:
    """Ask whether an unknown person is the one whose id or name is nearest (empty: none is)."""
    if person in frame.association.mediator_of:
        return ""
    people = frame.problem.mediators
    ids = {plain(name): who.id for who in people for name in (who.name, who.id)}
    near = get_close_matches(plain(person), ids, n=1, cutoff=0.75)
    return f" (« {ids[near[0]]} » ?)" if near else ""


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


def _gathered(reading: Reading, frame: Frame) -> Gathered:
    """Return the shifts of a file, with ids in place of names as far as they are known."""
    association = frame.association
    roll = Roll(known=Known(association.mediators), hired=week_of(frame.month))
    return gather([reading], roll, Places(association))


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


def _day(slot: str) -> date | None:
    """Return the day that a slot's id ends with."""
    try:
        return date.fromisoformat(slot[-10:])
    except ValueError:
        return None


def _hours(worked: Worked) -> str:
    span = worked.duty.span
    return f"{span.start:%d/%m/%Y %H:%M}–{span.end:%H:%M}"
