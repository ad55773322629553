"""Write balances of fairness in French."""

from datetime import date
from fractions import Fraction

from api.fairness.service import StoppedPerson
from api.french.plural import NO_BREAK
from api.french.words import month_name
from api.planning.fairness.accounts import Account
from api.planning.names import said_of
from scheduler.balances import amount, rounded

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
