"""
Plan months one after another, each on the history of the last, and check every rota twice.

Each month is audited by the product (in `solve`) and by the minute-by-minute check, which reads
the published rows as text and shares nothing with the product.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import chain
from pathlib import Path

from api.data.association import Association
from api.data.folder.history import write_month
from api.data.folder.load import load
from api.planning.problem import assemble
from api.planning.published_shifts import published_rows
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.time import next_month
from scheduler.engine import Options, Solution, TierResult, solve
from tests.prove.faults import faults
from tests.prove.rows import case_of, class_of, row_of
from tests.prove.tape import Row


@dataclass(frozen=True)
class Month:
    """What one month came to: rows checked, findings that block, faults by the minute."""

    name: str
    rows: int
    blocking: int
    inherited: int
    faults: tuple[str, ...]
    tiers: tuple[TierResult, ...]
    first_after: float
    seconds: float
    peak_mb: int

    @property
    def proved(self) -> bool:
        """Whether both checks found nothing."""
        return self.blocking == 0 and not self.faults

    def line(self) -> str:
        """Write the month in one line."""
        tiers = " ".join(
            f"{t.tier}:{t.cost}/{t.bound}{'*' if t.optimal else ''}" for t in self.tiers
        )
        return (
            f"{self.name} affectations={self.rows} bloquants={self.blocking} "
            f"herites={self.inherited} minute={len(self.faults)} "
            f"premier={self.first_after:.1f}s total={self.seconds:.1f}s "
            f"memoire={self.peak_mb}Mo rangs {tiers}"
        )


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each month."""
    while first <= last:
        yield first
        first = next_month(first)


def prove(
    folder: Path,
    first: date,
    last: date,
    options: Options,
    *,
    dispositifs: frozenset[str] | None = None,
) -> Iterator[Month]:
    """Plan (these dispositifs, or all), check and publish into `folder/historique` each month."""
    for begin in months(first, last):
        end = next_month(begin) - timedelta(days=1)
        association = load(folder)
        problem = assemble(association, begin, end, dispositifs=dispositifs)
        begun = time.monotonic()
        outcome = solve(problem, base(), options)
        if not isinstance(outcome, Solution):
            raise SystemExit(f"{begin:%Y-%m} : {outcome}")
        findings = audit(outcome.rota, base())
        published = association.history.get(f"{begin:%Y-%m}", ())
        rows = published_rows(
            outcome.rota, published, datetime.combine(begin, datetime.min.time(), UTC)
        )
        write_month(folder / "historique", f"{begin:%Y-%m}", rows)
        yield Month(
            name=f"{begin:%Y-%m}",
            rows=len(rows),
            blocking=sum(f.blocks and not f.inherited for f in findings),
            inherited=sum(f.blocks and f.inherited for f in findings),
            faults=tuple(by_the_minute(load(folder), begin, next_month(begin))),
            tiers=outcome.tiers,
            first_after=outcome.first_after,
            seconds=time.monotonic() - begun,
            peak_mb=outcome.peak_mb,
        )


def spreads(folder: Path, day: date, dispositifs: frozenset[str]) -> dict[str, Fraction]:
    """Return how far apart the balances of each kind of duty are on a day, among these people."""
    end = next_month(day) - timedelta(days=1)
    problem = assemble(load(folder), day, end, dispositifs=dispositifs)
    duties: dict[str, list[Fraction]] = defaultdict(list)
    for goal, balances in problem.balances_of.items():
        duties[goal] += [balances.get(person.id, Fraction(0)) for person in problem.mediators]
    return {goal: max(numbers) - min(numbers) for goal, numbers in duties.items()}


def by_the_minute(association: Association, begin: date, end: date) -> list[str]:
    """Check what is published before and in these days, training included, as plain text rows."""
    problem = assemble(association, begin, end - timedelta(days=1))
    rows: dict[str, list[Row]] = defaultdict(list)
    for published in chain.from_iterable(association.history.values()):
        worked = published.worked
        rows[worked.mediator].append(row_of(worked.mediator, worked.duty))
    for training in problem.trainings:
        rows[training.mediator].append(class_of(training))
    faults_seen = []
    for who in problem.mediators:
        case = case_of(problem, who, tuple(rows[who.id]))
        faults_seen += [f"{who.id} {fault}" for fault in faults(case)]
    return faults_seen
