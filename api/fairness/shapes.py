"""Shapes of fairness over HTTP: accounts, and who is asked next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from api.planning.fairness.rounding import PLACES, rounded

if TYPE_CHECKING:
    from api.fairness.reading import OwnAccount
    from api.fairness.service import NextInLine
    from api.planning.fairness.accounts import Account

ROUNDED = "Arrondi à quatre décimales ; les soldes sont additionnés exactement."


class FairMovementOut(BaseModel):
    """What a month added: held, due as a fair part, and the balance at its end."""

    month: str = Field(examples=["2026-12"])
    count: int
    due: float = Field(description=ROUNDED)
    balance: float = Field(description=ROUNDED)


class FairAccountOut(BaseModel):
    """A person's account of a kind: positive balances are more than the fair part."""

    kind: str = Field(examples=["nuits"])
    person: str
    name: str
    agency: str
    opening: float = Field(description=ROUNDED)
    count: int
    due: float = Field(description=ROUNDED)
    closing: float = Field(description=ROUNDED)
    movements: list[FairMovementOut]


class OwnFairMovementOut(BaseModel):
    """What a month added to one's own account (see `OwnFairAccountOut` for what is null)."""

    month: str = Field(examples=["2026-12"])
    count: int
    due: float | None = Field(description=ROUNDED)
    balance: float | None = Field(description=ROUNDED)


class OwnFairAccountOut(BaseModel):
    """
    One's own account of a kind.

    `people`: of one's dispositifs, oneself included; `mean`: how many each had on average, null
    where fewer than five would tell what one of them had. Parts and balances are null where fewer
    than five share them, for the same reason.
    """

    kind: str = Field(examples=["nuits"])
    person: str
    name: str
    agency: str
    opening: float | None = Field(description=ROUNDED)
    count: int
    due: float | None = Field(description=ROUNDED)
    closing: float | None = Field(description=ROUNDED)
    movements: list[OwnFairMovementOut]
    people: int
    mean: float | None


class NextPersonOut(BaseModel):
    """Somebody in the order in which people are asked, and the slot that they may hold."""

    person: str
    name: str
    balance: float = Field(description=ROUNDED)
    slot: str


class StoppedPersonOut(BaseModel):
    """Somebody who can't be asked on that day: the rule that keeps them, and its sentence."""

    person: str
    name: str
    balance: float = Field(description=ROUNDED)
    rule: str
    message: str


class NextInLineOut(BaseModel):
    """Who is asked next, whoever is farthest behind first; who holds such a duty already."""

    kind: str
    day: str
    holders: list[str]
    order: list[NextPersonOut]
    stopped: list[StoppedPersonOut]


def account_out(account: Account) -> FairAccountOut:
    """Return an account as it crosses HTTP."""
    return FairAccountOut(
        kind=account.kind.word,
        person=account.mediator.id,
        name=account.mediator.name,
        agency=account.mediator.agency,
        opening=rounded(account.opening),
        count=account.count,
        due=rounded(account.due),
        closing=rounded(account.closing),
        movements=[
            FairMovementOut(
                month=f"{movement.month:%Y-%m}",
                count=movement.count,
                due=rounded(movement.due),
                balance=rounded(balance),
            )
            for movement, balance in zip(account.movements, account.balances, strict=True)
        ],
    )


def own_out(own: OwnAccount) -> OwnFairAccountOut:
    """Return one's own account as it crosses HTTP."""
    account = account_out(own.account).model_dump()
    if not own.open:
        account |= dict.fromkeys(("opening", "due", "closing"))
        account["movements"] = [
            movement | {"due": None, "balance": None} for movement in account["movements"]
        ]
    mean = None if own.mean is None else round(own.mean, PLACES)
    return OwnFairAccountOut(**account, people=own.people, mean=mean)


def next_out(line: NextInLine) -> NextInLineOut:
    """Return the order in which people are asked as it crosses HTTP."""
    return NextInLineOut(
        kind=line.kind.word,
        day=line.day.isoformat(),
        holders=[mediator.id for mediator in line.holders],
        order=[
            NextPersonOut(
                person=each.mediator.id,
                name=each.mediator.name,
                balance=rounded(each.balance),
                slot=each.slot.id,
            )
            for each in line.order
        ],
        stopped=[
            StoppedPersonOut(
                person=each.mediator.id,
                name=each.mediator.name,
                balance=rounded(each.balance),
                rule=each.finding.rule,
                message=each.finding.message,
            )
            for each in line.stopped
        ],
    )
