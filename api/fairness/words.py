"""Write balances of fairness in French, and the accounts as CSV."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from api.export.csv_table import csv_table
from api.fairness.service import StoppedPerson
from api.french.plural import NO_BREAK
from api.french.words import month_name
from api.planning.fairness.accounts import Account
from api.planning.names import said_of
from scheduler.balances import PLACES, amount, rounded

EXPLAINED = (
    "Le solde dit ce que la personne a eu de plus (+) ou de moins (−) que sa part. La part d’un "
    "service revient à qui pouvait le tenir ce jour-là, au prorata des contrats, présents "
    "seulement : une absence n’ajoute ni n’enlève rien, qui arrive commence à zéro. Les soldes de "
    "ceux qui partagent s’annulent ; ils sont arrondis pour être lus, pas pour être comptés."
)


def balance_words(value: Fraction, noun: str) -> str:
    """Write a balance in words: `1,3 de moins que sa part de nuits`, `sa part de nuits`."""
    tenths = rounded(value, places=1)
    if not tenths:
        return f"sa part de {noun}"
    side = "plus" if tenths > 0 else "moins"
    return f"{amount(abs(value))}{NO_BREAK}de {side} que sa part de {noun}"


def run_words(first: date, last: date) -> str:
    """Write a run of months: `janvier 2026 à mars 2026`, `janvier 2026`."""
    return month_name(first) if first == last else f"{month_name(first)} à {month_name(last)}"


def shown_name(account: Account, month: date) -> str:
    """Write whose account it is, and whether they had left before a month."""
    gone = account.mediator.left_on(month)
    return f"{account.mediator.name} (plus sous contrat)" if gone else account.mediator.name


def stopped_words(stopped: StoppedPerson) -> str:
    """Say who can't be asked and why: the sentence of the rule names them, or is told theirs."""
    return said_of(stopped.mediator.name, stopped.finding.message)


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
