"""Fields of an association's rows as JSON: bare types, each with what it is in French."""

from __future__ import annotations

import re
from datetime import date, time
from enum import Enum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    create_model,
)

from api.data.rows.cells import HOUR, as_of, columns_of
from api.data.rows.fields import LONGEST, one_line, plain, wrong
from api.data.rows.words import FIELDS, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from api.data.rows.people import Row
    from api.data.rows.sources import Source
    from api.data.tables.record import Record

MOST = 2**31 - 1
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOMENT = r"^\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d)?$"
IDENT = r"^[^\s;,|\"']+$"


def of_lines(text: str) -> str:
    """Refuse characters that no file and no database keeps; lines end as on Unix."""
    return plain(text.replace("\r\n", "\n"))


def iso_day(value: Any) -> Any:
    """Take a date, or its ISO text and no other."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise wrong("une date qui existe") from None
    if type(value) is not date:
        raise wrong("une date comme 2026-12-31")
    return value


def clock(value: Any) -> Any:
    """Take a time, or `21:30`."""
    if isinstance(value, str) and CLOCK.fullmatch(value):
        return time.fromisoformat(value)
    if not isinstance(value, time):
        raise wrong("une heure comme 21:30")
    return value


Day = Annotated[date, BeforeValidator(iso_day)]
Clock = Annotated[
    time,
    BeforeValidator(clock),
    PlainSerializer(lambda value: f"{value:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{CLOCK.pattern}$", "examples": ["21:30"]}),
]
Moment = Annotated[
    str,
    StringConstraints(strict=True, pattern=MOMENT),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": MOMENT,
            "examples": ["2026-12-31", "2026-12-31T21:30"],
            "description": "Jour, ou jour et heure de Paris ; un jour seul compte en entier.",
        }
    ),
]
Ident = Annotated[
    str,
    StringConstraints(strict=True, pattern=IDENT, max_length=LONGEST),
    AfterValidator(one_line),
]
Weekday = Annotated[int, Field(strict=True, ge=0, le=6)]
Whole = Annotated[int, Field(strict=True, ge=0, le=MOST)]
Minutes = Annotated[int, Field(strict=True, ge=0, le=MOST * HOUR)]
Degrees = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-180, le=180)]


def model_of(source: Source, record: type[Record]) -> type[BaseModel]:
    """Make the JSON model of a source's rows; what a file may leave empty may be left out."""
    name = "".join(part.capitalize() for part in source.name.split("_"))
    fields: dict[str, Any] = {
        field: (_type(info, _length(record, field)), _told(source, field, info))
        for field, info in source.model.model_fields.items()
    }
    config = ConfigDict(extra="forbid", frozen=True, title=name)
    return create_model(name, __config__=config, __doc__=KINDS[source.name], **fields)


def as_json(value: Any, field: FieldInfo) -> Any:
    """Return a value of a row as JSON."""
    if value is None:
        return None
    told = as_of(field.metadata)
    if told is not None and told.text:
        return told.write(value)
    made = value
    match value:
        case Enum():
            made = value.value
        case time():
            made = f"{value:%H:%M}"
        case date():
            made = value.isoformat()
        case date() as first, (time() | None) as at:
            made = first.isoformat() + ("" if at is None else f"T{at:%H:%M}")
        case frozenset():
            made = [one.value if isinstance(one, Enum) else one for one in sorted(value)]
        case tuple():
            made = list(value)
    return made


def cells_from(given: BaseModel, model: type[Row]) -> dict[str, str]:
    """Return the cells of a row given as a JSON model."""
    return {
        column: _cell(getattr(given, name), model.model_fields[name], write)
        for column, name, write in columns_of(model)
    }


def _cell(value: Any, field: FieldInfo, write: Callable[[Any], str]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        value = frozenset(value) if _base(field)[0] is frozenset else tuple(value)
    return write(value)


def _base(field: FieldInfo) -> tuple[Any, Any, bool]:
    """Return a field's type, what it is made of, and whether it may be null."""
    kind, null = field.annotation, False
    if get_origin(kind) in {Union, UnionType}:
        parts = [part for part in get_args(kind) if part is not NoneType]
        kind, null = parts[0], True
    return get_origin(kind) or kind, get_args(kind), null


def _type(field: FieldInfo, longest: int | None) -> Any:
    kind, parts, null = _base(field)
    told = as_of(field.metadata)
    made: Any
    if told is not None and told.names:
        made = Literal[told.names]
    elif told is not None and told.text:
        made = _text(longest)
    elif told is not None and kind is int:
        made = Minutes
    elif kind is tuple:
        made = Moment if parts[0] is date else list[Ident]
    elif kind is frozenset:
        some: Any = Literal[tuple(k.value for k in parts[0])] if parts[0] is not int else Weekday
        made = list[some]
    elif isinstance(kind, type) and issubclass(kind, Enum):
        made = Literal[tuple(one.value for one in kind)]
    else:
        made = BARE[kind] if kind is not str else _text(longest)
    return made | None if null else made


def _text(longest: int | None) -> Any:
    return Annotated[
        str,
        StringConstraints(strict=True, strip_whitespace=True, max_length=longest),
        AfterValidator(of_lines if longest is None or longest > LONGEST else one_line),
    ]


def _told(source: Source, name: str, field: FieldInfo) -> Any:
    """Return what a field is by default, and in words."""
    words = f"{FIELDS[name]} (colonne « {field.alias or name} » de {source.file})."
    try:
        empty = _read(field).validate_python("")
    except ValidationError:
        return Field(description=words)
    if field.is_required() and not _base(field)[2] and not isinstance(empty, tuple):
        return Field(description=words)
    return Field(default=as_json(empty, field), description=words)


def _read(field: FieldInfo) -> TypeAdapter[Any]:
    """Return the reader of a field's cells."""
    told: Any = Annotated[field.annotation, *field.metadata]
    return TypeAdapter(told)


def _length(record: type[Record], name: str) -> int | None:
    """Return how long a text may be, in characters."""
    kind = record.__table__.columns[name].type
    length = getattr(kind, "length", None) or getattr(getattr(kind, "impl", None), "length", None)
    return length if isinstance(length, int) else None


BARE: dict[Any, Any] = {
    bool: StrictBool,
    int: Whole,
    float: Degrees,
    date: Day,
    time: Clock,
}
