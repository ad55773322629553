"""Write in French what became of a wish, for whoever plans and for whoever wished."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, Field

from api.month.wishes.service import WishAnswer, WishAnswers
from api.planning.fairness.accounts import Movement
from api.planning.names import Names
from api.staffing.wishes import Ground, refusal_words, wish_words
from api.staffing.wording import slot_words
from scheduler.balances import amount, signed

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
        return f"Accordé : {' ; '.join(slot_words(slot, names) for slot in answer.shifts)}."
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
    due, more = amount(movement.due), signed(movement.difference)
    return f"{movement.count} {refused}, part {due} : {more}"


class WishAnswerOut(BaseModel):
    """
    A wish of a month and what became of it.

    `cause`: why it is refused (null: granted). `slots`: the person's that bear on it. `slot`: the
    post that a calculation of kind `alternative` can be asked about, to know who would pay (empty:
    none). `account`: what the month adds to the person's account of refused wishes.
    """

    person: str = Field(examples=["ada"])
    name: str
    wish: str = Field(examples=["repos le 02/03/2026"])
    wants: bool
    weight: int
    granted: bool
    cause: Ground | None
    why: str
    slots: list[str]
    slot: str
    account: str


def wish_answers_out(month: WishAnswers, names: Names) -> list[WishAnswerOut]:
    """Write the answers of a month."""
    movements = {who: movement_words(m) for who, m in month.movements.items()}
    return [
        WishAnswerOut(
            person=answer.mediator.id,
            name=answer.mediator.name,
            wish=wish_words(answer.wish),
            wants=answer.wish.wants,
            weight=answer.wish.weight,
            granted=answer.refusal is None,
            cause=None if answer.refusal is None else answer.refusal.ground,
            why=answer_words(answer, names),
            slots=[slot.id for slot in answer.shifts],
            slot="" if (r := answer.refusal) is None or r.slot is None else r.slot.id,
            account=movements.get(answer.mediator.id, ""),
        )
        for answer in month.answers
    ]


def accounts_out(answers: Iterable[WishAnswerOut]) -> list[tuple[str, str]]:
    """Return the name of each person who has wished, and what the month adds to their account."""
    accounts = {answer.person: (answer.name, answer.account) for answer in answers}
    return [(name, account) for name, account in accounts.values() if account]
