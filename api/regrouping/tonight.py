"""
Open the slots that an incident asks for: those of the day, or, by an exception, others.

Where no slot of a place is due that day, or its slots take too few people, the day is an exception
to their template. It is supposed here, and recorded once an option is chosen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from api.month.frames import Frame, framed
from api.regrouping.emergency import Emergency, emergency_of, may_move, named_by
from calendars.templates.template import ExceptionAction, Template, TemplateException
from scheduler.domain.slots import IN_THE_FIELD, Need, Slot
from scheduler.domain.time import PARIS, minute_at

WHY = "Regroupement du jour"
"""The reason of an exception: it names neither the incident nor anybody."""


@dataclass(frozen=True, kw_only=True)
class Incident:
    """
    What somebody asks for (see `emergency_of`): a day, where people are needed, and how many.

    `to` may name templates, too, or the site or dispositif of templates that make no slot on the
    day. `since`: what has begun then is kept as it is.
    """

    day: date
    to: tuple[str, ...]
    since: datetime
    people: int | None = None
    sources: tuple[str, ...] = ()


def tonight(frame: Frame, incident: Incident) -> tuple[Frame, Emergency]:
    """
    Return what is asked for (see `emergency_of`), and the month in which it can be judged.

    The month has the exceptions of `Emergency.exceptions`; it is `frame` if none is needed.
    A template whose day is an exception already stays as it is.

    Raises
    ------
    BadRequestError
        See `emergency_of`.
    InvalidProblemError
        The exceptions contradict the templates.
    """
    day, to, since, people = incident.day, incident.to, incident.since, incident.people
    at = minute_at(since)
    there = [slot for slot in frame.problem.slots if may_move(frame, slot, day, at)]
    added = {
        name: template
        for name in to
        if not any(named_by(slot, name) for slot in there)
        and (template := _best(frame, day, name, since)) is not None
    }
    named = [slot for slot in there if any(named_by(slot, name) for name in to)]
    exceptions = tuple(_exceptions(frame, day, list(added.values()), named, people))
    if exceptions:
        association = replace(
            frame.association, exceptions=(*frame.association.exceptions, *exceptions)
        )
        # It is for this answer alone: frames that people work on stay at hand.
        frame = framed(association, frame.month, frame.own, since, aside=True)
    wanted = [added[name].id if name in added else name for name in to]
    emergency = emergency_of(frame, day, wanted, since=at, people=people, sources=incident.sources)
    return frame, replace(emergency, exceptions=exceptions)


def _best(frame: Frame, day: date, name: str, since: datetime) -> Template | None:
    """Return the template of a place to open for the day: of several, the one that begins last."""
    return max(
        (
            template
            for template in frame.association.templates
            if name in (template.id, template.site, template.dispositif)
            and (frame.own is None or template.dispositif in frame.own)
            and template.kind in IN_THE_FIELD
            and template.minutes is None
            and template.since <= day <= (template.until or day)
            and not _excepted(frame, template.id, day)
            and datetime.combine(day, template.start, PARIS) > since
        ),
        key=lambda template: (template.start, template.id),
        default=None,
    )


def _excepted(frame: Frame, template: str, day: date) -> bool:
    return any((e.template, e.day) == (template, day) for e in frame.association.exceptions)


def _exceptions(
    frame: Frame, day: date, added: list[Template], named: list[Slot], people: int | None
) -> Iterator[TemplateException]:
    """Yield an exception for each template to open; the first place takes who has no room."""
    room = sum(need.maximum for slot in named for need in slot.needs)
    room += sum(need.maximum for template in added for need in template.needs)
    spare = 0 if people is None else _spare(frame, added, named, people)
    lacking = max(0, (people or 0) + spare - room)
    open_to = (slot for slot in named if not slot.appointment)
    wide = next((s for s in open_to if not _excepted(frame, s.duty.template, day)), None)
    if lacking and wide is not None:
        yield TemplateException(
            template=wide.duty.template,
            day=day,
            action=ExceptionAction.CHANGE,
            why=WHY,
            needs=_wider(wide.needs, lacking, spare),
        )
        lacking = 0
    for template in {template.id: template for template in added}.values():
        yield TemplateException(
            template=template.id,
            day=day,
            action=ExceptionAction.ADD,
            why=WHY,
            needs=_wider(template.needs, lacking, spare) if lacking else None,
        )
        lacking = 0


def _spare(frame: Frame, added: list[Template], named: list[Slot], people: int) -> int:
    """Return 1 where teams of two would bring one person more than are asked for, else 0."""
    if not (any(slot.binome for slot in named) or any(each.binome for each in added)):
        return 0
    ids = {slot.id for slot in named}
    there = sum(assignment.slot in ids for assignment in frame.published)
    return max(0, people - there) % 2


def _wider(needs: tuple[Need, ...], more: int, spare: int) -> tuple[Need, ...]:
    """Return needs of which the first takes so many people more, and asks for all but `spare`."""
    first, *others = needs
    most = first.maximum + more
    return replace(first, target=most - spare, maximum=most), *others
