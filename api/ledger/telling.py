"""Tell what a publication would change for each person, before any write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.ledger.changes import differences
from api.ledger.notices import notices_of

if TYPE_CHECKING:
    from api.planning.coming import Coming


def changes_to_tell(coming: Coming, urgent_hours: int) -> dict[str, list[dict[str, Any]]]:
    """
    Return each person's changes as a publication would tell them (see `notices_of`).

    By the person's own id; uids of new events are not yet those that they will have.
    """
    if coming.association is None:
        return {}
    people = {row.worked.mediator for row in (*coming.before, *coming.after)}
    changes = differences(coming, {who: who for who in people})
    return notices_of(coming.association, changes, coming.now, urgent_hours)
