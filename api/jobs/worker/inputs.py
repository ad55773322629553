"""Read the inputs of a calculation, and note what is needed to repeat it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy.orm import Session

from api.database.counters import number
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.frames import Frame, frame_of
from api.month.places.drafts import assignments_of
from api.settings import Settings
from scheduler.domain.problem import Assignment
from scheduler.domain.time import instant_of, minute_at
from scheduler.engine.outcome import Options

PACKAGES = ("ortools", "roulement")


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """
    What to calculate. `base`: assignments of the draft's version to start from (None: none).

    `question`: the assignment that an alternative turns (None: it isn't one). `now`: the UTC minute
    at which it is made. `best`: what an earlier turn had found. `facts`: what it takes to calculate
    it again.
    """

    kind: str
    frame: Frame
    options: Options
    dispositifs: frozenset[str] | None
    since: date | None
    now: int
    base: frozenset[Assignment] | None
    best: frozenset[Assignment]
    question: Assignment | None
    facts: dict[str, Any]


def inputs_of(
    session: Session, row: JobRow, settings: Settings, *, now: int | None = None
) -> Inputs:
    """
    Read what a calculation is made from, at a UTC minute (None: this one).

    Raises `RoulementError`: the data contradict themselves.
    """
    rota = session.get_one(RotaRow, row.draft)
    at = datetime.now(UTC) if now is None else instant_of(now)
    options = row.options
    since, until = options["since"], options.get("until")
    last = None if until is None else date.fromisoformat(until)
    frame = frame_of(whole(session), rota, at, until=last)
    return Inputs(
        kind=row.kind,
        frame=frame,
        options=options_of(row, settings),
        dispositifs=frozenset(options["dispositifs"]) or None,
        since=None if since is None else date.fromisoformat(since),
        now=minute_at(at),
        base=assignments_of(session, row.draft, row.base) if row.base else None,
        best=best_of(row),
        question=(
            Assignment(options["person"], options["slot"]) if row.kind == "alternative" else None
        ),
        facts=facts_of(session, row, settings),
    )


def as_pairs(assignments: Iterable[Assignment]) -> list[list[str]]:
    """Return assignments as plain values: person and slot, sorted."""
    return [[a.mediator, a.slot] for a in sorted(assignments)]


def options_of(row: JobRow, settings: Settings) -> Options:
    """Return how a calculation searches: as was asked for, as far as the service allows it."""
    return Options(
        seconds=min(row.options["seconds"], settings.solve_seconds),
        workers=settings.solve_threads,
        processes=settings.solve_processes,
        seed=row.options["seed"],
        memory_mb=settings.solve_memory_mb,
        effort=row.options["effort"],
        best_every=settings.best_seconds,
    )


def best_of(row: JobRow) -> frozenset[Assignment]:
    """Return what earlier turns at a calculation had found."""
    return frozenset(Assignment(who, slot) for who, slot in row.best or ())


def facts_of(session: Session, row: JobRow, settings: Settings) -> dict[str, Any]:
    """Return what it takes to calculate it again."""
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
