"""A month as lists, for narrow screens: by day, the posts and who holds them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.words import capital
from api.page.grid.marks import slot_words
from api.planning.names import names_of

if TYPE_CHECKING:
    from api.month.frames import Frame
    from api.page.grid.parts import GridView, Mark


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a post; `icons` and `notes`: its marks, drawn and in words."""

    person: str
    name: str
    icons: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PostLine:
    """A post of a day: where and when, who holds it, how many are missing."""

    slot: str
    words: str
    classes: str
    holders: tuple[Holder, ...]
    missing: int
    vital: bool


@dataclass(frozen=True, kw_only=True)
class DayPosts:
    """A day's posts, by start."""

    iso: str
    label: str
    posts: tuple[PostLine, ...]


def days_of(view: GridView, frame: Frame) -> tuple[DayPosts, ...]:
    """List what a view shows, by day."""
    return tuple(
        DayPosts(iso=day.iso, label=day.label, posts=tuple(_posts(view, frame, place)))
        for place, day in enumerate(view.days)
    )


def _posts(view: GridView, frame: Frame, place: int) -> list[PostLine]:
    slots, names = frame.problem.slot_of, names_of(frame.association)
    holders: dict[str, dict[str, tuple[str, Mark]]] = defaultdict(dict)
    missing: dict[str, int] = defaultdict(int)
    vital = set()
    for block in view.blocks:
        for line in block.lines:
            for mark in line.cells[place].marks:
                # Training and a night of the month before are no posts of this month.
                if mark.slot in slots:
                    holders[mark.slot][line.person] = line.name, mark
        for need in block.gaps[place].needs:
            missing[need.slot] += need.missing
            vital |= {need.slot} if need.vital else set()
    return [
        PostLine(
            slot=slot,
            words=capital(slot_words(slots[slot], names)),
            classes=slots[slot].kind.value,
            holders=tuple(
                Holder(person=person, name=name, icons=mark.icons, notes=mark.notes)
                for person, (name, mark) in holders[slot].items()
            ),
            missing=missing[slot],
            vital=slot in vital,
        )
        for slot in sorted({*holders, *missing}, key=lambda s: (slots[s].span.first, s))
    ]
