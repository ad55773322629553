"""Keep why posts are open beside their version, so that a service that restarts answers at once."""

import json
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from hashlib import sha256
from importlib.metadata import version as release_of
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import Engine, delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.database.counters import DATA, stamp
from api.database.engine import reading, writing
from api.database.tables.month import OpenPostsRow
from api.ledger.history import head, whole
from api.ledger.subjects import forgotten
from api.month.frames import Frame
from api.month.places.place import DraftVersion
from api.planning.holes import Hole
from api.staffing.bench import blocking
from api.staffing.causes import OpenPost
from api.staffing.groups import Group, Reasons
from api.staffing.remedies import WayOut
from scheduler.domain.people import Mediator
from scheduler.domain.slots import Slot
from scheduler.domain.time import PARIS
from scheduler.goal import Goal
from scheduler.publication import begun_slots

DAYS = 60
"""For how long answers are kept that nobody asks for again."""

Parts = Mapping[Any, Callable[[Any], Any]]
"""How to find again what is kept by its id alone, by type."""


@dataclass(frozen=True)
class KeptHoles:
    """The open posts of a draft's version, as the database keeps them: one version a draft."""

    engine: Engine
    version: DraftVersion

    def find(self, frame: Frame, now: int) -> Reasons | None:
        """Return what was found of the same facts (None: nothing is kept, or facts changed)."""
        with reading(self.engine) as session:
            row = session.get(OpenPostsRow, self.version.draft)
            facts = _facts(session, frame, now)
        if row is None or not facts or (row.number, row.facts) != (self.version.number, facts):
            return None
        # A program that reads them otherwise works them out again.
        with suppress(LookupError, TypeError, ValueError):
            return unpacked(row.posts, frame)
        return None

    def keep(self, frame: Frame, now: int, reasons: Reasons) -> None:
        """Keep what was found, and sweep what is old; whoever can't write goes on without."""
        posts, kept = packed(reasons), datetime.now(UTC)
        with suppress(SQLAlchemyError), writing(self.engine) as session:
            if facts := _facts(session, frame, now):
                session.execute(
                    delete(OpenPostsRow).where(OpenPostsRow.kept < kept - timedelta(days=DAYS))
                )
                number = self.version.number
                row = OpenPostsRow(number=number, facts=facts, kept=kept, posts=posts)
                row.rota = self.version.draft
                session.merge(row)


def _facts(session: Session, frame: Frame, now: int) -> str:
    """Return a digest of all that an answer hangs on (empty: the frame is of other data)."""
    if whole(session) is not frame.association:
        return ""
    marks = stamp(session, DATA), head(session), sorted(forgotten(session))
    begun = len(begun_slots(frame.problem, now))
    return sha256(repr((*marks, begun, release_of("roulement"))).encode()).hexdigest()


def packed(reasons: Reasons) -> bytes:
    """Write open posts as compressed JSON; their rules are those of the frame."""
    place = {(post.hole.slot.id, post.hole.need): n for n, post in enumerate(reasons.posts)}
    groups = [
        (replace(group, posts=()), [place[p.hole.slot.id, p.hole.need] for p in group.posts])
        for group in reasons.groups
    ]
    kept = {"posts": reasons.posts, "groups": groups, "ways": dict(reasons.ways)}
    return zlib.compress(json.dumps(kept, ensure_ascii=False, default=_plain).encode())


def unpacked(content: bytes, frame: Frame) -> Reasons:
    """Read open posts as `packed` wrote them, with the people and slots of a frame."""
    kept, slots = json.loads(zlib.decompress(content)), frame.problem.slot_of

    def hole(plain: Any) -> Hole:
        slot, need, have = plain
        return Hole(slot=slots[slot], need=slots[slot].needs[need], have=have)

    parts: Parts = {
        Mediator: frame.problem.mediator_of.__getitem__,
        Slot: slots.__getitem__,
        Goal: {goal.id: goal for goal in frame.profile.goals}.__getitem__,
        Hole: hole,
        datetime: lambda text: datetime.fromisoformat(text).astimezone(PARIS),
        date: date.fromisoformat,
    }
    posts = tuple(_value(OpenPost, post, parts) for post in kept["posts"])
    return Reasons(
        posts=posts,
        groups=tuple(
            replace(_value(Group, group, parts), posts=tuple(posts[n] for n in places))
            for group, places in kept["groups"]
        ),
        rules=blocking(frame.profile).rule_of,
        ways={slot: _value(WayOut, way, parts) for slot, way in kept["ways"].items()},
    )


def _plain(value: Any) -> Any:
    """Write a value as JSON: people, slots and goals by id, fields that differ from defaults."""
    if isinstance(value, (Mediator, Slot, Goal)):
        return value.id
    if isinstance(value, Hole):
        return value.slot.id, value.slot.needs.index(value.need), value.have
    if isinstance(value, (date, Enum)):
        return value.isoformat() if isinstance(value, date) else value.value
    if isinstance(value, frozenset):
        return tuple(value)
    there = ((f, getattr(value, f.name)) for f in fields(value))
    return {f.name: each for f, each in there if each != f.default}


def _value(kind: Any, plain: Any, parts: Parts) -> Any:
    """Read a value of a type (a part, a dataclass, an enum, a figure, several) from JSON."""
    if kind in parts:
        return parts[kind](plain)
    origin = get_origin(kind)
    if origin is UnionType:
        (kind,) = (each for each in get_args(kind) if each is not NoneType)
        return None if plain is None else _value(kind, plain, parts)
    if origin in (tuple, frozenset):
        return origin(_value(get_args(kind)[0], each, parts) for each in plain)
    if not isinstance(plain, dict):
        return kind(plain)
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], each, parts) for name, each in plain.items()})


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
