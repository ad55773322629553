"""
Keep a person's account of each kind: an opening balance, what each month added, a closing balance.

A month adds what the person held less what was their fair part of what all held. The parts are
fractions that add up exactly, so that the balances of those who share add up to zero, each month.
Who is away all month holds nothing and owes nothing; who arrives begins at zero, which is
the mean.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from itertools import accumulate

from api.data.association import Association, Published
from api.database.memory import Memory, Same
from api.planning.fairness.burdens import Burden, burdens_of
from api.planning.fairness.kinds import CHANGES, KINDS, FairnessKind
from scheduler.domain.people import Mediator
from scheduler.domain.sharing.shares import Team, apportion
from scheduler.domain.slots import FairBalance
from scheduler.domain.time import civil_months, days_span, next_month

NONE = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Movement:
    """
    What a month added to an account: how many were held, how many were due as a fair part.

    `sharers`: the people among whom that part was shared, oneself included (0: it wasn't shared).
    """

    month: date
    count: int = 0
    due: Fraction = NONE
    sharers: int = 0

    @property
    def difference(self) -> Fraction:
        """Return what was held beyond the fair part (below zero: less)."""
        return self.count - self.due


@dataclass(frozen=True, kw_only=True)
class Account:
    """
    A person's account of a kind over a run of months.

    `opening`: what they held beyond their part before it. `movements`: one a month, in order.
    `fewest`: the fewest people among whom a month's part was shared, up to the end (None: nothing
    was ever shared with anybody).
    """

    mediator: Mediator
    kind: FairnessKind
    opening: Fraction
    movements: tuple[Movement, ...]
    fewest: int | None = None

    @cached_property
    def balances(self) -> tuple[Fraction, ...]:
        """Return the balance at the end of each month."""
        differences = (movement.difference for movement in self.movements)
        return tuple(accumulate(differences, initial=self.opening))[1:]

    @property
    def closing(self) -> Fraction:
        """Return the balance at the end."""
        return self.balances[-1] if self.balances else self.opening

    @property
    def difference(self) -> Fraction:
        """Return what was held beyond the fair part in the run of months (below zero: less)."""
        return self.closing - self.opening

    @property
    def count(self) -> int:
        """Return how many were held in the run of months."""
        return sum(movement.count for movement in self.movements)

    @property
    def due(self) -> Fraction:
        """Return how many were due in the run of months."""
        return sum((movement.due for movement in self.movements), NONE)


def accounts_of(
    association: Association,
    first: date,
    last: date,
    *,
    dispositifs: frozenset[str] | None = None,
    kinds: Collection[FairnessKind] = KINDS,
) -> tuple[Account, ...]:
    """
    Return the accounts of the months from that of `first` to that of `last`, by kind and person.

    `dispositifs`: count what was held on these alone (None: on all). People of whom nothing was
    ever due, nor held, by the end have no account.
    """
    months = [month for month, _ in civil_months(days_span(first.replace(day=1), max(first, last)))]
    key = Same(association), dispositifs
    table = _TABLES.get(key, lambda: _table(association, dispositifs))
    return tuple(
        Account(
            mediator=person,
            kind=kind,
            opening=sum((m.difference for m in by_month.values() if m.month < months[0]), NONE),
            movements=tuple(by_month.get(month, Movement(month=month)) for month in months),
            fewest=min(
                (m.sharers for m in by_month.values() if m.sharers and m.month <= months[-1]),
                default=None,
            ),
        )
        for kind in kinds
        for person in association.mediators
        if (by_month := table.get((kind.word, person.id))) and min(by_month) <= months[-1]
    )


def month_table(
    association: Association,
    months: Mapping[str, tuple[Published, ...]],
    month: date,
    kinds: Collection[FairnessKind] = KINDS,
) -> Mapping[tuple[str, str], Movement]:
    """Return what a month adds to accounts, by kind and person, if `months` are published."""
    burdens = burdens_of(association, months, since=month, before=next_month(month), kinds=kinds)
    return {key: by_month[month] for key, by_month in _movements(burdens).items()}


Table = Mapping[tuple[str, str], Mapping[date, Movement]]
"""Movements by kind and person, then by month, in order."""

_TABLES = Memory[Table](16)
"""Movements of all that is published, by association and dispositifs: pages read runs of them."""


def _table(association: Association, dispositifs: frozenset[str] | None) -> Table:
    return _movements(burdens_of(association, association.history, dispositifs=dispositifs))


FOLLOWED = tuple(kind for kind in KINDS if kind.follower)
"""The kinds whose balances goals follow when a month is planned."""

_FOLLOWED_TABLES = Memory[Table](8)
"""Movements of those kinds, by all that they follow from: problems are made often."""


def balances_before(
    association: Association, months: Mapping[str, tuple[Published, ...]], day: date
) -> tuple[FairBalance, ...]:
    """
    Return what fairness carries over to a period that begins on a day, for its goals.

    Duties and refusals of the period itself are counted there. Late changes are announced already,
    be they of its days: all of them are carried over.
    """
    facts = (
        *(association.mediators, association.absences, association.wishes),
        *(association.cohorts, association.members),
        *(association.notices, Same(association.removals)),
    )
    burdens = partial(burdens_of, association, months, kinds=FOLLOWED)
    table = _FOLLOWED_TABLES.get((Same(months), *facts), lambda: _movements(burdens()))
    first = day.replace(day=1)
    begun = {} if day == first else _movements(burdens(since=first, before=day))
    goals = {kind.word: kind.follower for kind in FOLLOWED}
    balances: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for key, by_month in table.items():
        carried = key[0] == CHANGES.word
        past = (m.difference for m in by_month.values() if carried or m.month < first)
        balances[key] += sum(past, NONE)
    for key, by_month in begun.items():
        if key[0] != CHANGES.word:
            balances[key] += sum((m.difference for m in by_month.values()), NONE)
    return tuple(
        FairBalance(mediator=who, goal=goals[word], duties=balance)
        for (word, who), balance in sorted(balances.items())
        if balance
    )


def _movements(burdens: Iterable[Burden]) -> Table:
    """Add burdens up, by kind and person, then by month."""
    counts: dict[tuple[str, date], defaultdict[str, int]] = {}
    numbers: dict[tuple[str, date], defaultdict[Team, int]] = {}
    for burden in burdens:
        key = burden.kind.word, burden.day.replace(day=1)
        counts.setdefault(key, defaultdict(int))[burden.who] += 1
        numbers.setdefault(key, defaultdict(int))[burden.team] += 1
    table: dict[tuple[str, str], dict[date, Movement]] = defaultdict(dict)
    for (word, month), teams in sorted(numbers.items()):
        parts, borne, others = apportion(teams), counts[word, month], _sharers(teams)
        for who in sorted({*parts, *borne}):
            table[word, who][month] = Movement(
                month=month,
                count=borne[who],
                due=parts.get(who, NONE),
                sharers=len(others.get(who, ())),
            )
    return table


def _sharers(teams: Iterable[Team]) -> Mapping[str, set[str]]:
    """Return with whom each person shared something, oneself included."""
    others: dict[str, set[str]] = defaultdict(set)
    for team in teams:
        people = {who for who, _ in team}
        for who in people if len(people) > 1 else ():
            others[who] |= people
    return others
