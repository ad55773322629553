"""Write in French what became of a wish, for whoever plans and for whoever wished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.staffing.wishes import Ground, refusal_words
from api.staffing.wording import slot_words

if TYPE_CHECKING:
    from api.month.wishes.service import WishAnswer
    from api.planning.fairness.accounts import Movement
    from api.planning.names import Names

TO_REST = {
    Ground.FIXED: "ce service était déjà publié, ou fixé ailleurs",
    Ground.LOCKED: "ce service vous était fixé par un verrou",
    Ground.MINIMUM: "sans vous, il aurait manqué quelqu’un pour l’effectif minimal",
    Ground.TARGET: "sans vous, il aurait manqué quelqu’un pour l’effectif prévu",
    Ground.RULE: "sans vous, une règle sur l’équipe n’était plus respectée",
    Ground.COST: "le planning n’y gagnait rien",
    Ground.NOTHING: "rien ne l’imposait : le planning a été fait autrement",
}
"""Why somebody isn't free, told to themselves: no colleague is named."""

PRICED = "quelqu’un d’autre aurait pu venir, mais d’autres buts du planning y perdaient plus ({})"
"""The same where a colleague could have come, with the names of the goals alone."""

COSTLY = "d’autres buts du planning y perdaient plus ({})"
"""The same where nobody would have had to come."""

EVEN = "quelqu’un d’autre aurait pu venir, sans que le planning y gagne"
"""The same where the goals would have come out even: somebody else's wish refused instead, say."""

TO_WORK = {
    Ground.NO_POST: "aucun poste qui vous soit ouvert ne commençait alors",
    Ground.FULL: "tous les postes qui commençaient alors étaient pourvus",
    Ground.RULE: "une règle vous empêchait de tenir les postes restés ouverts",
    Ground.COST: "le planning n’y gagnait rien",
    Ground.NOTHING: "rien ne l’empêchait : le planning a été fait autrement",
}
"""Why somebody has no shift, told to themselves."""


def answer_words(answer: WishAnswer, names: Names) -> str:
    """Say to whoever plans what became of a wish, and why."""
    if answer.refusal is not None:
        return f"Refusé : {refusal_words(answer.refusal, names)}."
    if answer.shifts:
        return f"Accordé : {', '.join(slot_words(slot, names) for slot in answer.shifts)}."
    return "Accordé."


def own_words(answer: WishAnswer) -> str:
    """Say to whoever wished why it isn't granted (empty: it is); nobody else is named."""
    if answer.refusal is None:
        return ""
    if answer.refusal.price is not None:
        words = COSTLY if answer.refusal.instead is None else PRICED
        return words.format(", ".join(c.goal.title.lower() for c in answer.refusal.price.worse))
    if answer.refusal.instead is not None and answer.refusal.ground is not Ground.NOTHING:
        return EVEN
    return (TO_WORK if answer.wish.wants else TO_REST)[answer.refusal.ground]


def movement_words(movement: Movement) -> str:
    """Say what a month adds to an account of refused wishes: `2 refusés, part 1,4 : +0,6`."""
    refused = "refusé" if movement.count <= 1 else "refusés"
    due, more = (
        f"{float(n):.1f}".replace(".", ",").replace("-", "−")
        for n in (movement.due, movement.difference)
    )
    sign = "+" if movement.difference > 0 and more != "0,0" else ""
    return f"{movement.count} {refused}, part {due} : {sign}{more}"
