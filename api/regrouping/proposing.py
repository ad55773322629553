"""Propose ways to regroup teams of a published month, each with the letters that it sends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from api.ledger.notices import changes_to_tell
from api.mail.words import Letter, letter_of
from api.month.frames import Frame
from api.planning.month_change import month_change
from api.planning.names import names_of
from api.regrouping.service import Option, Regroup, regroup
from api.regrouping.tonight import Incident, tonight
from api.staffing.causes import by_name
from scheduler.domain.people import Mediator


@dataclass(frozen=True, kw_only=True)
class Notified:
    """A person whom an option's publication notifies (`letter` None: by calendar alone)."""

    mediator: Mediator
    letter: Letter | None


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """
    What can be done. `letters`: those of each option, in the same order.

    `frame`: the month in which options hold, with the exceptions that they need.
    """

    frame: Frame
    regroup: Regroup
    letters: tuple[tuple[Notified, ...], ...]


def propose(
    frame: Frame,
    incident: Incident,
    *,
    now: datetime,
    urgent_hours: int,
    link: str = "",
) -> Proposed:
    """
    Return the lawful ways to regroup teams of the published month, ranked, and their letters.

    Nothing is written. `now`: when an option would be published.

    Raises `BadRequestError`, `InvalidProblemError`: see `api.regrouping.tonight.tonight`.
    """
    frame, emergency = tonight(frame, incident)
    answer = regroup(frame, frame.published, emergency)
    letters = tuple(
        letters_of(frame, option, now=now, urgent_hours=urgent_hours, link=link)
        for option in answer.options
    )
    return Proposed(frame=frame, regroup=answer, letters=letters)


def letters_of(
    frame: Frame, option: Option, *, now: datetime, urgent_hours: int, link: str
) -> tuple[Notified, ...]:
    """
    Return whom publishing an option at `now` notifies, in the order of names.

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
