"""Hold a payroll of one's own: what each person is paid for, as quantities, weeks, corrections."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from api.data import pay as q
from api.export.payroll.contracts import (
    between_contracts,
    contract_words,
    outside_contracts,
    weekly_minutes,
)
from api.export.payroll.reserves import OF_RESTS
from api.export.payroll.table import Row, amounts_of, row_between
from api.french.words import short_date
from constraints.counters.days.absences import absence_minutes_by_day, half_days_off
from constraints.counters.sheet import Counters
from constraints.counters.wording import premiums
from constraints.leave.runs import days_taken
from scheduler.domain.time import SUNDAY, next_month, week_of
from scheduler.domain.timeline import Timeline

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
END_OF_PERIOD = "Fin de l’aménagement le"
NO_NUMBER = "Matricule de paie manquant."
Amounts = Mapping[str, int]
"""Quantities by name (`api.data.pay`): minutes, or half days; those of zero are left out."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """
    Some days, both included, their quantities, and the contract of the last of them.

    `contract`: empty in payrolls closed before it was kept; that of the whole period stands then.
    """

    first: date
    last: date
    amounts: dict[str, int]
    contract: str = ""
    contract_minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonPay:
    """
    What a person is paid for in a period.

    `begins` and `ends`: its days under contract. `weeks`: civil weeks whose Sunday is in it, whole.
    `corrections`: what earlier periods, which were closed, should have said more (or less).
    """

    person: str
    number: str
    name: str
    agency: str
    contract: str
    contract_minutes: int | None
    begins: date
    ends: date
    amounts: dict[str, int]
    weeks: tuple[Stretch, ...] = ()
    corrections: tuple[Stretch, ...] = ()
    incomplete: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()

    @property
    def paid(self) -> tuple[Stretch, ...]:
        """The period, then what is corrected of earlier ones."""
        own = Stretch(
            first=self.begins,
            last=self.ends,
            amounts=self.amounts,
            contract=self.contract,
            contract_minutes=self.contract_minutes,
        )
        return (own, *self.corrections)

    @property
    def ends_of_periods(self) -> tuple[str, ...]:
        """The reserves that say what the end of a reference period moves from a rate to another."""
        return tuple(text for text in self.reserves if text.startswith(END_OF_PERIOD))

    @property
    def beside(self) -> tuple[str, ...]:
        """The other reserves, less the missing number: `Pay.unnumbered` says it of all at once."""
        said = (END_OF_PERIOD, NO_NUMBER)
        return tuple(text for text in self.reserves if not text.startswith(said))


@dataclass(frozen=True, kw_only=True)
class Pay:
    """
    A payroll: its days, what hours are counted from, in French, and its people by name.

    `closed`: the day on which it was (None: it may still change).
    """

    first: date
    last: date
    source: str
    people: tuple[PersonPay, ...]
    rubrics: tuple[q.Rubric, ...] = ()
    closed: date | None = None

    @property
    def label(self) -> str:
        """How files name it: `2027-01`, or `2027-01-21_2027-02-20`."""
        month = self.first.day == 1 and next_month(self.first) - DAY == self.last
        return f"{self.first:%Y-%m}" if month else f"{self.first}_{self.last}"

    @property
    def unnamed(self) -> tuple[str, ...]:
        """Return the quantities without a rubric, which a payroll program needs."""
        known = {*q.DETAILS, *(rubric.quantity for rubric in self.rubrics)}
        stretches = [stretch for who in self.people for stretch in who.paid]
        sent = {name for stretch in stretches for name in stretch.amounts}
        return tuple(sorted(sent - known))

    @property
    def unnumbered(self) -> tuple[str, ...]:
        """Return the names of people whom a payroll program has no number for."""
        return tuple(who.name for who in self.people if not who.number and who.amounts)

    @property
    def unready(self) -> tuple[str, ...]:
        """Return in French what keeps it from being sent to a payroll program."""
        missing, nameless = ", ".join(self.unnamed), ", ".join(self.unnumbered)
        words = {
            f"Sans rubrique : {missing} (rubriques.csv ; sans code, rien n’est envoyé).": missing,
            f"Sans matricule : {nameless} (personnes.csv).": nameless,
        }
        return tuple(text for text, names in words.items() if names)


def person_pay(
    counters: Counters, timeline: Timeline, first: date, last: date, reserves: Iterable[str] = ()
) -> PersonPay:
    """
    Return what a person is paid for from one day to another, both included.

    The horizon of both begins with a Monday, at the latest that of `first`, and ends with `last`.
    """
    who = counters.mediator
    row = row_between(counters, timeline, first, last)
    under = [n for n in range((last - first).days + 1) if who.contract_on(first + n * DAY)]
    begins, ends = (first + under[0] * DAY, first + under[-1] * DAY) if under else (first, last)
    contract = row.contract or (who.signed_on(ends) if under else None)
    amounts = _amounts(row, timeline, first, last)
    amounts |= {"repos_solde": counters.rest.balance, "repos_equivalent_du": counters.owed_minutes}
    if row.forfait is not None and first == row.month and last == next_month(first) - DAY:
        amounts[q.FORFAIT_DAYS] = 2 * row.forfait.month
    return PersonPay(
        person=who.id,
        number=who.payroll_number,
        name=who.name,
        agency=who.agency,
        contract=contract_words(contract),
        contract_minutes=weekly_minutes(contract),
        begins=begins,
        ends=ends,
        amounts=_without_zeros(amounts),
        weeks=tuple(_weeks(counters, timeline, first, last)),
        incomplete=row.incomplete,
        reserves=(
            *([] if who.payroll_number else [NO_NUMBER]),
            *([f"Contrat à partir du {short_date(begins)}."] if begins > first else []),
            *([f"Contrat jusqu’au {short_date(ends)}."] if ends < last else []),
            *between_contracts(who, begins, ends),
            *outside_contracts(counters, first, last),
            *reserves,
            *_ends_of_periods(counters, first, last),
            *row.remarks,
            # An audit's payroll has no column of rests; this one says what is left of them.
            *(text for text in counters.remarks if text.startswith(OF_RESTS)),
        ),
    )


def _ends_of_periods(counters: Counters, first: date, last: date) -> Iterator[str]:
    """Say that hours beyond a whole reference period were in those of its weeks already."""
    for period in counters.periods:
        if not (period.tiers and first <= period.ends <= last):
            continue
        due = f"{END_OF_PERIOD} {short_date(period.ends)} : {premiums(period.tiers)}"
        if period.part_time and period.begins < first:
            yield (
                f"{due} de toute la période, retirées des heures normales, où les mois d’avant les "
                "comptaient."
            )
        elif not period.part_time:
            yield (
                f"{due} que les heures normales de ses semaines comptent déjà : à ne payer qu’une "
                "fois."
            )


def difference(now: Amounts, paid: Amounts) -> dict[str, int]:
    """Return what quantities are now beyond what was paid; balances aside, which nobody pays."""
    return {
        name: more
        for name in sorted({*now, *paid} - q.BALANCES.keys())
        if (more := now.get(name, 0) - paid.get(name, 0))
    }


def _weeks(counters: Counters, timeline: Timeline, first: date, last: date) -> Iterator[Stretch]:
    monday = week_of(first)
    while (sunday := monday + SUNDAY * DAY) <= last:
        row = row_between(counters, timeline, monday, sunday)
        amounts = _without_zeros(_amounts(row, timeline, monday, sunday))
        if amounts:
            yield Stretch(
                first=monday,
                last=sunday,
                amounts=amounts,
                contract=contract_words(row.contract),
                contract_minutes=weekly_minutes(row.contract),
            )
        monday += WEEK


def _amounts(row: Row, timeline: Timeline, first: date, last: date) -> dict[str, int]:
    """Return a row's quantities, and absences by kind, which an audit's payroll doesn't say."""
    amounts = amounts_of(row)
    for name, (kinds, _) in q.ABSENCES.items():
        minutes = absence_minutes_by_day(timeline, kinds, first, last)
        amounts[f"{name}{q.WORKING_DAYS}"] = half_days_off(timeline, kinds, first, last)
        amounts[f"{name}{q.MINUTES_AWAY}"] = sum(minutes.values())
    amounts[q.OPEN_DAYS] = 2 * len(days_taken(timeline, first, last))
    return amounts


def _without_zeros(amounts: Amounts) -> dict[str, int]:
    return {name: amount for name, amount in amounts.items() if amount}
