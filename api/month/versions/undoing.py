"""Which versions of a draft its user's « Annuler » goes back to, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.database.tables.month import VersionRow

MADE = frozenset({"modification", "calcul"})
"""What is undone: edits and calculations. What others published, once taken over, stays."""

BACK, NOTED = "annulation", "version "
"""The origin of a version that came back to an older one, and how its note names that one."""


def undo_line(versions: Iterable[VersionRow], head: int, user: str) -> tuple[int, ...]:
    """
    Return the numbers of the versions to go back to, the nearest last.

    A version that came back to another one stands for it, so that what was undone isn't done again.
    The line ends where somebody else made a version: nobody undoes another's work by a key.
    """
    by_number = {row.number: row for row in versions}
    line: list[int] = []
    number = head
    while (row := by_number.get(number)) is not None and row.made_by == user:
        if row.origin == BACK:
            number = int(row.note.removeprefix(NOTED))
        elif row.origin in MADE and row.parent:
            number = row.parent
            line.append(number)
        else:
            break
    return tuple(reversed(line))
