"""Bilan: a solved month in figures and words, for the screen and for machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.french.words import KINDS, roles
from api.planning.holes import Hole, holes
from scheduler.engine.outcome import TierResult, TierStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.planning.grid import Grid, Section
    from api.planning.names import Names
    from scheduler.domain.rota import Rota
    from scheduler.engine import PartReport, Solved
    from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class DispositifSummary:
    """
    One dispositif's month: `filled` of `posts` (people, against the target), holes below minimum.

    `planned` and `due`: minutes of all who have a row there, whatever dispositif they are for.
    """

    id: str
    title: str
    agency: str
    slots: int
    posts: int
    filled: int
    vital: int
    people: int
    planned: int
    due: int

    @property
    def ratio(self) -> float | None:
        """Planned hours as a share of those due (None: nothing is due)."""
        return self.planned / self.due if self.due else None


def dispositif_summaries(rota: Rota, grid: Grid) -> tuple[DispositifSummary, ...]:
    """Return one summary per section of the grid."""
    return tuple(_summary(rota, section) for section in grid.sections)


def tier_words(tier: TierResult) -> str:
    """Say how far a tier's cost is from the best: proved, or at most so many percent away."""
    if tier.optimal:
        return "prouvé optimal"
    if tier.status is TierStatus.DOUBTED:
        return "preuve écartée : un planning connu dément la borne du solveur"
    if tier.status is TierStatus.NOT_SEARCHED:
        return "non cherché, faute de temps"
    if tier.bound <= 0:
        return "écart inconnu : aucune borne utile"
    return f"à {_percent(tier)} % au plus du mieux possible"


def search_words(tier: TierResult) -> str:
    """Say of a tier, without a figure, whether it could be better."""
    if tier.optimal:
        return "parfait" if not tier.cost else "on ne peut pas faire mieux"
    if tier.status is TierStatus.NOT_SEARCHED:
        return "non cherché, faute de temps"
    return "peut-être encore mieux avec plus de temps (--secondes)"


def tier_short(tier: TierResult) -> str:
    """Say the same in the width of a column: `prouvé`, `≤ 12 %`, or `?` where nothing is known."""
    if tier.optimal:
        return "prouvé"
    unknown = tier.status is TierStatus.NOT_SEARCHED or tier.bound <= 0
    return "?" if unknown else f"≤ {_percent(tier)} %"


def _percent(tier: TierResult) -> int:
    # Rounded up: never closer on the screen than proved.
    return -((tier.bound - tier.cost) * 100 // tier.cost)


def part_of(solved: Solved, dispositif: str) -> PartReport | None:
    """Return the part that planned a dispositif."""
    for part in solved.parts:
        if dispositif in part.name.split(" + "):
            return part
    return None


def hole_words(hole: Hole, names: Names) -> str:
    """Name a hole in a sentence's worth of words."""
    slot = hole.slot
    site = f", {names.site(slot.site)}" if slot.site else ""
    who = roles(hole.need.roles, hole.missing)
    return (
        f"{slot.span.start:%d/%m/%Y %H:%M}–{slot.span.end:%H:%M}{site} : manque "
        f"{hole.missing} {who} ({hole.have} sur {hole.need.target})"
    )


def as_json(rota: Rota, grid: Grid, findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the rota, its holes and findings as plain values."""
    found = list(findings)
    return {
        "mois": f"{grid.first:%Y-%m}",
        "legal": not any(f.blocks and not f.inherited for f in found),
        "dispositifs": [
            {
                "id": s.id,
                "nom": s.title,
                "agence": s.agency,
                "creneaux": s.slots,
                "postes": s.posts,
                "pourvus": s.filled,
                "sous_minimum": s.vital,
                "personnes": s.people,
                "minutes_prevues": s.planned,
                "minutes_dues": s.due,
            }
            for s in dispositif_summaries(rota, grid)
        ],
        "trous": [
            {
                "creneau": h.slot.id,
                "debut": h.slot.span.start.isoformat(),
                "fin": h.slot.span.end.isoformat(),
                "dispositif": h.slot.dispositif,
                "site": h.slot.site,
                "nature": KINDS[h.slot.kind],
                "roles": roles(h.need.roles),
                "presents": h.have,
                "minimum": h.need.minimum,
                "cible": h.need.target,
            }
            for h in holes(rota)
        ],
        "constats": [finding_json(f, _name_of(f, rota)) for f in found],
        "affectations": [
            {"personne": a.mediator, "creneau": a.slot} for a in sorted(rota.assignments)
        ],
    }


def solved_json(solved: Solved) -> dict[str, Any]:
    """Return what the solve says of itself: tiers with bounds, time, memory."""
    return {
        "rangs": [
            {
                "rang": t.tier,
                "nom": t.name,
                "cout": t.cost,
                "borne": t.bound,
                "unite": t.unit,
                "prouve": t.optimal,
                "ecart": t.gap,
                "etat": tier_words(t),
            }
            for t in solved.tiers
        ],
        "secondes": round(solved.seconds, 2),
        "premier_planning_secondes": round(solved.first_after, 2),
        "memoire_mo": solved.peak_mb,
        "arrete": solved.stopped,
    }


def _name_of(finding: Finding, rota: Rota) -> str:
    who = rota.problem.mediator_of.get(finding.subject)
    return who.name if who else ""


def finding_json(finding: Finding, who: str) -> dict[str, Any]:
    """Return one finding as plain values; `who`: the name of its subject, where it has one."""
    return {
        "regle": finding.rule,
        "article": finding.article,
        "sujet": finding.subject,
        "nom": who,
        "date": finding.on.isoformat(),
        "debut": finding.span.start.isoformat(),
        "fin": finding.span.end.isoformat(),
        "mesure": finding.measured,
        "limite": finding.limit,
        "ecart": finding.amount,
        "unite": finding.unit,
        "gravite": finding.severity.value,
        "effet": finding.effect.value,
        "avis": finding.verdict.value,
        "bloque": finding.blocks,
        "herite": finding.inherited,
        "constat": finding.message,
        "preuves": list(finding.evidence),
    }


def _summary(rota: Rota, section: Section) -> DispositifSummary:
    covered = [c for row in section.coverage for c in row.cells if c is not None]
    return DispositifSummary(
        id=section.dispositif,
        title=section.title,
        agency=section.agency,
        slots=sum(1 for s in rota.problem.slots if s.dispositif == section.dispositif),
        posts=sum(c.target for c in covered),
        filled=sum(c.have for c in covered),
        vital=section.vital_count,
        people=len(section.rows),
        planned=sum(r.counters.planned for r in section.rows),
        due=sum(r.counters.due for r in section.rows),
    )
