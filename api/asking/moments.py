"""Read the moments between which an absence or a wish lies: days, or days and hours of Paris."""

from datetime import date, datetime, time, timedelta

from pydantic_core import PydanticCustomError

from api.asking.errors import WrongValuesError
from api.data.rows import readers as fields
from api.month.errors import Wrong
from scheduler.domain.time import Span, at, midnight
from scheduler.errors import InvalidProblemError

LONGEST = 366
"""Days of the longest stretch that one may ask for."""


def read_span(start: str, end: str) -> Span:
    """
    Return the span between two moments; a last day without an hour counts whole.

    WrongValuesError: a moment that isn't one or doesn't exist that day, an end that isn't after the
    start, or more than 366 days.
    """
    faults: list[Wrong] = []
    instants: list[datetime] = []
    for name, text, over in (("start", start, 0), ("end", end, 1)):
        if faults and text == start:
            break  # the day of the start is the end of who types no other: it is wrong once
        try:
            day, clock = fields.moment(text)
            instants.append(
                midnight(day + timedelta(days=over)) if clock is None else at(day, clock)
            )
        except PydanticCustomError as error:
            faults.append(Wrong(field=name, received=text, expected=error.message()))
        except InvalidProblemError as error:
            faults.append(
                Wrong(field=name, received=text, expected=f"une heure qui existe ({error})")
            )
    if faults:
        raise WrongValuesError(faults)
    try:
        span = Span(*instants)
    except InvalidProblemError:
        text = f"une fin après le début ({start})"
        raise WrongValuesError([Wrong(field="end", received=end, expected=text)]) from None
    if len(span.days) > LONGEST:
        text = f"{LONGEST} jours au plus après le début"
        raise WrongValuesError([Wrong(field="end", received=end, expected=text)])
    return span


def written(text: str) -> str:
    """Write a moment as the database holds it: `2026-12-24`, or `2026-12-24T14:00`."""
    day, clock = fields.moment(text)
    return _text(day, clock)


def _text(day: date, clock: time | None) -> str:
    return day.isoformat() if clock is None else f"{day.isoformat()}T{clock:%H:%M}"
