"""Entrées: what a calculation is made from, read at its start, and what it takes to do it again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from api.data.locks import LeftOut
from api.database.counters import number
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.frames import frame_of
from api.month.places.drafts import assignments_of
from scheduler.domain.problem import Assignment, Lock, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import minute_at
from scheduler.engine.outcome import Options
from scheduler.engine.replan import as_held
from scheduler.rule import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from api.database.tables.jobs import JobRow
    from api.month.frames import Frame
    from api.settings import Settings

PACKAGES = ("ortools", "roulement")


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """
    What to calculate. `base`: the draft's version that it starts from (None: it has none).

    `now`: the UTC minute at which it is made. `best`: what an earlier turn had found. `facts`: what
    it takes to calculate it again. `idle`: locks that can't hold.
    """

    kind: str
    problem: Problem
    profile: Profile
    options: Options
    dispositifs: frozenset[str] | None
    since: date | None
    now: int
    base: Rota | None
    best: frozenset[Assignment]
    facts: dict[str, Any]
    idle: tuple[LeftOut, ...] = ()


def inputs_of(session: Session, row: JobRow, settings: Settings) -> Inputs:
    """
    Read what a calculation is made from.

    Raises
    ------
    RoulementError
        The data contradict themselves.
    """
    rota = session.get_one(RotaRow, row.rota)
    now = datetime.now(UTC)
    frame = frame_of(whole(session), rota, now)
    problem = problem_of(frame)
    asked = row.options
    since = asked["since"]
    return Inputs(
        kind=row.kind,
        problem=problem,
        profile=frame.profile,
        options=Options(
            seconds=min(asked["seconds"], settings.solve_seconds),
            workers=settings.solve_threads,
            processes=settings.solve_processes,
            seed=asked["seed"],
            memory_mb=settings.solve_memory_mb,
            effort=asked["effort"],
            best_every=settings.best_seconds,
        ),
        dispositifs=frozenset(asked["dispositifs"]) or None,
        since=None if since is None else date.fromisoformat(since),
        now=minute_at(now),
        base=_base(session, frame, row, problem),
        best=frozenset(Assignment(who, slot) for who, slot in row.best or ()),
        facts=_facts(session, row, settings),
        idle=frame.idle,
    )


def as_pairs(assignments: Iterable[Assignment]) -> list[list[str]]:
    """Return assignments as plain values: person and slot, sorted."""
    return [[a.mediator, a.slot] for a in sorted(assignments)]


def possible(assignments: Iterable[Assignment], problem: Problem) -> frozenset[Assignment]:
    """Return what the data still allow: a slot may be no more, a person may have left."""
    return frozenset(
        a for a in assignments if a.slot in problem.slot_of and a.mediator in problem.mediator_of
    )


def problem_of(frame: Frame) -> Problem:
    """Return a draft's problem, where what others decide is held as they published it."""
    standing = Rota(problem=frame.problem, assignments=frame.standing)
    held = {slot: as_held(frame.problem.slot_of[slot], standing) for slot in frame.frozen}
    return replace(
        frame.problem,
        slots=tuple(held.get(slot.id) or slot for slot in frame.problem.slots),
        locks=(
            *frame.problem.locks,
            *(
                Lock(mediator=a.mediator, slot=a.slot, by="planning", why="publié par ailleurs")
                for a in sorted(frame.standing)
                if a.slot in frame.frozen
            ),
        ),
    )


def _base(session: Session, frame: Frame, row: JobRow, problem: Problem) -> Rota | None:
    if not row.base:
        return None
    kept = frame.rota(assignments_of(session, row.rota, row.base))
    return Rota(problem=problem, assignments=kept.assignments)


def _facts(session: Session, row: JobRow, settings: Settings) -> dict[str, Any]:
    return {
        **{name: version(name) for name in PACKAGES},
        "data": number(session, "data"),
        "ledger": number(session, "ledger"),
        "base": row.base,
        "seed": row.options["seed"],
        "effort": row.options["effort"],
        "seconds": min(row.options["seconds"], settings.solve_seconds),
        "threads": settings.solve_threads,
        "processes": settings.solve_processes,
        "memory_mb": settings.solve_memory_mb,
    }
