"""
Months that users have: the drawn associations and the invented one's December, all figures of each.

Seconds are of processor, of all processes together: a busy machine takes longer and tells the same.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.data.folder.load import load
from api.month.frames import framed
from api.staffing.bench import bench_of
from api.staffing.causes import Cause, open_posts
from fixtures.draw import SAMPLE
from fixtures.drawing.associations import DRAWN
from scheduler.audit import audit
from scheduler.domain.rota import Rota
from scheduler.engine import Options, Solution
from scheduler.engine.search.part_model import PartModel
from scheduler.engine.tiers import tiers_of
from tests.bench.engine import tiers
from tests.bench.metered import CORES, metered, rounded, words
from tests.bench.plain import Make, PlainResult, same_rules, solve_plain
from tests.bench.strict import strict
from tests.bench.weeks import weeks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.domain.problem import Problem
    from scheduler.engine import TierResult
    from scheduler.rule import Profile
    from tests.bench.engine import Say

Figures = dict[str, Any]
"""What is measured of a month, by name, as it is recorded."""


@dataclass(frozen=True)
class Month:
    """A month to plan, and the plain model that stands beside the engine's."""

    name: str
    folder: Path
    day: date
    plain: Make = strict

    def problem(self) -> tuple[Problem, Profile]:
        """Read the files."""
        frame = framed(load(self.folder), self.day, None)
        return frame.problem, frame.profile


MONTHS = (
    *(Month(drawn.name, drawn.folder, drawn.month) for drawn in DRAWN),
    # What its people need (binômes, référents, apprentices, history) is no consultant's model.
    Month("association", SAMPLE, date(2026, 12, 1), same_rules),
)


def months(
    seconds: float, seeds: Sequence[int], say: Say, names: Sequence[str] = ()
) -> Iterator[Figures]:
    """Plan each month (these alone) with each seed; print all figures, and yield them."""
    for month in MONTHS:
        if names and month.name not in names:
            continue
        problem, profile = month.problem()
        sizes = _size(problem, profile)
        say(
            f"{month.name}, {month.day:%m/%Y} : {sizes['people']} personnes, {sizes['slots']} "
            f"créneaux, {sizes['literals']} affectations possibles, "
            f"{sizes['rows'] / sizes['literals']:.1f} lignes chacune, modèle en "
            f"{sizes['build']:.1f} s"
        )
        for seed in seeds:
            figures = {"name": month.name, "seed": seed, "seconds": seconds, **sizes}
            yield figures | planned(problem, profile, figures, month.plain, say)


def planned(problem: Problem, profile: Profile, run: Figures, plain: Make, say: Say) -> Figures:
    """Plan a month by the engine, then by a plain model; print the figures, and return them."""
    seconds, seed = run["seconds"], run["seed"]
    outcome, used, first, covered = metered(problem, profile, seconds, Options(seed=seed))
    if not isinstance(outcome, Solution):
        say(f"    graine {seed} : {outcome}")
        return {"tiers": []}
    missed = open_posts(bench_of(outcome.rota, profile, outcome.findings))
    figures: Figures = {
        "used": rounded(used),
        "first": rounded(first),
        "covered": rounded(covered),
        "tiers": [[tier.tier, tier.cost, tier.bound] for tier in outcome.tiers],
        "free": sum(post.hole.missing for post in missed if post.cause is Cause.NOTHING),
        "memory": outcome.peak_mb,
        **weeks_of(problem, outcome.rota.assignments).as_row(),
    }
    say(
        f"    graine {seed}, {CORES} cœurs × {seconds:.0f} s : {used:.0f} s de processeur, "
        f"{outcome.seconds:.0f} s d’horloge ; planning légal {words(first)}, couverture prouvée "
        f"{words(covered)}, mémoire {outcome.peak_mb} Mo"
    )
    tiers(outcome, say)
    say(f"    postes ouverts que rien n’empêche de tenir : {figures['free']}")
    _say_weeks(figures, say)
    result = solve_plain(problem, profile, used, plain)
    return figures | {"plain": _beside(problem, profile, result, outcome.tiers, say)}


def _size(problem: Problem, profile: Profile) -> Figures:
    """Return the size of the whole model, all tiers included, and the seconds that it takes."""
    begun = time.process_time()
    model = PartModel(problem, profile)
    model.extend(len(tiers_of(profile)))
    return {
        "people": len(problem.mediators),
        "slots": len(problem.slots),
        "literals": len(model.assignments),
        "rows": len(model.cp.proto.constraints),
        "build": round(time.process_time() - begun, 1),
    }


def _say_weeks(figures: Figures, say: Say) -> None:
    say(
        f"    semaines : {figures['off']} jours de repos isolés, {figures['on']} jours travaillés "
        f"isolés, {figures['quick']} repos de moins de 13 h ; "
        f"{figures['overtime'] / 60:.0f} h au-delà de 35 h, {figures['extra'] / 60:.0f} h "
        "complémentaires"
    )


def _beside(
    problem: Problem,
    profile: Profile,
    plain: PlainResult,
    ours: Sequence[TierResult],
    say: Say,
) -> Figures:
    """Print a plain model's rota beside ours, and return its figures."""
    if plain.tiers is None:
        say("    modèle simple : aucun planning")
        return {}
    costs = [[number, cost] for number, cost in plain.tiers]
    rota = Rota(problem=problem, assignments=plain.assignments)
    blocking = sum(f.blocks and not f.inherited for f in audit(rota, profile))
    own = [[tier.tier, tier.cost] for tier in ours]
    place = "moteur devant" if own < costs else "à égalité" if own == costs else "MOTEUR DERRIÈRE"
    say(
        f"    modèle simple, {plain.seconds:.0f} s de processeur, premier à "
        f"{plain.first_after:.1f} s : {' / '.join(str(cost) for _, cost in costs)}, "
        f"{blocking} constats qui bloquent ; {place}"
    )
    weeks = weeks_of(problem, plain.assignments).as_row()
    _say_weeks(weeks, say)
    return {"tiers": costs, "blocking": blocking, **weeks}
