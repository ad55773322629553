"""The sides of a swap: its two people and their shifts, and who answers for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.access.errors import UnknownError
from api.access.journal import note
from api.asking.errors import ConflictError
from api.database.tables.asking import SwapState
from api.swaps.rows import agency_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.access.reach import Reach
    from api.data.association import Association
    from api.database.tables.asking import SwapRow
    from api.swaps.exchange import JudgedSwap, View

AGREED = f"{SwapState.APPROVED.value}:"
"""Begins, in a swap's `findings`, the name of a side for which somebody agrees."""

PERSON, SHIFT = "personne:", "service:"


@dataclass(frozen=True, kw_only=True)
class Part:
    """
    What a caller answers for: `sides` of a swap (see `sides_of`).

    `subjects`: people and slots whose findings are theirs to read, of the swap or not.
    """

    sides: frozenset[str]
    subjects: frozenset[str]


def sides_of(row: SwapRow) -> frozenset[str]:
    """Return the sides of a swap: each person, and each shift for its dispositif."""
    people = {f"{PERSON}{person}" for person in (row.mediator, row.other)}
    return frozenset(people | {f"{SHIFT}{shift['slot']}" for shift in row.shifts})


def part_of(reach: Reach, association: Association, row: SwapRow) -> Part:
    """
    Return the part of a swap for which a responsable answers: people, and shifts.

    Raises
    ------
    UnknownError
        The responsable answers for no side of the swap.
    """
    people = frozenset(reach.people(association))
    slots = {
        shift["slot"] for shift in row.shifts if reach.area(shift["agency"], shift["dispositif"])
    }
    sides = {f"{PERSON}{person}" for person in (row.mediator, row.other) if person in people}
    sides |= {f"{SHIFT}{slot}" for slot in slots}
    if not sides:
        raise UnknownError
    return Part(sides=frozenset(sides), subjects=people | slots)


def shown_to(part: Part | None, row: SwapRow, judged: JudgedSwap) -> View:
    """Return what is shown to someone who answers for a part of a swap (None: for all)."""
    if part is None or part.sides == sides_of(row):
        return judged.whole()
    return judged.among(part.subjects)


def missing(row: SwapRow, shown: str) -> frozenset[str]:
    """Return the sides that nobody has approved yet with the findings that `shown` names."""
    agreed = {
        name.removeprefix(AGREED)
        for name, seen in row.findings.items()
        if name.startswith(AGREED) and seen == shown
    }
    return sides_of(row) - agreed


def awaited(row: SwapRow, association: Association, shown: str) -> list[str]:
    """Return the agencies of the sides that nobody has approved yet."""
    agencies = {f"{SHIFT}{shift['slot']}": shift["agency"] for shift in row.shifts}
    for person in (row.mediator, row.other):
        known = association.mediator_of.get(person)
        agencies[f"{PERSON}{person}"] = "" if known is None else known.agency
    return sorted({agencies[side] for side in missing(row, shown)} - {""})


def agree(session: Session, caller: Caller, row: SwapRow, part: Part, shown: str) -> SwapRow:
    """
    Record that a caller approves some sides of a swap, which waits for the others.

    Raises
    ------
    ConflictError
        These sides are approved already.
    """
    new = part.sides & missing(row, shown)
    if not new:
        raise ConflictError(
            "echange_deja_approuve",
            "Cet échange est déjà approuvé de votre côté : il attend l’accord de l’autre équipe.",
        )
    row.findings = {**row.findings, **{f"{AGREED}{side}": shown for side in new}}
    row.number += 1
    session.flush()
    detail = {"pour": sorted(new)}
    note(session, caller, "approuver", "echange", row.id, detail=detail, agency=agency_of(row))
    return row
