"""A quarter and a year of one large part, planned at once: cost, windows, gaps."""

from __future__ import annotations

import resource
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.domain.time import civil_months, next_month
from scheduler.engine import Options, Solution, parts_of
from scheduler.engine.horizon.planning import plan_horizon
from scheduler.engine.parts.splitting import size_of
from scheduler.engine.search.part_model import PartModel
from tests.bench.curve import Curve
from tests.bench.engine import tiers
from tests.bench.profile import say_work, work_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from scheduler.domain.problem import Problem
    from scheduler.engine import TierResult
    from scheduler.rule import Profile
    from tests.bench.engine import Say

DISPOSITIFS = frozenset({"10", "11", "12"})
"""Dispositifs that share people: the largest part of the invented association."""

HORIZONS = (("un mois", 1, 60.0), ("un trimestre", 3, 180.0), ("une année", 12, 600.0))
"""Name, months and seconds of each horizon."""


def horizons(
    make: Callable[[date, date], Problem], month: date, profile: Profile, say: Say
) -> None:
    """Plan each horizon from January on (the next one); `make` builds the problem of some days."""
    first = month if month.month == 1 else month.replace(year=month.year + 1, month=1)
    for name, months, seconds in HORIZONS:
        last = first
        for _ in range(months - 1):
            last = next_month(last)
        problem = make(first, next_month(last) - timedelta(days=1))
        say(f"{name}, dispositifs {', '.join(sorted(DISPOSITIFS))}, {seconds:.0f} s :")
        size(problem, profile, say)
        planned(problem, profile, seconds, say)


def size(problem: Problem, profile: Profile, say: Say) -> None:
    """Print the size of the largest part, and what its whole model costs to build."""
    part = parts_of(problem)[0].problem
    begun = time.process_time()
    model = PartModel(part, profile)
    rules = time.process_time() - begun
    model.extend(len(model.goals))
    built = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    months = sum(1 for _ in civil_months(part.horizon))
    say(
        f"    {len(part.mediators)} personnes, {len(part.slots)} créneaux, "
        f"{size_of(part)} affectations possibles ; modèle entier : "
        f"{len(model.cp.proto.variables)} variables, {len(model.cp.proto.constraints)} lignes, "
        f"{rules:.1f} s de processeur pour les règles, {built - rules:.1f} s pour les objectifs "
        f"({built / months:.1f} s par mois), mémoire du processus {memory} Mo"
    )


def planned(problem: Problem, profile: Profile, seconds: float, say: Say) -> None:
    """Plan it; print its windows, then the whole's tiers with their bounds, and the curve."""
    curve = Curve()
    outcome = plan_horizon(
        problem, profile, Options(seconds=seconds, best_every=1.0), on_best=curve
    )
    if not isinstance(outcome, Solution):
        raise SystemExit(f"    {outcome}")
    say(
        f"    premier planning légal de l’ensemble à {outcome.first_after:.1f} s, fin à "
        f"{outcome.seconds:.1f} s, mémoire d’un calcul {outcome.peak_mb} Mo"
    )
    for report in outcome.windows:
        days = report.window.days
        say(
            f"    fenêtre {days[0]:%d/%m/%Y}–{days[-1]:%d/%m/%Y} : {report.slots} créneaux, "
            f"{report.seconds:.1f} s, coûts (bornes de cette fenêtre seule) "
            + " / ".join(map(_short, report.tiers))
        )
    say("    ensemble, coûts et bornes de l’ensemble :")
    tiers(outcome, say)
    curve.say(problem, profile, say)
    say_work(work_of(outcome), say)


def _short(tier: TierResult) -> str:
    return f"{tier.cost}{'*' if tier.optimal else f' ({tier.bound})'}"
