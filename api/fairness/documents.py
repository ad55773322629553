"""Write accounts of fairness as CSV: a line per kind, person and month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.export.cells import harmless
from api.export.csv_table import csv_table
from api.planning.fairness.rounding import PLACES, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from api.planning.fairness.accounts import Account

HEADER = (
    *("genre", "personne", "nom", "agence", "mois"),
    *("solde_avant", "tenus", "part", "ecart", "solde_apres"),
)


def accounts_csv(accounts: Iterable[Account]) -> bytes:
    """Return `;`-separated UTF-8 with a byte order mark, numbers with a comma."""
    rows = []
    for account in accounts:
        person = account.mediator
        cells = tuple(map(harmless, (person.id, person.name, person.agency)))
        before = account.opening
        for movement, after in zip(account.movements, account.balances, strict=True):
            numbers = (_number(before), movement.count, _number(movement.due))
            ends = (_number(movement.difference), _number(after))
            month = f"{movement.month:%Y-%m}"
            rows.append((account.kind.word, *cells, month, *numbers, *ends))
            before = after
    return csv_table(HEADER, rows)


def _number(value: Fraction) -> str:
    return f"{rounded(value):.{PLACES}f}".replace(".", ",")
