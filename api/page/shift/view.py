"""What a shift's own page shows: where and when, who holds it, who else could."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.shifts import timing_words
from api.french.words import long_date
from api.month.candidates.service import candidates_for
from api.month.reading.drawing import day_chips
from api.page.edits.choices import HOLDS, CandidatesView, candidates_view
from api.page.grid.marks import slot_words
from api.planning.names import names_of
from scheduler.domain.posts import posts_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from api.month.drafts.access import ReadVersion
    from api.planning.chips import Chip


@dataclass(frozen=True, kw_only=True)
class HolderCard:
    """Who holds the shift; `why`: why it stays (empty: it may be moved); `leaving`: chosen."""

    person: str
    name: str
    details: tuple[str, ...]
    why: str
    locked: bool
    leaving: bool


@dataclass(frozen=True, kw_only=True)
class ShiftView:
    """
    A shift.

    `decided`: this draft decides it; `lacking`: fewer people hold it than its target. `instead_of`:
    whom a candidate would replace.
    """

    slot: str
    title: str
    address: str
    filled: str
    timing: tuple[str, ...]
    decided: bool
    lacking: bool
    holders: tuple[HolderCard, ...]
    instead_of: str
    candidates: CandidatesView

    @property
    def leaves_lock(self) -> bool:
        """Whether the person whom a candidate would replace is locked there."""
        return any(holder.leaving and holder.locked for holder in self.holders)


def shift_view(opened: ReadVersion, slot_id: str, now: datetime, *, instead_of: str) -> ShiftView:
    """
    Write a shift's page.

    Raises
    ------
    BadRequestError
        `instead_of` doesn't hold the shift.
    """
    frame, assignments = opened.frame, opened.assignments
    slot, names = frame.problem.slot_of[slot_id], names_of(frame.association)
    rota = frame.rota(assignments)
    candidates = candidates_for(frame, assignments, slot_id, instead_of=instead_of)
    shown = candidates_view(frame, candidates, instead_of)
    posts = posts_of(slot, rota.team_of[slot_id])
    return ShiftView(
        slot=slot_id,
        title=f"{slot_words(slot, names)}, {long_date(slot.span.day)}",
        address=names.address(slot.site),
        filled=posts.words,
        timing=(
            *filter(None, (names.purpose(slot_id),)),
            *timing_words(slot.span, slot.breaks),
        ),
        decided=slot_id not in frame.frozen,
        lacking=posts.open > 0,
        holders=tuple(_holders(opened, slot_id, now, instead_of)),
        instead_of=instead_of,
        candidates=shown,
    )


def _holders(
    opened: ReadVersion, slot_id: str, now: datetime, instead_of: str
) -> Iterable[HolderCard]:
    frame, assignments = opened.frame, opened.assignments
    day = frame.problem.slot_of[slot_id].span.day
    for person in frame.rota(assignments).team_of[slot_id]:
        there, before = day_chips(frame, assignments, now, person.id, day)
        chip = next(chip for chip in there if chip.duty == slot_id)
        yield HolderCard(
            person=person.id,
            name=person.name,
            details=tuple(_details(opened, chip, before)),
            why=HOLDS[chip.hold] if chip.hold else "",
            locked=chip.locked,
            leaving=person.id == instead_of,
        )


def _details(opened: ReadVersion, chip: Chip, before: Iterable[Chip]) -> Iterable[str]:
    frame = opened.frame
    if chip.pair:
        people = frame.problem.mediator_of
        yield "Binôme fixe : " + ", ".join(people[other].name for other in chip.partners)
    if chip.changed:
        slots, names = frame.problem.slot_of, names_of(frame.association)
        there = " ; ".join(slot_words(slots[other.duty], names) for other in before) or "libre"
        yield f"Modifié depuis la publication, avant : {there}"
