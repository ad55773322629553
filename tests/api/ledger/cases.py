"""The small association's month of March 2026, and publications of it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.data.association import Association
from api.data.folder.load import load
from api.database.engine import writing
from api.database.tables.ledger import PublicationRow
from api.ledger.append import append
from api.ledger.history import history_of, revisions_of
from api.planning.month_change import month_change
from api.planning.problem import assemble
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.commands import PETIT

MARCH = date(2026, 3, 1)
NOW = datetime(2026, 2, 10, 8, tzinfo=UTC)
LATER = datetime(2026, 2, 12, 8, tzinfo=UTC)
LATEST = datetime(2026, 2, 14, 8, tzinfo=UTC)
SOMEONE = Caller(user="a" * 32)

BASE = frozenset({("ada", "P-J-2026-03-02"), ("brice", "P-J-2026-03-02")})
MORE = BASE | {("farid", "P-S-2026-03-04")}


@cache
def petit() -> Association:
    return load(PETIT)


def whole(session: Session, association: Association | None = None) -> Association:
    known = petit() if association is None else association
    return replace(known, history=history_of(session), revisions=revisions_of(session))


def publish(
    engine: Engine,
    pairs: frozenset[tuple[str, str]],
    now: datetime = NOW,
    *,
    association: Association | None = None,
    first: date = MARCH,
) -> PublicationRow:
    """Publish a month in which these people hold these slots, and nobody anything else."""
    with writing(engine) as session:
        return append_pairs(session, whole(session, association), pairs, now, first=first)


def append_pairs(
    session: Session,
    there: Association,
    pairs: Iterable[tuple[str, str]],
    now: datetime,
    dispositifs: Collection[str] = (),
    *,
    by: Caller = SOMEONE,
    agency: str = "",
    first: date = MARCH,
) -> PublicationRow:
    """Publish it of these dispositifs (none: all), of an association as it is known."""
    problem = assemble(there, first, date(first.year, first.month, 31))
    rota = Rota(problem=problem, assignments=frozenset(Assignment(*pair) for pair in pairs))
    return append(session, by, month_change(there, rota, now, dispositifs), agency=agency)
