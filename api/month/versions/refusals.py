"""Refuse the faults that a file of slots and a file of shifts can share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.data.errors import Where
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from api.data.errors import FileError
    from api.month.frames import Frame
    from scheduler.domain.problem import Assignment


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
