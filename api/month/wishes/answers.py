"""Answers to wishes as they cross HTTP, and as `--json` gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from api.month.wishes.wording import answer_words, movement_words
from api.staffing.wishes import Ground, wish_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.month.wishes.service import WishAnswers
    from api.planning.names import Names


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
