"""Read who holds what from a CSV file with the columns of `rota export`, a line a slot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from api.data.association import Association
from api.data.errors import BadFilesError, Faults, FileError, Where
from api.data.folder.csv_file import Line, read
from api.export.csv_table import written
from api.export.month.csv import HEADER, HOURS, hours_of
from api.french.nearest import nearest, question
from api.french.plain import plain
from api.month.frames import Frame
from scheduler.domain.duty import template_of
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Slot
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
        """
        Return the file's assignments as they were written, whatever the data have become.

        Raises `BadFilesError`: it can't be read.
        """
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
        return date.fromisoformat(slot[-10:])
    except ValueError:
        return None


def month_of(path: Path, days: Iterable[date | None]) -> date:
    """
    Return the month of the days that a file gives.

    Raises `InvalidProblemError`: there is no day, or the days are of several months.
    """
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
