"""Declare the types of columns, and the JSON in which their values are written."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticKnownError

from api.data.rows import forms as k
from api.data.rows import readers as f
from api.data.rows import writers as c
from scheduler.dated import Level
from scheduler.domain.duty import BreakKind
from scheduler.domain.people import StaffRole

MOST = 2**31 - 1
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d)?$")
IDENT = r"^[^\s;,|\"']+$"
DELAY_LONGEST = 20

BREAKS = {
    "non_payee": BreakKind.UNPAID,
    "payee": BreakKind.PAID,
    "veille": BreakKind.WATCH,
}
LEVELS = {
    "branche": Level.BRANCH,
    "entreprise": Level.COMPANY,
    "autorisation": Level.AUTHORISATION,
}
PAUSE, LEVEL = k.by_name(BREAKS), k.by_name(LEVELS)
DELAY = k.Form(k.Nature.TEXT, f.delay, c.delay)
MONTH = k.Form(k.Nature.TEXT, f.month, c.month)


def _lines(text: str) -> str:
    """Refuse characters that no file and no database keeps; lines end as on Unix."""
    return f.plain(text.replace("\r\n", "\n"))


def _day(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise f.wrong("une date qui existe") from None
    if type(value) is not date:
        raise f.wrong("une date comme 2026-12-31")
    return value


def _clock(value: Any) -> Any:
    if isinstance(value, str) and CLOCK.fullmatch(value):
        return time.fromisoformat(value)
    if not isinstance(value, time):
        raise f.wrong("une heure comme 21:30")
    return value


def _moment(value: Any) -> Any:
    """Take a day with or without its time, or their ISO text."""
    if isinstance(value, tuple):
        return value
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    if not MOMENT.fullmatch(value):
        raise PydanticKnownError("string_pattern_mismatch", {"pattern": MOMENT.pattern})
    return f.moment(value)


def _from_text(form: k.Form) -> Callable[[Any], Any]:
    """Return a validator that reads a text as a cell of the form; choices must be exact."""

    def take(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if form.choices and value not in form.choices:
            *head, last = map(repr, form.choices)
            listed = f"{', '.join(head)} or {last}"
            raise PydanticKnownError("literal_error", {"expected": listed})
        return form.read(value)

    return take


def _iso(moment: tuple[date, time | None]) -> str:
    day, clock = moment
    return day.isoformat() if clock is None else f"{day.isoformat()}T{clock:%H:%M}"


Text = Annotated[
    str,
    k.TEXT,
    StringConstraints(strict=True, strip_whitespace=True, max_length=f.LONGEST),
    AfterValidator(f.one_line),
]
LongText = Annotated[
    str,
    k.LONG_TEXT,
    StringConstraints(strict=True, strip_whitespace=True, max_length=2 * f.LONGEST),
    AfterValidator(_lines),
]
Ident = Annotated[
    str,
    k.IDENT,
    StringConstraints(strict=True, strip_whitespace=True, max_length=f.LONGEST),
    AfterValidator(f.one_line),
]

Idents = Annotated[
    tuple[
        Annotated[
            str,
            StringConstraints(strict=True, pattern=IDENT, max_length=f.LONGEST),
            AfterValidator(f.one_line),
        ],
        ...,
    ],
    k.IDENTS,
]
Day = Annotated[date, k.DAY, BeforeValidator(_day)]
Clock = Annotated[
    time,
    k.CLOCK,
    BeforeValidator(_clock),
    # Not the bound method of a text: from Python 3.13 on its signature says nothing.
    PlainSerializer(lambda clock: f"{clock:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{CLOCK.pattern}$", "examples": ["21:30"]}),
]
Moment = Annotated[
    tuple[date, time | None],
    k.MOMENT,
    BeforeValidator(_moment),
    PlainSerializer(_iso, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": MOMENT.pattern,
            "examples": ["2026-12-31", "2026-12-31T21:30"],
            "description": "Jour, ou jour et heure de Paris ; un jour seul compte en entier.",
        }
    ),
]
"""A civil day, with or without a time of Paris."""

Flag = Annotated[bool, k.FLAG, Field(strict=True)]
Wanted = Annotated[bool, k.WANTED, Field(strict=True)]
Weekdays = Annotated[
    frozenset[Annotated[int, Field(strict=True, ge=0, le=6)]],
    k.WEEKDAYS,
    PlainSerializer(sorted, return_type=list[int]),
]
"""Days of the week, lundi is 0."""

Whole = Annotated[int, Field(strict=True, ge=0, le=MOST)]
"""A whole number; its column's form bounds it."""

Minutes = Annotated[int, k.HOURS, Field(strict=True, ge=0, le=MOST * c.HOUR)]
"""A duration in minutes, written as hours in cells."""

Degrees = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-180, le=180)]
Roles = Annotated[
    frozenset[StaffRole], k.some_of(StaffRole), PlainSerializer(sorted, return_type=list[str])
]
Pause = Annotated[
    BreakKind,
    PAUSE,
    BeforeValidator(_from_text(PAUSE)),
    PlainSerializer(PAUSE.write, return_type=str),
    WithJsonSchema({"type": "string", "enum": list(BREAKS)}),
]
Standing = Annotated[
    int,
    LEVEL,
    BeforeValidator(_from_text(LEVEL)),
    PlainSerializer(LEVEL.write, return_type=str),
    WithJsonSchema({"type": "string", "enum": list(LEVELS)}),
]
"""Who sets a value: `scheduler.dated.Level`."""

Delay = Annotated[
    tuple[int, bool],
    DELAY,
    BeforeValidator(_from_text(DELAY)),
    PlainSerializer(DELAY.write, return_type=str),
    WithJsonSchema({"type": "string", "maxLength": DELAY_LONGEST}),
]
"""A delay in days, and whether they are working days."""

Month = Annotated[
    date,
    MONTH,
    BeforeValidator(_from_text(MONTH)),
    PlainSerializer(MONTH.write, return_type=str),
    WithJsonSchema({"type": "string"}),
]
"""A month, as its first day."""
