"""Read accounts of fairness for a caller: those of whom they answer for, or one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import fmean
from typing import TYPE_CHECKING

from api.database.memory import Memory, Same
from api.french.words import alphabetical
from api.judging.published import published_problem
from api.month.errors import BadRequestError, Wrong
from api.planning.counters import rhythm_words
from api.planning.fairness.accounts import Account, accounts_of
from api.planning.fairness.kinds import KIND_OF, KINDS, FairnessKind
from api.privacy.means import may_tell
from scheduler.domain.rota import Rota
from scheduler.domain.time import civil_day, next_month
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.access.reach import Reach
    from api.data.association import Association
    from scheduler.domain.people import Mediator

MONTHS = 12
LONGEST = 10 * MONTHS
"""Months that are told at once, at most."""


def year_before(last: date) -> date:
    """Return the first of twelve months that end with one."""
    return date(last.year - (last.month < MONTHS), last.month % MONTHS + 1, 1)


@dataclass(frozen=True, kw_only=True)
class OwnAccount:
    """
    One's own account of a kind, and how many the people of one's dispositifs had on average.

    `mean`: None where they are too few to tell it (see `api.privacy.means`). `open`: whether one's
    part and balance are. A part is what all had divided among those who shared it: of two, it
    gives the other's number. A balance adds months up, so it is told only if each of them may be.
    """

    account: Account
    people: int
    mean: float | None

    @property
    def open(self) -> bool:
        """Whether one's part and balance tell nothing of any one colleague."""
        return self.account.fewest is None or may_tell(self.account.fewest)


def kind_named(word: str) -> FairnessKind | None:
    """
    Return the kind of a word (empty: None).

    It raises `BadRequestError` if no kind has this word.
    """
    if word and word not in KIND_OF:
        raise BadRequestError([Wrong(field="kind", received=word, expected=", ".join(KIND_OF))])
    return KIND_OF.get(word)


def accounts_within(
    reach: Reach,
    association: Association,
    first: date,
    last: date,
    *,
    dispositif: str = "",
    kind: str = "",
) -> tuple[Account, ...]:
    """
    Return the accounts of the people for whom a caller answers, by kind and person.

    What was held on their dispositifs is counted (all, if they answer for the whole association),
    or on one of these alone.

    Raises
    ------
    BadRequestError
        The months are in the wrong order or too many, or the kind isn't one.
    UnknownError
        The dispositif isn't theirs.
    """
    _check_run(first, last)
    chosen = kind_named(kind)
    accounts = accounts_of(
        association,
        first,
        last,
        dispositifs=reach.chosen(association.dispositifs, dispositif),
        kinds=KINDS if chosen is None else [chosen],
    )
    return tuple(account for account in accounts if reach.person(account.mediator))


def own_accounts(
    association: Association, me: Mediator, first: date, last: date
) -> tuple[OwnAccount, ...]:
    """
    Return a person's accounts, over all dispositifs, beside the means of their dispositifs.

    It raises `BadRequestError` if the months are in the wrong order or too many.
    """
    _check_run(first, last)
    accounts = accounts_of(association, first, last)
    own = []
    for account in accounts:
        if account.mediator.id == me.id:
            team = [
                other.count
                for other in accounts
                if other.kind == account.kind and _is_near(other.mediator, me, last)
            ]
            mean = fmean(team) if may_tell(len(team)) else None
            own.append(OwnAccount(account=account, people=len(team), mean=mean))
    return tuple(own)


def rhythms_of(
    association: Association, month: date, accounts: Iterable[Account]
) -> Mapping[str, str]:
    """Return the shape of the weeks of a published month (see `rhythm_words`), by person."""
    first, today = month.replace(day=1), civil_day(datetime.now(UTC))
    everybody = _RHYTHMS.get(
        (Same(association), first, today), lambda: _rhythms(association, first)
    )
    people = {account.mediator.id for account in accounts}
    return {who: words for who, words in everybody.items() if who in people}


_RHYTHMS = Memory[Mapping[str, str]](8)
"""The shape of everybody's weeks, by association, month and day: what has begun is settled."""


def _rhythms(association: Association, first: date) -> Mapping[str, str]:
    try:
        problem = published_problem(association, first, next_month(first) - timedelta(days=1))
    except InvalidProblemError:
        return {}  # nothing is published of it
    rota, people = Rota(problem=problem, assignments=problem.previous), problem.mediator_of
    return {who: rhythm_words(rota, people[who]) for who in sorted(people)}


def behind_first(accounts: Iterable[Account]) -> list[Account]:
    """Return accounts by balance, whoever is farthest behind their part first; equals by name."""
    return sorted(accounts, key=lambda a: (a.closing, alphabetical(a.mediator.name)))


def _is_near(person: Mediator, me: Mediator, day: date) -> bool:
    """Whether somebody is oneself, or works on a dispositif of one's own and hasn't left."""
    shared = person.dispositifs & me.dispositifs and not person.left_on(day)
    return person.id == me.id or bool(shared)


def _check_run(first: date, last: date) -> None:
    months = (last.year - first.year) * MONTHS + last.month - first.month + 1
    if not 1 <= months <= LONGEST:
        expected = f"un mois de {first:%Y-%m} à {LONGEST} mois plus tard"
        raise BadRequestError([Wrong(field="last", received=f"{last:%Y-%m}", expected=expected)])
