"""Name a person's contracts in a payroll, and say what changes among them within its days."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from api.french.words import short_date
from api.judging.report.wording import CONTRACTS
from constraints.counters.sheet import Counters, Minutes
from constraints.counters.wording import hours
from scheduler.domain.employment.contracts import Contract
from scheduler.domain.people import Mediator

DAY = timedelta(days=1)


def contract_words(contract: Contract | None, *, assumed: bool = False) -> str:
    """Name a contract's nature; `assumed`: its hours are."""
    if contract is None:
        return "sans contrat connu"
    if contract.forfait is not None:
        return f"{CONTRACTS[contract.kind]}, forfait de {contract.forfait.days} jours"
    return CONTRACTS[contract.kind] + (" (35 h supposées)" if assumed else "")


def weekly_minutes(contract: Contract | None) -> int | None:
    """Return a contract's own minutes a week; None where it counts days, or there is none."""
    return None if contract is None or contract.in_days else contract.weekly_minutes


def changes_of_contract(who: Mediator, first: date, last: date) -> Iterator[str]:
    """Say in order the contracts of some days, where their nature or their hours change."""
    days = (first + n * DAY for n in range((last - first).days + 1))
    signed = [(day, contract) for day in days if (contract := who.signed_on(day))]
    runs = [(words, list(run)) for words, run in groupby(signed, lambda each: _terms(each[1]))]
    if len(runs) > 1:
        *former, (final, _) = runs
        said = ", puis ".join(f"{words} jusqu’au {short_date(run[-1][0])}" for words, run in former)
        yield f"Le contrat change : {said}, puis {final}."


def between_contracts(who: Mediator, begins: date, ends: date) -> Iterator[str]:
    """Say which days are between two contracts."""
    between = (begins + n * DAY for n in range((ends - begins).days))
    gap = [day for day in between if who.contracts and not who.contract_on(day)]
    if gap and who.contract_on(ends):
        yield f"Sans contrat {_days_words(gap)}, entre deux contrats."


def outside_contracts(counters: Counters, first: date, last: date) -> Iterator[str]:
    """Name each day counted without a contract: the end of a contract's last night is one."""
    who = counters.mediator
    days = [
        f"{short_date(line.day)} ({' et '.join(counted)})"
        for line in counters.days
        if first <= line.day <= last and who.contracts and not who.contract_on(line.day)
        if (counted := list(_counted(line.minutes)))
    ]
    if days:
        yield f"Hors contrat, compté, à vérifier : {', '.join(days)}."


def _terms(contract: Contract) -> str:
    """Name a contract and its hours: `CDI (35 h 00)`; a forfait has days."""
    minutes = weekly_minutes(contract)
    return contract_words(contract) + ("" if minutes is None else f" ({hours(minutes)})")


def _counted(minutes: Minutes) -> Iterator[str]:
    """Write the work of a day, then its on-call."""
    if minutes.work:
        yield hours(minutes.work)
    if minutes.standby:
        yield f"{hours(minutes.standby)} d’astreinte"


def _days_words(days: Sequence[date]) -> str:
    """Write days, in order: `le 07/11/2026`, or `2 jours, du 07/11/2026 au 08/11/2026`."""
    first, last = short_date(days[0]), short_date(days[-1])
    return f"le {first}" if len(days) == 1 else f"{len(days)} jours, du {first} au {last}"
