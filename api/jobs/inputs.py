"""Entrées: what a calculation is made from, read at its start, and what it takes to do it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from api.ledger.history import whole
from api.planning import assemble
from api.profile import profile_for
from api.store.counters import number
from api.store.tables.rotas import AssignmentRow, RotaRow, VersionRow
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import next_month
from scheduler.engine.outcome import Options
from scheduler.rule import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from api.association import Association
    from api.settings import Settings
    from api.store.tables.jobs import JobRow

PACKAGES = ("ortools", "roulement")


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """
    What to calculate. `base`: the draft's version that it starts from (None: it has none).

    `best`: what an earlier turn had found. `facts`: what it takes to calculate it again.
    """

    kind: str
    problem: Problem
    profile: Profile
    options: Options
    dispositifs: frozenset[str] | None
    since: date | None
    base: Rota | None
    best: frozenset[Assignment]
    facts: dict[str, Any]


def inputs_of(session: Session, row: JobRow, settings: Settings) -> Inputs:
    """
    Read what a calculation is made from.

    Raises
    ------
    RoulementError
        The data contradict themselves.
    """
    rota = session.get_one(RotaRow, row.rota)
    association = whole(session)
    problem = problem_of(association, rota)
    asked = row.options
    since = asked["since"]
    return Inputs(
        kind=row.kind,
        problem=problem,
        profile=profile_for(association),
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
        base=_base(session, rota, row, problem),
        best=frozenset(Assignment(who, slot) for who, slot in row.best or ()),
        facts=_facts(session, row, settings),
    )


def as_pairs(assignments: Iterable[Assignment]) -> list[list[str]]:
    """Return assignments as plain values: person and slot, sorted."""
    return [[a.mediator, a.slot] for a in sorted(assignments)]


def possible(assignments: Iterable[Assignment], problem: Problem) -> frozenset[Assignment]:
    """Return what the data still allow: a slot may be no more, a person may have left."""
    return frozenset(
        a for a in assignments if a.slot in problem.slot_of and a.mediator in problem.mediator_of
    )


def _base(session: Session, rota: RotaRow, row: JobRow, problem: Problem) -> Rota | None:
    if not row.base:
        return None
    known = possible(assignments_of(session, rota.id, row.base), problem)
    return Rota(problem=problem, assignments=known)


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


def problem_of(association: Association, rota: RotaRow) -> Problem:
    last = next_month(rota.month) - timedelta(days=1)
    chosen = frozenset(rota.dispositifs)
    if not chosen and rota.agency:
        chosen = frozenset(d.id for d in association.dispositifs if d.agency == rota.agency)
    return assemble(association, rota.month, last, dispositifs=chosen or None)


def assignments_of(session: Session, rota: str, number: int) -> frozenset[Assignment]:
    found: dict[Assignment, int] = {}
    while number:
        version = session.scalars(
            select(VersionRow).where(VersionRow.rota == rota, VersionRow.number == number)
        ).one()
        for row in session.scalars(
            select(AssignmentRow).where(AssignmentRow.version == version.id)
        ):
            found.setdefault(Assignment(row.mediator, row.slot), row.change)
        number = version.parent
    return frozenset(a for a, change in found.items() if change > 0)
