"""The sides of a swap: its two people and their shifts, who answers for each, what waits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import PLANNERS, Reach
from api.asking.errors import ConflictError
from api.data.association import Association
from api.database.tables.asking import SwapRow, SwapState
from api.ledger.history import whole
from api.swaps.exchange import JudgedSwap, View
from api.swaps.rows import agency_of, state_of

AGREED = f"{SwapState.APPROVED.value}:"
"""Begins, in a swap's `findings`, the name of a side for which somebody agrees."""

DECIDED = (SwapState.APPROVED.value, SwapState.REFUSED.value)
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

    UnknownError if they answer for no side of it.
    """
    sides = _sides_within(reach, association, row)
    if not sides:
        raise UnknownError
    slots = {shift["slot"] for shift in row.shifts if f"{SHIFT}{shift['slot']}" in sides}
    return Part(sides=sides, subjects=frozenset(reach.people(association)) | slots)


def _sides_within(reach: Reach, association: Association, row: SwapRow) -> frozenset[str]:
    """Return the sides of a swap for which a responsable answers (empty: for none)."""
    there = association.mediator_of
    people = {
        f"{PERSON}{person}"
        for person in (row.mediator, row.other)
        if person in there and reach.person(there[person])
    }
    shifts = {
        f"{SHIFT}{shift['slot']}"
        for shift in row.shifts
        if reach.area(shift["agency"], shift["dispositif"])
    }
    return frozenset(people | shifts)


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
        mediator = association.mediator_of.get(person)
        agencies[f"{PERSON}{person}"] = "" if mediator is None else mediator.agency
    return sorted({agencies[side] for side in missing(row, shown)} - {""})


def agree(session: Session, caller: Caller, row: SwapRow, part: Part, shown: str) -> SwapRow:
    """
    Record that a caller approves some sides of a swap, which waits for the others.

    ConflictError if these sides are approved already.
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


def waiting(
    session: Session, reach: Reach, association: Association, now: datetime
) -> list[SwapRow]:
    """Return the swaps that both people accept and of which the caller answers for a side."""
    query = select(SwapRow).where(SwapRow.state == SwapState.ACCEPTED.value)
    rows = session.scalars(query.order_by(SwapRow.requested, SwapRow.id))
    return [
        row
        for row in rows
        if _sides_within(reach, association, row)
        and state_of(row, association, now) is SwapState.ACCEPTED
    ]


def count_waiting(session: Session, caller: Caller, now: datetime) -> int:
    """Return how many swaps wait for a caller's approval."""
    association, reach = whole(session), Reach(caller, PLANNERS)
    rows = waiting(session, reach, association, now)
    return sum(not is_agreed(row, reach, association) for row in rows)


def is_agreed(row: SwapRow, reach: Reach, association: Association) -> bool:
    """
    Whether somebody approved the caller's sides of a swap already: it waits for another team.

    What the swap adds may have changed since, and then it is to be approved again.
    """
    sides = {f"{AGREED}{side}" for side in _sides_within(reach, association, row)}
    return sides <= set(row.findings)


def decided(session: Session, reach: Reach, association: Association, limit: int) -> list[SwapRow]:
    """Return the swaps of the caller's people that were approved or refused, the last first."""
    people = reach.people(association)
    query = select(SwapRow).where(
        SwapRow.state.in_(DECIDED),
        SwapRow.mediator.in_(people) | SwapRow.other.in_(people),
    )
    return list(session.scalars(query.order_by(SwapRow.decided.desc(), SwapRow.id).limit(limit)))
