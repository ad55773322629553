"""Open a shift for one of its pages: the version it is in, and what the caller may do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.stored.association import read
from api.database.engine import reading
from api.month.drafts.access import ReadVersion, head_read
from api.page.deciding import Deciding, deciding
from api.page.plannings.view import scope_of
from api.web.problems import not_found

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.access.caller import Caller


@dataclass(frozen=True, kw_only=True)
class OpenedShift:
    """A draft's current version, what it covers in words, and what the caller may do to it."""

    version: ReadVersion
    scope: str
    mine: Deciding


def opened_shift(who: Caller, engine: Engine, draft: str, slot: str) -> OpenedShift:
    """
    Open a shift of a draft's current version.

    Raises `UnknownError` or `Refusal`: the caller may not see the draft, or the slot isn't in its
    month (404).
    """
    with reading(engine) as session:
        version = head_read(who, session, draft)
        mine = deciding(who, session, version.row)
        scope = scope_of(version.row, read(session))
    if slot not in version.frame.problem.slot_of:
        raise not_found()
    return OpenedShift(version=version, scope=scope, mine=mine)
