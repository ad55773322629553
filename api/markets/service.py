"""Count what is done, planned and left of the markets that a caller may see."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import FUNDERS, OVERSEERS, Reach
from api.data.association import Association
from api.data.market import Market
from api.data.stored.association import read
from api.ledger.history import duties_of
from api.planning.markets import MarketAccount, MarketMonth, Shares, accounts_of


@dataclass(frozen=True, kw_only=True)
class MarketStatement:
    """A market's account, and each month of it against the volume of the market."""

    account: MarketAccount
    months: tuple[MarketMonth, ...]

    @property
    def market(self) -> Market:
        """The market."""
        return self.account.market

    @property
    def far(self) -> frozenset[date]:
        """The months of which something is published, 20 % over or under, by their first day."""
        return frozenset(each.month for each in self.months if each.worked and each.far)


def statements(who: Caller, session: Session, now: datetime) -> list[MarketStatement]:
    """Return the markets that a caller may see, by payer and first day, as they stand at `now`."""
    association = read(session)
    markets = sorted(seen(who, association), key=lambda m: (m.payer, m.first, m.id))
    accounts = accounts_of(markets, duties_of(session), now) if markets else ()
    listed = []
    for account in accounts:
        shares = Shares(account.market, association)
        months = tuple(
            MarketMonth(
                market=account.market,
                month=month,
                worked=done + account.planned[month],
                due=shares.due(month),
            )
            for month, done in account.done.items()
        )
        listed.append(MarketStatement(account=account, months=months))
    return listed


def seen(who: Caller, association: Association) -> list[Market]:
    """
    Return the markets that a caller may see.

    Those who answer for one of its dispositifs do; of those who pay, whoever pays for them all.
    """
    answers, pays = (
        {each.id for each in Reach(who, roles).dispositifs(association.dispositifs)}
        for roles in (OVERSEERS, FUNDERS)
    )
    return [
        market
        for market in association.markets
        if pays.issuperset(market.dispositifs) or not answers.isdisjoint(market.dispositifs)
    ]
