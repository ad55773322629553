"""Brouillon: the rota that `rota generate` wrote last, where its month isn't published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.folder import problem_of, rota_of_file, standing
from api.cli.screen import say
from api.data.errors import Faults
from api.data.folder.table import read
from api.export.month.csv import HEADER

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from api.data.association import Association
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota

OUTPUT = Path("sortie")
"""Where `rota generate` writes when nobody says where."""


def draft_of(
    association: Association, first: date, dispositifs: Collection[str] = ()
) -> Path | None:
    """
    Return the file that `rota generate` wrote for a month of which nothing is published.

    None where something of these dispositifs (none: all) is published, or no such file is there.
    """
    label = f"{first:%Y-%m}"
    rows = association.history.get(label, ())
    if any(not dispositifs or row.worked.duty.dispositif in dispositifs for row in rows):
        return None
    path = OUTPUT / label / f"planning-{label}.csv"
    return path if path.is_file() else None


def dispositifs_of(path: Path) -> tuple[str, ...]:
    """Return the dispositifs of which a written rota tells the slots, held or not."""
    column = "dispositif_id"
    lines = read(path, HEADER, frozenset(HEADER) - {column}, Faults())
    return tuple(sorted({line.cells[column] for line in lines if line.cells.get(column)}))


def judged_rota(
    association: Association,
    first: date,
    dispositifs: Collection[str] | None,
    plan: Path | None,
) -> tuple[Problem, Rota]:
    """
    Return a month and its rota: that of a file, else what is published, else what was generated.

    Raises
    ------
    InvalidProblemError
        There is none.
    """
    path = plan
    if path is None:
        path = draft_of(association, first, dispositifs or ())
        if path is not None:
            say(f"Planning non publié, tel que « rota generate » l’a écrit : {path}")
            dispositifs = dispositifs or dispositifs_of(path)
    problem = problem_of(association, first, dispositifs)
    if path is not None:
        return problem, rota_of_file(problem, path)
    return problem, standing(problem, first)
