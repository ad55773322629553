"""Un mois expliqué: why posts are open, which wishes are refused, what changes and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.planning.moves import PersonChanges, changes_by_person
from api.staffing.groups import Reasons
from api.staffing.wishes import Refused, refusal_words, refused_wishes, wish_words
from api.staffing.wording import cause_words, lift_words, nearest_words
from scheduler.begun import published

if TYPE_CHECKING:
    from api.export.month.bundle import Month
    from api.planning.names import Names
    from scheduler.domain.slots import Slot


@dataclass(frozen=True, kw_only=True)
class Explained:
    """
    What a planner asks of a month once it is made.

    `changes`: against what was published (None: nothing was), by person.
    """

    reasons: Reasons
    refused: tuple[Refused, ...]
    changes: tuple[PersonChanges, ...] | None


def explained_month(month: Month) -> Explained:
    """Explain a month; cost: that of its holes, of its wishes and of what changes."""
    before = published(month.rota.problem)
    return Explained(
        reasons=month.reasons,
        refused=refused_wishes(month.rota, month.profile, month.findings),
        changes=None if before is None else changes_by_person(before, month.rota),
    )


def explained_json(month: Month, explained: Explained) -> dict[str, Any]:
    """Return the same as plain values, beside the month's own."""
    reasons, names = explained.reasons, month.names
    return {
        "motifs": reasons_json(reasons, names),
        "souhaits_refuses": [
            {
                "personne": one.mediator.id,
                "nom": one.mediator.name,
                "souhait": wish_words(one),
                "cause": one.ground.value,
                "creneau": "" if one.slot is None else one.slot.id,
                "pourquoi": refusal_words(one, names),
            }
            for one in explained.refused
        ],
        "changements": [
            {
                "personne": one.mediator.id,
                "nom": one.mediator.name,
                "avant": _id(turn.before),
                "apres": _id(turn.after),
            }
            for one in explained.changes or ()
            for turn in one.turns
        ],
    }


def reasons_json(reasons: Reasons, names: Names) -> list[dict[str, Any]]:
    """Return why posts are open as plain values."""
    return [
        {
            "creneau": why.hole.slot.id,
            "cause": why.cause.value,
            "regle": why.rule,
            "retenus": why.kept,
            "possibles": why.people,
            "pourquoi": cause_words(why, reasons),
            "au_plus_proche": nearest_words(why, names),
            "leverait": lift_words(why, reasons, names),
        }
        for why in reasons.whys
    ]


def _id(slot: Slot | None) -> str:
    return "" if slot is None else slot.id
