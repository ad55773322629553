"""Write to each person whom an option moves the letter that its publication sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.ledger.notices import changes_to_tell
from api.mail.words import Letter, letter_of
from api.planning.month_change import month_change
from api.planning.names import names_of
from api.staffing.causes import by_name
from scheduler.domain.people import Mediator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from api.month.frames import Frame
    from api.regrouping.service import Option


@dataclass(frozen=True, kw_only=True)
class Notified:
    """A person whom an option's publication tells something (`letter` None: by calendar alone)."""

    mediator: Mediator
    letter: Letter | None


def letters_of(
    frame: Frame, option: Option, *, now: datetime, urgent_hours: int, link: str
) -> tuple[Notified, ...]:
    """
    Return who is told what by publishing an option at `now`, in the order of names.

    The letters are those that the publication queues (see `api.mail.after_publication`): old and
    new hours and places, and no reason. `urgent_hours` and `link` are the installation's.
    """
    return tuple(
        sorted(
            _letters(frame, option, now, urgent_hours, link),
            key=lambda notified: by_name(notified.mediator),
        )
    )


def _letters(
    frame: Frame, option: Option, now: datetime, urgent_hours: int, link: str
) -> Iterator[Notified]:
    rota = frame.rota(option.assignments)
    change = month_change(frame.association, rota, now, frame.own or ())
    names, people = names_of(frame.association), frame.association.mediator_of
    for person, changes in changes_to_tell(change, urgent_hours).items():
        if person in people:
            letter = letter_of(changes, when=change.now, names=names, link=link)
            yield Notified(mediator=people[person], letter=letter)
