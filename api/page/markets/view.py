"""What the page of markets shows: each market, and its months; no person reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.market import MarketPeriod
from api.french.words import capital, month_name, short_date
from api.planning.markets.months import amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.data.market import Market
    from api.markets.service import MarketStatement

PER = {
    MarketPeriod.MONTH: "par mois",
    MarketPeriod.YEAR: "par année du marché",
    MarketPeriod.WHOLE: "en tout",
}


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """A month in words; `far`: how far it is from the market where that is 20 % or more."""

    name: str
    due: str
    done: str
    planned: str
    far: str


@dataclass(frozen=True, kw_only=True)
class MarketLine:
    """A market in words; `over`: more is done and planned than it pays for."""

    name: str
    payer: str
    dispositifs: str
    days: str
    volume: str
    done: str
    planned: str
    left: str
    over: bool
    months: tuple[MonthLine, ...]


def view_of(statement: MarketStatement, names: Mapping[str, str]) -> MarketLine:
    """Write a market; `names`: those of dispositifs, by id."""
    market, account = statement.market, statement.account
    return MarketLine(
        name=market.name or market.id,
        payer=market.payer,
        dispositifs=" ; ".join(names.get(each, each) for each in market.dispositifs),
        days=f"du {short_date(market.first)} au {short_date(market.last)}",
        volume=_volume(market),
        done=amount(market, account.total_done),
        planned=amount(market, account.total_planned),
        left=amount(market, account.left),
        over=account.left < 0,
        months=tuple(
            MonthLine(
                name=capital(month_name(each.month)),
                due=amount(market, each.due),
                done=amount(market, account.done[each.month]),
                planned=amount(market, account.planned[each.month]),
                far=each.distance if each.month in statement.far else "",
            )
            for each in statement.months
        ),
    )


def _volume(market: Market) -> str:
    """Write `420 h 00 par mois`, with the total where the volume isn't that."""
    volume = f"{amount(market, market.volume)} {PER[market.per]}"
    if market.per is MarketPeriod.WHOLE:
        return volume
    return f"{volume}, soit {amount(market, market.total)} {PER[MarketPeriod.WHOLE]}"
