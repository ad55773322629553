"""The query of a reading: a subscription, its account's rights, its bytes' digest and stamps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, func, literal, select

from api.database.counters import DATA, LEDGER
from api.database.tables.access import GrantRow, UserRow
from api.database.tables.feeds import FeedBytesRow, FeedRow
from api.database.tables.state import StateRow
from api.feeds.kinds import NO_ALARM


def _query() -> Any:
    """Write the one query of a reading: a row for each of the account's roles, or one."""
    data, ledger = StateRow.__table__.alias("data"), StateRow.__table__.alias("ledger")
    return (
        select(
            FeedRow.id,
            FeedRow.kind,
            FeedRow.target,
            FeedRow.alarm,
            FeedRow.chosen,
            FeedRow.closing,
            FeedRow.revoked,
            FeedRow.read_publication,
            FeedRow.given_etag,
            FeedRow.given_changed,
            UserRow.person,
            UserRow.closed,
            GrantRow.role,
            GrantRow.agency,
            GrantRow.dispositif,
            FeedBytesRow.etag,
            FeedBytesRow.changed,
            FeedBytesRow.publication,
            FeedBytesRow.data.label("made_from"),
            FeedBytesRow.drawn,
            func.coalesce(data.c.number, 0).label("data"),
            func.coalesce(ledger.c.number, 0).label("ledger"),
            data.c.changed.label("data_changed"),
        )
        .join(UserRow, UserRow.id == FeedRow.user)
        .outerjoin(GrantRow, GrantRow.user == UserRow.id)
        .outerjoin(
            FeedBytesRow,
            and_(
                FeedBytesRow.kind == FeedRow.kind,
                FeedBytesRow.target == FeedRow.target,
                FeedBytesRow.alarm == func.coalesce(FeedRow.alarm, literal(NO_ALARM)),
            ),
        )
        .outerjoin(data, data.c.name == DATA)
        .outerjoin(ledger, ledger.c.name == LEDGER)
        .where(FeedRow.hash == bindparam("digest"))
    )


QUERY = _query()
