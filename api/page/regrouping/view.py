"""What the page of regroups shows: what may be asked for, and each option with its mails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.words import alphabetical
from api.planning.names import names_of
from api.regrouping.search import Move
from scheduler.domain.slots import IN_THE_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from api.month.frames import Frame
    from api.regrouping.shapes import OptionOut

SEPARATOR = "|"
"""Between the parts of a move in a form: no id has it."""


@dataclass(frozen=True, kw_only=True)
class PlaceChoice:
    """A place that people may go to, or leave; `chosen`: it is the one asked for."""

    value: str
    label: str
    chosen: bool


def places_of(frame: Frame, day: date, chosen: Iterable[str]) -> tuple[PlaceChoice, ...]:
    """Return the places of a month's templates that are in force on a day, by name."""
    names, wanted = names_of(frame.association), set(chosen)
    labels: dict[str, str] = {}
    for template in frame.association.templates:
        if (
            template.kind not in IN_THE_FIELD
            or not template.site
            or (frame.own is not None and template.dispositif not in frame.own)
            or not template.since <= day <= (template.until or day)
        ):
            continue
        labels.setdefault(template.site, names.site(template.site))
    return tuple(
        PlaceChoice(value=site, label=label, chosen=site in wanted)
        for site, label in sorted(labels.items(), key=lambda pair: (alphabetical(pair[1]), pair[0]))
    )


def moves_of(option: OptionOut) -> list[str]:
    """Write the moves of an option as a form sends them."""
    return [SEPARATOR.join((move.person, move.source, move.target)) for move in option.moves]


def moves_in(fields: Iterable[str]) -> list[Move]:
    """Read the moves that a form sent; what lacks a part names nothing, and is refused as such."""
    parts = (f"{field}{2 * SEPARATOR}".split(SEPARATOR) for field in fields)
    return [Move(person, source, target) for person, source, target, *_ in parts]
