"""Refuse a JSON body that gives a key twice: nobody can tell which value was meant."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError

Place = tuple[str | int, ...]

MOST = 100
"""Places that are told: there may be a million in the longest body."""


async def each_once(request: Request) -> None:
    """
    Refuse a JSON body where an object has a key twice: parsers keep the last and say nothing.

    Raises RequestValidationError: it lists the places of such keys.
    """
    if not is_json(request.headers.get("content-type", "")):
        return
    body = await request.body()
    try:
        json.loads(body, object_pairs_hook=_look)
    except _TwiceError:
        places = dict(islice(_repeated(body), MOST))
        raise RequestValidationError([_fault(*place) for place in places.items()]) from None
    except (ValueError, RecursionError):
        return  # whoever reads it refuses it


def is_json(media: str) -> bool:
    """Whether a body of this type is parsed as JSON, as FastAPI decides it."""
    kind, _, subtype = media.partition(";")[0].strip().lower().partition("/")
    return kind == "application" and (subtype == "json" or subtype.endswith("+json"))


class _TwiceError(Exception):
    """A key is given twice."""


def _look(pairs: list[tuple[str, Any]]) -> None:
    # Nothing is kept of what is read: the body is parsed once more, only to look.
    if len(dict(pairs)) != len(pairs):
        raise _TwiceError


class _Pairs(list[tuple[str, Any]]):
    """A JSON object as its pairs, as they were written: keys may come twice."""


def _repeated(body: bytes) -> Iterator[tuple[Place, int]]:
    """Yield where a key is given more than once, and how many times it is."""
    # Not recursive: a body may be nested as deep as the parser goes, and deeper than we could.
    todo = [_inside((), [("", json.loads(body, object_pairs_hook=_Pairs))])]
    while todo:
        for place, value in todo[-1]:
            if isinstance(value, _Pairs):
                counts = Counter(key for key, _ in value)
                yield from (((*place, key), count) for key, count in counts.items() if count > 1)
                todo.append(_inside(place, value))
                break
            if isinstance(value, list):
                todo.append(_inside(place, enumerate(value)))
                break
        else:
            todo.pop()


def _inside(place: Place, of: Iterable[tuple[str | int, Any]]) -> Iterator[tuple[Place, Any]]:
    return (((*place, key), value) for key, value in of)


def _fault(place: Place, count: int) -> dict[str, Any]:
    # Half a surrogate can't be answered.
    written = (str(part).encode("utf-8", "replace").decode() for part in place[1:])
    return {
        "type": "roulement",
        "loc": ("body", *written),
        "input": f"{count} fois",
        "msg": "cette clé une seule fois",
    }
