"""What the page of a request for leave shows: what it bears on, so that it can be answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.plural import plural
from api.page.own.words import shift_words, stretch_words

if TYPE_CHECKING:
    from datetime import datetime

    from api.data.association import Association
    from api.leave.impact import BrokenShift
    from api.leave.service import Impact
    from api.planning.names import Names

STATES = {"demande": "demandé", "accorde": "accordé"}


@dataclass(frozen=True, kw_only=True)
class ShiftLine:
    """
    A shift that the leave hits, and who stays on it.

    `short`: fewer than the minimum stay. `draft`: the address of the draft that has it (empty: it
    is published) and its `title`.
    """

    words: str
    stay: str
    short: bool
    draft: str
    title: str


@dataclass(frozen=True, kw_only=True)
class LeaveView:
    """What bears on a request: published shifts, drafted ones, requests at the same time."""

    published: tuple[ShiftLine, ...]
    drafted: tuple[ShiftLine, ...]
    others: tuple[str, ...]
    knowing: tuple[str, ...]


def leave_view(impact: Impact, association: Association, names: Names, now: datetime) -> LeaveView:
    """Write what bears on a request for leave."""
    people = association.mediator_of
    return LeaveView(
        published=tuple(shift_line(shift, names) for shift in impact.broken),
        drafted=tuple(
            shift_line(
                drafted.shift,
                names,
                draft=f"/plannings/{drafted.rota}",
                title=f"{drafted.title or 'Planning'} v{drafted.version}",
            )
            for drafted in impact.drafted
        ),
        others=tuple(
            f"{people[other.mediator].name}, {stretch_words(other.start, other.end, now.year)} "
            f"({STATES[other.state]})"
            for other in impact.others
        ),
        knowing=impact.slots,
    )


def shift_line(shift: BrokenShift, names: Names, *, draft: str = "", title: str = "") -> ShiftLine:
    """Write a shift that the leave hits, and who stays on it."""
    return ShiftLine(
        words=shift_words(shift.span, names.where(shift.site, shift.dispositif)),
        stay=_stay(shift),
        short=shift.uncovered,
        draft=draft,
        title=title,
    )


def _stay(shift: BrokenShift) -> str:
    """Write `1 personne reste sur 2, sous le minimum de 2`."""
    left = (
        plural(shift.left, "personne reste", "personnes restent")
        if shift.left
        else "personne ne reste"
    )
    words = f"{left} sur {shift.holders}"
    if shift.minimum is None:
        return words
    if shift.uncovered:
        return f"{words}, sous le minimum de {shift.minimum}"
    if shift.target is not None and shift.left < shift.target:
        return f"{words}, sous la cible de {shift.target}"
    return words
