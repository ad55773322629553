"""Time to a lawful rota, gaps, memory, and the ratio to a plain model of the same month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scheduler.engine import Options, Solution, parts_of, solve
from scheduler.engine.parts.splitting import narrowed
from tests.bench.curve import Curve
from tests.bench.plain import solve_plain
from tests.bench.profile import say_work, work_of

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.rule import Profile

Say = Callable[[str], None]

COVERAGE = (1, 2)


def whole(problem: Problem, profile: Profile, name: str, seconds: float, say: Say) -> Solution:
    """Solve the association within `seconds`; print each tier, the curve and the profile."""
    curve = Curve()
    outcome = solve(problem, profile, Options(seconds=seconds, best_every=1.0), on_best=curve)
    if not isinstance(outcome, Solution):
        raise SystemExit(f"{name} : {outcome}")
    say(
        f"{name} à {seconds:.0f} s : {len(problem.mediators)} personnes, "
        f"{len(problem.slots)} créneaux, premier planning légal complet à "
        f"{outcome.first_after:.1f} s, {coverage(outcome)}, fin à {outcome.seconds:.1f} s, "
        f"mémoire {outcome.peak_mb} Mo"
    )
    tiers(outcome, say)
    curve.say(problem, profile, say)
    say_work(work_of(outcome), say)
    return outcome


def coverage(outcome: Solution) -> str:
    """Say when the coverage of every part was proved, or of how many it isn't."""
    if outcome.covered_after is not None:
        return f"couverture de toutes les parties prouvée à {outcome.covered_after:.1f} s"
    late = [part.name for part in outcome.parts if part.covered_after is None]
    return "couverture NON PROUVÉE de " + ", ".join(late)


def tiers(outcome: Solution, say: Say) -> None:
    """Print the cost of each tier and its bound."""
    for tier in outcome.tiers:
        state = "prouvé optimal" if tier.optimal else f"écart {100 * tier.gap:.1f} %"
        say(f"    rang {tier.tier} {tier.name} : {tier.cost} (borne {tier.bound}, {state})")


def alone(problem: Problem, profile: Profile, seconds: float, say: Say) -> None:
    """Solve each dispositif alone: who shares people with it stays free for it."""
    say(f"chaque dispositif seul ({seconds:.0f} s au plus) :")
    for dispositif, small in dispositifs(problem):
        outcome = solve(small, profile, Options(seconds=seconds))
        if not isinstance(outcome, Solution):
            raise SystemExit(f"{dispositif} : {outcome}")
        by_number = {tier.tier: tier for tier in outcome.tiers}
        proved = all(by_number[n].optimal for n in COVERAGE)
        gaps = " ".join(f"{t.tier}:{100 * t.gap:.0f}%" for t in outcome.tiers)
        say(
            f"    {dispositif:>3} : {len(small.mediators):3} personnes {len(small.slots):4} "
            f"créneaux, premier {outcome.first_after:5.1f} s, fin {outcome.seconds:5.1f} s, "
            f"couverture {'prouvée optimale' if proved else 'NON PROUVÉE'}, écarts {gaps}"
        )


def dispositifs(problem: Problem) -> Iterator[tuple[str, Problem]]:
    """Yield each dispositif's own problem: its slots, what supervises them, its people."""
    for dispositif in sorted({s.dispositif for s in problem.slots}, key=lambda d: (len(d), d)):
        slots = [
            s for s in problem.slots if s.dispositif == dispositif or dispositif in s.supervises
        ]
        posts = {s.dispositif for s in slots}
        people = [m.id for m in problem.mediators if m.dispositifs & posts]
        yield dispositif, narrowed(problem, people, [s.id for s in slots])


def against_plain(
    problem: Problem, profile: Profile, ours: Solution, seconds: float, say: Say
) -> None:
    """Run the plain model for as long on two cores; print each tier's ratio to ours."""
    plain = solve_plain(problem, profile, 2 * seconds)
    if plain.tiers is None or plain.first_after is None:
        say(f"modèle simple à {seconds:.0f} s : aucun planning")
        return
    say(
        f"modèle simple à {seconds:.0f} s (une somme pondérée, sans découpage, réglages par "
        f"défaut) : premier planning à {plain.first_after:.1f} s de processeur"
    )
    mine = {tier.tier: tier for tier in ours.tiers}
    for number, cost in plain.tiers:
        own = mine[number].cost
        ratio = "1,00" if cost == own else ("∞" if own == 0 else f"{cost / own:.2f}")
        verdict = "pas pire" if own <= cost else "PIRE"
        say(
            f"    rang {number} : simple {cost}, moteur {own}, rapport simple/moteur {ratio} "
            f"({verdict})"
        )
    ranks = [(mine[n].cost, cost) for n, cost in plain.tiers]
    ahead = next((own < cost for own, cost in ranks if own != cost), True)
    verdict = "moteur devant ou égal" if ahead else "modèle simple devant"
    say(f"    dans l'ordre des rangs : {verdict}")


def parts(problem: Problem, say: Say) -> None:
    """Print the parts that share nobody."""
    apart = parts_of(problem)
    say(f"{len(apart)} parties qui ne partagent personne : " + ", ".join(p.name for p in apart))
