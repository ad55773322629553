"""Write fairness for programs: accounts as CSV and JSON, who is asked next as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from api.export.csv_table import csv_table
from api.fairness.service import NextInLine, NextPerson, StoppedPerson
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


def account_json(account: Account) -> dict[str, Any]:
    """Return an account as `--json` prints it: numbers rounded to four decimals."""
    return {
        "kind": account.kind.word,
        "person": account.mediator.id,
        "name": account.mediator.name,
        "agency": account.mediator.agency,
        "opening": rounded(account.opening),
        "count": account.count,
        "due": rounded(account.due),
        "closing": rounded(account.closing),
        "movements": [
            {
                "month": f"{movement.month:%Y-%m}",
                "count": movement.count,
                "due": rounded(movement.due),
                "balance": rounded(balance),
            }
            for movement, balance in zip(account.movements, account.balances, strict=True)
        ],
    }


def next_json(line: NextInLine) -> dict[str, Any]:
    """Return the order in which people are asked as `--json` prints it."""

    def person(each: NextPerson | StoppedPerson) -> dict[str, Any]:
        who = each.mediator
        return {"person": who.id, "name": who.name, "balance": rounded(each.balance)}

    return {
        "kind": line.kind.word,
        "day": line.day.isoformat(),
        "holders": [mediator.id for mediator in line.holders],
        "order": [{**person(each), "slot": each.slot.id} for each in line.order],
        "stopped": [
            {**person(each), "rule": each.finding.rule, "message": each.finding.message}
            for each in line.stopped
        ],
    }
