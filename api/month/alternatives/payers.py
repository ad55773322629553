"""Say who pays for a change of a month: counters and accounts of fairness, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from api.month.frames import Frame
from api.planning.counters import Counters
from api.planning.fairness.accounts import Movement, month_table
from api.planning.fairness.kinds import KINDS, FairnessKind
from api.planning.month_change import month_change
from api.planning.moves import PersonChanges
from scheduler.domain.people import Mediator
from scheduler.domain.rota import Rota

NOTHING = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class FairnessChange:
    """What a month adds to a person's account of a kind, before and after (see `Movement`)."""

    kind: FairnessKind
    before: Fraction
    after: Fraction

    @property
    def difference(self) -> Fraction:
        """Return how much more the account gets (below zero: less)."""
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Payer:
    """
    A person whose month differs: their counters before and after.

    `fairness`: their accounts that differ, in the order of kinds.
    """

    before: Counters
    after: Counters
    fairness: tuple[FairnessChange, ...] = ()

    @property
    def mediator(self) -> Mediator:
        """The person."""
        return self.after.mediator


Accounts = Mapping[tuple[str, str], Movement]
"""What a month adds to accounts of fairness, by kind and person."""


def payers_of(
    frame: Frame,
    before: Rota,
    after: Rota,
    changes: Iterable[PersonChanges],
    *,
    now: datetime,
    standing: Accounts | None = None,
) -> tuple[Payer, ...]:
    """
    Return the counters of those whose shifts change, in the order of the changes.

    Accounts are those that they would have if either rota of a month were published at `now`.
    `standing`: those of the month before (see `accounts_if`; None: they are counted here).
    """
    paying = list(changes)
    if not paying:
        return ()
    tables = (
        accounts_if(frame, before, now) if standing is None else standing,
        accounts_if(frame, after, now),
    )
    return tuple(
        Payer(
            before=frame.counters(before, change.mediator),
            after=frame.counters(after, change.mediator),
            fairness=tuple(_fairness(change.mediator, *tables)),
        )
        for change in paying
    )


def accounts_if(frame: Frame, rota: Rota, now: datetime) -> Accounts:
    """Return what a rota's month would add to everybody's accounts, were it published at `now`."""
    known = frame.association
    change = month_change(known, rota, now, frame.own or ())
    known = replace(known, removals=(*known.removals, *change.removals))
    months = {**known.history, change.label: change.after}
    return month_table(known, months, frame.month)


def _fairness(
    person: Mediator,
    before: Accounts,
    after: Accounts,
) -> Iterator[FairnessChange]:
    for kind in KINDS:
        key = kind.word, person.id
        old, new = (table[key].difference if key in table else NOTHING for table in (before, after))
        if old != new:
            yield FairnessChange(kind=kind, before=old, after=new)
