"""Sum up a solved month in figures and words, for the terminal and for programs."""

from collections.abc import Iterable
from typing import Any

from api.french.shifts import typed_shift
from api.french.words import roles
from api.planning.fairness.kinds import KINDS
from api.planning.holes import Hole
from api.planning.names import Names
from scheduler.engine import PartReport, Solution
from scheduler.engine.outcome import TierResult, TierStatus
from scheduler.engine.parts.names import dispositifs_in

UNKNOWN = "le calcul ne peut pas encore le dire"
UNCONFIRMED = "à confirmer"
"""Said of a tier of which the solver gave a bound that no second answer confirms."""


def tier_words(tier: TierResult) -> str:
    """Say what share of a tier's cost may be avoided at most, or that it is proved the best."""
    if tier.optimal:
        return "prouvé optimal"
    if tier.status is TierStatus.DOUBTED:
        return "preuve écartée : un planning connu dément la borne du solveur"
    if tier.status is TierStatus.NOT_SEARCHED:
        return "non cherché, faute de temps"
    unconfirmed = tier.status is TierStatus.UNCONFIRMED
    if tier.bound <= 0:
        return f"écart inconnu : {UNCONFIRMED if unconfirmed else UNKNOWN}"
    words = f"évitable à {_percent(tier)} % au plus"
    return f"{words} (peut-être moins : {UNCONFIRMED})" if unconfirmed else words


def tier_short(tier: TierResult) -> str:
    """Say it briefly for a column: `prouvé`, `≤ 12 %`, or `?` if nothing is known."""
    if tier.optimal:
        return "prouvé"
    unknown = tier.status is TierStatus.NOT_SEARCHED or tier.bound <= 0
    return "?" if unknown else f"≤ {_percent(tier)} %"


def _percent(tier: TierResult) -> int:
    # Rounded up: never closer on the screen than proved.
    return -((tier.bound - tier.cost) * 100 // tier.cost)


def part_of(solution: Solution, dispositif: str) -> PartReport | None:
    """Return the report of the part of the problem that planned a dispositif (None: none)."""
    return next((part for part in solution.parts if dispositif in dispositifs_in(part.name)), None)


def hole_words(hole: Hole, names: Names) -> str:
    """Name a hole in a few words, to be used in a sentence."""
    slot = hole.slot
    site = f", {names.site(slot.site)}" if slot.site else ""
    who = roles(hole.need.roles, hole.missing)
    return (
        f"{typed_shift(slot.span)}{site} : manque "
        f"{hole.missing} {who} ({hole.have} sur {hole.need.posts})"
    )


def tier_json(tier: TierResult) -> dict[str, Any]:
    """Write a tier as plain values, with how far it is from the best in words."""
    return {
        "tier": tier.tier,
        "name": tier.name,
        "cost": tier.cost,
        "bound": tier.bound,
        "unit": tier.unit,
        "optimal": tier.optimal,
        "gap": round(tier.gap, 4),
        "status": tier.status.value,
        "words": tier_words(tier),
    }


def plain_remarks(remarks: Iterable[str]) -> list[str]:
    """Return remarks on a rota but those of goals of fairness, which tell points."""
    points = {kind.goal.title for kind in KINDS if kind.goal is not None}
    return [remark for remark in remarks if remark.partition(" : ")[0] not in points]


def solution_json(solution: Solution) -> dict[str, Any]:
    """
    Return the figures of a solve: tiers with their bounds, what they cost, time and memory.

    `windows`: those that a long horizon was planned by, each with its own tiers.
    """
    return {
        "tiers": list(map(tier_json, solution.tiers)),
        "remarks": list(solution.remarks),
        "contradictions": list(solution.contradictions),
        "seconds": round(solution.seconds, 2),
        "starting": round(solution.starting, 2),
        "first_after": round(solution.first_after, 2),
        "peak_mb": solution.peak_mb,
        "stopped": solution.stopped,
        "windows": [
            {
                "first": f"{report.window.days[0]}",
                "last": f"{report.window.days[-1]}",
                "slots": report.slots,
                "seconds": round(report.seconds, 2),
                "tiers": list(map(tier_json, report.tiers)),
            }
            for report in solution.windows
        ],
    }
