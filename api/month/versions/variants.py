"""Find the drafts that can be compared to one: of the same month, deciding the same dispositifs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import OVERSEERS, Reach
from api.data.association import Association
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.drafts.access import ReadVersion, reached
from api.month.errors import BadRequestError, Wrong
from api.month.frames import chosen_of
from api.month.places.drafts import assignments_of, drafts, version_of
from scheduler.domain.problem import Assignment

MOST = 200
"""Drafts of a month that are looked at: the latest."""


def variants_of(session: Session, caller: Caller, draft: RotaRow) -> list[RotaRow]:
    """Return the other drafts that a draft can be compared to and that the caller reads."""
    association, reach = whole(session), Reach(caller, OVERSEERS)
    return [
        row
        for row in drafts(session, month=draft.month, limit=MOST)
        if row.id != draft.id
        and reach.planning(row, association)
        and _decides_the_same(association, row, draft)
    ]


def compared_to(
    session: Session,
    caller: Caller,
    opened: ReadVersion,
    *,
    base: int | None = None,
    variant: str = "",
) -> frozenset[Assignment]:
    """
    Return what a version is compared to.

    `variant`: another draft (empty: the version's own). `base`: one of its versions (None: its
    current one, or, of the version's own draft, what is published). Raises `UnknownError` or
    `UnknownDraftError`: there is no such draft or version, or the caller may not read it;
    `BadRequestError`: the other draft is of another month, or decides other dispositifs.
    """
    if not variant:
        if base is None:
            return opened.frame.published
        version_of(session, opened.row.id, base)
        return assignments_of(session, opened.row.id, base)
    other = reached(caller, session, variant)
    same = other.month == opened.row.month
    if not same or not _decides_the_same(whole(session), other, opened.row):
        text = "un planning du même mois et des mêmes dispositifs"
        raise BadRequestError([Wrong(field="variant", received=variant, expected=text)])
    number = other.head if base is None else base
    version_of(session, other.id, number)
    return assignments_of(session, other.id, number)


def _decides_the_same(association: Association, one_draft: RotaRow, other: RotaRow) -> bool:
    return chosen_of(association, one_draft) == chosen_of(association, other)
