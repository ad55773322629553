"""The whole benchmark, printed as a table that can be kept with a note."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from api.data.folder.load import load
from api.judging.published import published_problem
from api.planning.problem import assemble
from fixtures.draw import grow
from scheduler.domain.time import next_month
from tests.bench import engine
from tests.bench.audits import after_an_edit, audit_cost, person_months
from tests.bench.horizons import DISPOSITIFS, horizons

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.domain.problem import Problem
    from scheduler.rule import Profile
    from tests.bench.engine import Say

SHORT, LONG, ALONE = 60.0, 300.0, 60.0
SIZES = (1, 10, 100)
GROWN = (3, 10)
"""Associations that the engine plans at once, beside one alone."""
MONTHS_KEPT = 3
"""Months of history in the growth table: a hundred associations' year fills the memory."""


def report(
    folder: Path, month: date | None, profile: Profile, say: Say, *, wanted: frozenset[str]
) -> None:
    """Run the parts wanted on a month (None: the one after the last published)."""
    month = month or _after_history(folder)
    problem = month_problem(folder, month)
    engine.parts(problem, say)
    if "moteur" in wanted:
        ours = engine.whole(problem, profile, "association ×1", SHORT, say)
        engine.against_plain(problem, profile, ours, SHORT, say)
    if "long" in wanted:
        engine.whole(problem, profile, "association ×1", LONG, say)
    if "seuls" in wanted:
        engine.alone(problem, profile, ALONE, say)
    if "dix" in wanted:
        for size in GROWN:
            with grown(folder, size, month) as (_, make):
                engine.whole(make(), profile, f"association ×{size}", SHORT, say)
    if "horizons" in wanted:
        association = load(folder)

        def make(first: date, last: date) -> Problem:
            return assemble(association, first, last, dispositifs=DISPOSITIFS)

        horizons(make, month, profile, say)
    if "audit" in wanted:
        published(folder, month, say)
        growth(folder, month, say)


def _after_history(folder: Path) -> date:
    history = load(folder).history
    if not history:
        raise SystemExit("aucun mois publié dans historique/ : donnez --mois AAAA-MM")
    return next_month(date.fromisoformat(f"{max(history)}-01"))


def month_problem(folder: Path, month: date) -> Problem:
    """Load the files and build the month's problem."""
    return assemble(load(folder), month, next_month(month) - timedelta(days=1))


def published(folder: Path, month: date, say: Say) -> None:
    """Print the cost of a person-month, at several sizes, and of an edit of the last month."""
    association, last = load(folder), month - timedelta(days=1)
    first = last.replace(day=1)
    after_an_edit(published_problem(association, first, last), say)
    for _ in range(MONTHS_KEPT - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    person_months(published_problem(association, first, last), say)


def growth(folder: Path, month: date, say: Say) -> None:
    """Print loading and auditing the last published month at 1×, 10×, 100×, then over days."""
    published = month - timedelta(days=1)
    first = published.replace(day=1)
    say(f"audit de {first:%Y-%m} tel que publié, {MONTHS_KEPT} mois d'historique :")
    base = 0.0
    for size in SIZES:
        with grown(folder, size, month) as (_, make):
            people, duties, loading, judging = audit_cost(
                lambda: make(first), runs=3 if size == 1 else 1
            )
        per = judging / people
        base = base or per
        say(
            f"    ×{size:<3} {people:6} personnes, {duties:8} postes : "
            f"chargement {loading:7.2f} s, audit {judging:7.2f} s, "
            f"rapport audit/chargement {judging / loading:.2f}, "
            f"par personne {1000 * per:.1f} ms ({per / base:.2f} fois ×1)"
        )
    say("audit ×1 selon le nombre de jours :")
    with grown(folder, 1, month) as (where, _):
        for days in (7, 14, 28, 56):
            begin = published - timedelta(days=days - 1)
            period = partial(_period, where, begin, published)
            _, _, _, judging = audit_cost(period)
            say(f"    {days:3} jours : {judging:.2f} s, {1000 * judging / days:.1f} ms par jour")


def _period(folder: Path, first: date, last: date) -> Problem:
    return assemble(load(folder), first, last)


class grown:  # noqa: N801 - used as a context manager, read like a function
    """A folder of `size` associations with their last published months only."""

    def __init__(self, folder: Path, size: int, month: date) -> None:
        self.folder, self.size, self.month = folder, size, month

    def __enter__(self) -> tuple[Path, Callable[..., Problem]]:
        self.scratch = TemporaryDirectory()
        source, target = Path(self.scratch.name) / "un", Path(self.scratch.name) / "tous"
        shutil.copytree(self.folder, source)
        keep = {self.month}
        for _ in range(MONTHS_KEPT):
            keep.add((min(keep) - timedelta(days=1)).replace(day=1))
        names = {f"{day:%Y-%m}" for day in keep}
        for path in (source / "historique").glob("*.csv"):
            if path.stem not in names:
                path.unlink()
        grow(target, self.size, 1, source)

        def make(first: date = self.month) -> Problem:
            return month_problem(target, first)

        return target, make

    def __exit__(self, *_: object) -> None:
        self.scratch.cleanup()
