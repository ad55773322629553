"""Markets as they cross HTTP: amounts are minutes or visits, and no field is about a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from api.markets.service import MarketStatement

UNIT = "Celle de tous les nombres : minutes de postes tenus, ou créneaux tenus (passages)."
ROUNDED = "Arrondi à l’unité."


class MarketMonthOut(BaseModel):
    """
    A month: what the market has for it, done and planned.

    `far`: 20 % away or farther, where something is published.
    """

    month: str = Field(examples=["2026-12"])
    due: int = Field(description=ROUNDED)
    done: int
    planned: int
    far: bool


class MarketOut(BaseModel):
    """A market: what it pays for, and what of it is done, planned and left (below zero: beyond)."""

    id: str
    name: str
    payer: str = Field(examples=["Ville de Port"])
    dispositifs: list[str]
    first: date
    last: date
    unit: Literal["minutes", "passages"] = Field(description=UNIT)
    volume: int = Field(description="D’une période.")
    per: str = Field(description="La période : mois, annee (du marché) ou totale.")
    total: int = Field(description=f"Du premier au dernier jour. {ROUNDED}")
    done: int
    planned: int
    left: int = Field(description=ROUNDED)
    months: list[MarketMonthOut]


def market_out(statement: MarketStatement) -> MarketOut:
    """Return a market's statement as it crosses HTTP."""
    account, market = statement.account, statement.market
    return MarketOut(
        id=market.id,
        name=market.name,
        payer=market.payer,
        dispositifs=list(market.dispositifs),
        first=market.first,
        last=market.last,
        unit="passages" if market.minutes is None else "minutes",
        volume=market.volume,
        per=market.per.value,
        total=round(market.total),
        done=account.total_done,
        planned=account.total_planned,
        left=round(account.left),
        months=[
            MarketMonthOut(
                month=f"{each.month:%Y-%m}",
                due=round(each.due),
                done=account.done[each.month],
                planned=account.planned[each.month],
                far=each.month in statement.far,
            )
            for each in statement.months
        ],
    )
