"""Marchés: what is done, planned and left of what each commanditaire pays for."""

from collections.abc import Iterable
from fractions import Fraction

from fastapi import Request
from fastapi.responses import Response

from api.access.reach import FUNDERS, OVERSEERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.data.market import Market, MarketPeriod
from api.data.rows.writers import HOUR, decimal
from api.data.stored.association import read
from api.export.csv_table import csv_table
from api.markets.service import MarketStatement, statements
from api.planning.markets import amount
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.web.answering.download import download
from api.web.clock import Now

READERS = OVERSEERS | FUNDERS
ENTRY = Entry(rank=51, address="/marches", title="Marchés", roles=READERS, icon="file-text")

GUIDES = (
    Guide(address="/aide/marches", title="Marchés", file="coverage/markets", screens=("/marches",)),
)

PER = {
    MarketPeriod.MONTH: "par mois",
    MarketPeriod.YEAR: "par année du marché",
    MarketPeriod.WHOLE: "en tout",
}

router = Screens(prefix="/marches")


@router.get("", may=role(*READERS), dependencies=[PREPARED])
def markets_page(request: Request, who: Who, session: Reading, *, now: Now) -> Response:
    """Show the markets that the reader answers for or pays."""
    return render(
        request,
        "markets/statement.html",
        statements=statements(who, session, now),
        names={each.id: each.name for each in read(session).dispositifs},
        amount=amount,
        per=PER,
        edits=bool(Reach(who, OVERSEERS).areas),
    )


@router.get("/tableau.csv", may=role(*READERS))
def markets_table(who: Who, session: Reading, *, now: Now) -> Response:
    """Give the same markets as CSV: a line per market and month."""
    return download(markets_csv(statements(who, session, now)), "marches.csv")


HEADER = (
    *("marche", "nom", "commanditaire", "dispositifs", "debut", "fin", "unite"),
    *("mois", "au_marche", "termine", "a_venir", "ecart"),
)


def markets_csv(statements: Iterable[MarketStatement]) -> bytes:
    """Return `;`-separated UTF-8 with a byte order mark, hours and visits with a comma."""
    rows = []
    for statement in statements:
        market, account = statement.market, statement.account
        cells = (
            *(market.id, market.name, market.payer, ",".join(market.dispositifs)),
            *(f"{day:%d/%m/%Y}" for day in (market.first, market.last)),
            "passages" if market.minutes is None else "heures",
        )
        rows += [
            (
                *cells,
                f"{each.month:%Y-%m}",
                *(
                    _number(market, value)
                    for value in (
                        each.due,
                        account.done[each.month],
                        account.planned[each.month],
                        each.worked - each.due,
                    )
                ),
            )
            for each in statement.months
        ]
    return csv_table(HEADER, rows)


def _number(market: Market, value: Fraction | int) -> str:
    """Write minutes as hours, or visits, with two decimals where they are needed."""
    amount = value if market.minutes is None else value / HOUR
    return decimal(round(float(amount), 2))
