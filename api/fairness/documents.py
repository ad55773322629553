"""Write accounts of fairness as CSV."""

from collections.abc import Iterable
from fractions import Fraction

from api.export.csv_table import csv_table
from api.planning.fairness.accounts import Account
from scheduler.balances import PLACES, rounded

HEADER = (
    *("genre", "personne", "nom", "agence", "mois"),
    *("solde_avant", "tenus", "part", "ecart", "solde_apres"),
)


def accounts_csv(accounts: Iterable[Account]) -> bytes:
    """Return `;`-separated UTF-8 with a byte order mark, numbers with a comma."""
    rows = []
    for account in accounts:
        person = account.mediator
        cells = (person.id, person.name, person.agency)
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
