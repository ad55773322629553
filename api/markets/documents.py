"""Write markets as CSV: a line per market and month, and nobody's name."""

from collections.abc import Iterable
from fractions import Fraction

from api.data.market import Market
from api.data.rows.writers import HOUR, decimal
from api.export.csv_table import csv_table
from api.markets.service import MarketStatement

HEADER = (
    *("marche", "nom", "commanditaire", "dispositifs", "debut", "fin", "unite"),
    *("mois", "au_marche", "fait", "prevu", "ecart"),
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
