"""
Bound every text that enters, in one place: what it may hold, and how long it may be.

The door looks through each form, JSON body and address before anything is done: a control
character or half a character is refused, since PostgreSQL keeps neither. How long a text may be is
said once, by its field, from the column that keeps it: `Line` or `Lines`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from annotated_types import GroupedMetadata
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.params import Form
from pydantic import BeforeValidator, StringConstraints
from sqlalchemy.orm import InstrumentedAttribute
from starlette.datastructures import FormData

from api.web.json_keys import is_json

UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
"""
What no text holds: controls (Unicode's Cc), line breaks and tabs aside; halves of characters (Cs);
and U+FFFD, which stands in a form or an address for bytes that aren't UTF-8.
"""

ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
MOST_FAULTS = 100

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Line(GroupedMetadata):
    """A text on one line, as long at the most as the column that keeps it, or as `most` says."""

    most: int | InstrumentedAttribute[str]

    def __iter__(self) -> Iterator[Any]:
        """Yield what pydantic checks."""
        yield from StringConstraints(max_length=_length(self.most), pattern=ONE_LINE)


@dataclass(frozen=True)
class Lines(GroupedMetadata):
    """A text of several lines: ends of lines are made alike, outer blanks go, it is counted."""

    most: int | InstrumentedAttribute[str]

    def __iter__(self) -> Iterator[Any]:
        """Yield what pydantic does and checks."""
        yield from StringConstraints(max_length=_length(self.most))
        yield BeforeValidator(_as_kept)


def _length(most: int | InstrumentedAttribute[str]) -> int:
    if isinstance(most, int):
        return most
    column: Any = most.type  # of a text
    length: int = column.length
    return length


def _as_kept(text: Any) -> Any:
    """End lines as they are kept: browsers send two characters, and count one."""
    if not isinstance(text, str):
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


async def readable(request: Request) -> None:
    """
    Refuse what no text holds, wherever it is sent: controls, halves of characters.

    A form that its route doesn't declare is looked through by `form_of`, which reads it. Raises
    RequestValidationError: it lists the fields, and the character refused in each.
    """
    _refuse(_in_address(request))
    if is_json(request.headers.get("content-type", "")):
        _refuse(await _in_json(request))
    elif isinstance(getattr(request.scope["route"].body_field, "field_info", None), Form):
        await form_of(request)  # FastAPI has read it, within its own limits


async def form_of(request: Request, **limits: int) -> FormData:
    """
    Read a form within Starlette's limits, and refuse what no text holds.

    Raises RequestValidationError: see `readable`.
    """
    form = await request.form(**limits)
    try:
        _refuse(
            (("body", name), text)
            for name, value in form.multi_items()
            for text in (name, value)
            if isinstance(text, str)
        )
    except RequestValidationError:
        await form.close()
        raise
    return form


def _refuse(texts: Iterable[tuple[Place, str]]) -> None:
    faults = [fault for place, text in texts for fault in _faults(place, text)]
    if faults:
        raise RequestValidationError(faults[:MOST_FAULTS])


def _in_address(request: Request) -> Iterator[tuple[Place, str]]:
    for name, value in request.path_params.items():
        yield ("path", name), str(value)
    if request.url.query:
        for name, value in request.query_params.multi_items():
            yield ("query", name), name
            yield ("query", name), value


async def _in_json(request: Request) -> Iterable[tuple[Place, str]]:
    try:
        return _texts(await request.json())
    except (ValueError, RecursionError):
        return ()  # whoever reads it refuses it


def _texts(body: Any) -> Iterator[tuple[Place, str]]:
    # Not recursive: a body may be nested as deep as the parser goes, and deeper than we could.
    todo: list[tuple[Place, Any]] = [(("body",), body)]
    while todo:
        place, value = todo.pop()
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, dict):
            for key, part in value.items():
                yield place, key
                todo.append(((*place, key), part))
        elif isinstance(value, list):
            todo += (((*place, number), part) for number, part in enumerate(value))


def _faults(place: Place, text: str) -> Iterator[dict[str, Any]]:
    refused = UNREADABLE.search(text)
    if refused is None:
        return
    expected = f"un texte lisible, sans caractère de commande (reçu : U+{ord(refused[0]):04X})"
    # Half a character can't be answered.
    written = tuple(str(part).encode("utf-8", "replace").decode() for part in place)
    yield {"type": "roulement", "loc": written, "input": text, "msg": expected}
