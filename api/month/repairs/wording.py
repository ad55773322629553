"""Write in French what a way to plan a month again changes, and what it leaves."""

from collections.abc import Iterable
from typing import Any

from api.french.plural import plural
from api.month.alternatives.wording import NOT_CONCLUDED, STOPPED, changes_in_words, payer_json
from api.month.repairs.repair import Repair, Uncovered, Way
from api.planning.names import Names
from api.staffing.wording import slot_words

TITLES = {
    Way.FEWEST: "Le moins de changements",
    Way.COVERAGE: "La meilleure couverture",
    Way.SPARING: "Personne à moins de 48 h",
}

MEANING = {
    Way.FEWEST: "garde tenus les postes qui le sont, sans chercher à pourvoir les autres",
    Way.COVERAGE: "cherche à pourvoir tous les postes du mois",
    Way.SPARING: (
        "ne change ce qui commence dans les 48 h que là où une règle ou une absence l’impose"
    ),
}

IMPOSSIBLE = "Aucun planning légal n’existe : demandez pourquoi."
IMPOSSIBLE_SO_BOUND = (
    "Aucun planning légal ne laisse tel quel ce que vous ne replanifiez pas : replanifiez tout le "
    "mois, ou demandez pourquoi."
)
PROVED = "Prouvé : aucun planning légal qui couvre aussi bien ne change moins."
PROVED_COVERAGE = (
    "Prouvé : aucun planning légal qui vaut autant en effectifs et en heures au-delà des contrats "
    "ne change moins."
)
PROVED_SPARING = (
    "Prouvé : aucun planning légal qui change aussi peu à moins de 48 h, puis couvre aussi bien, "
    "ne change moins."
)
NOT_PROVED = "Non prouvé dans le temps donné : d’autres plannings changent peut-être moins."

PROOFS = {Way.FEWEST: PROVED, Way.COVERAGE: PROVED_COVERAGE, Way.SPARING: PROVED_SPARING}

SHOWN = 6
"""Slots left open that a sentence names."""


def repair_words(repair: Repair, names: Names) -> tuple[str, ...]:
    """Say what changes, whether that is the least, and what is left open by it."""
    if repair.assignments is None:
        if repair.impossible:
            return (IMPOSSIBLE_SO_BOUND if repair.bounded else IMPOSSIBLE,)
        return (STOPPED if repair.stopped else NOT_CONCLUDED,)
    return (
        changed_words(repair),
        _proof_words(repair),
        uncovered_words(repair.uncovered, names),
        *repair.contradictions,
    )


def _proof_words(repair: Repair) -> str:
    if not repair.fewest:
        return NOT_PROVED
    return PROOFS[repair.way]


def changed_words(repair: Repair) -> str:
    """Say how many changes, for how many people, and how many come late: `3 changements, …`."""
    if not repair.turns:
        return "Aucun changement."
    many = plural(len(repair.turns), "changement")
    people = plural(len(repair.changes), "personne")
    return (
        f"{many}, pour {people}, dont {repair.late} dans le délai de prévenance et "
        f"{repair.soon} à moins de 48 h."
    )


def uncovered_words(uncovered: Iterable[Uncovered], names: Names) -> str:
    """Say which slots fewer people hold than before."""
    slots = list(uncovered)
    if not slots:
        return "Aucun poste tenu ne se vide."
    lost = sum(post.before - post.after for post in slots)
    said = [f"{slot_words(p.slot, names)} ({p.after} sur {p.target})" for p in slots[:SHOWN]]
    rest = len(slots) - len(said)
    more = f" ; et {plural(rest, 'autre créneau', 'autres créneaux')}" if rest else ""
    head = "1 poste se vide" if lost == 1 else f"{lost} postes se vident"
    return f"{head} : {' ; '.join(said)}{more}."


def repair_json(repair: Repair, names: Names) -> dict[str, Any]:
    """
    Return one way as plain values.

    `state`: `possible`, `impossible` or `non_conclu`. Counts of `changes`, `people`, `late` and
    `soon` are as people are told; `missing` is to the minimums, then to the targets.
    """
    return {
        "way": repair.way.value,
        "title": TITLES[repair.way],
        "meaning": MEANING[repair.way],
        "state": state_of(repair),
        "sentences": list(repair_words(repair, names)),
        "fewest": repair.fewest,
        "count": len(repair.turns),
        "people": len(repair.changes),
        "late": repair.late,
        "soon": repair.soon,
        "missing": (
            None
            if repair.posts is None
            else {"minimum": repair.posts.under, "target": repair.posts.open}
        ),
        "uncovered": [
            {
                "slot": post.slot.id,
                "before": post.before,
                "after": post.after,
                "target": post.target,
            }
            for post in repair.uncovered
        ],
        "changes": changes_in_words(repair.changes, names),
        "payers": [payer_json(payer) for payer in repair.payers],
    }


def state_of(repair: Repair) -> str:
    """Return whether it can be: `possible`, `impossible` or `non_conclu`."""
    if repair.assignments is not None:
        return "possible"
    return "impossible" if repair.impossible else "non_conclu"
