"""Compare two versions of a month, or a version and what is published or another draft."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import OVERSEERS, Reach
from api.data.association import Association
from api.database.tables.month import RotaRow
from api.judging.reaudit import FindingChanges, finding_changes
from api.ledger.history import whole
from api.month.drafts.access import ReadVersion, reached
from api.month.errors import BadRequestError, Wrong
from api.month.findings import findings_of
from api.month.frames import Frame, chosen_of
from api.month.places.drafts import assignments_of, drafts, version_of
from api.planning.moves import Moved, moves
from scheduler.domain.posts import Posts, count_posts
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot


@dataclass(frozen=True, kw_only=True)
class HoursChanged:
    """A person's minutes planned on these slots, before and after."""

    person: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Held:
    """The posts of a dispositif, before and after."""

    dispositif: str
    before: Posts
    after: Posts


@dataclass(frozen=True, kw_only=True)
class Compared:
    """
    What differs from one rota to another; `moved` people aren't in `added` or `removed`.

    `coverage`: dispositifs whose posts are not held alike; `before`, `after`: all posts.
    """

    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]
    moved: tuple[Moved, ...]
    hours: tuple[HoursChanged, ...]
    coverage: tuple[Held, ...]
    before: Posts
    after: Posts
    findings: FindingChanges


def compare(frame: Frame, before: frozenset[Assignment], after: frozenset[Assignment]) -> Compared:
    """Compare two sets of assignments over the same data."""
    old, new = frame.rota(before), frame.rota(after)
    added, removed, moved = moves(old, new)
    return Compared(
        added=added,
        removed=removed,
        moved=moved,
        hours=tuple(_hours(old, new)),
        coverage=tuple(_coverage(frame, old, new)),
        before=frame.posts(old),
        after=frame.posts(new),
        findings=finding_changes(findings_of(frame, before), findings_of(frame, after)),
    )


def change_count(frame: Frame, assignments: frozenset[Assignment]) -> int:
    """Return how many assignments differ from the published ones, without judging anything."""
    return sum(map(len, moves(frame.rota(frame.published), frame.rota(assignments))))


def is_first(frame: Frame) -> bool:
    """Whether nothing is published yet of the dispositifs that a version decides."""
    decided = {slot.dispositif for slot in frame.problem.slots if slot.id not in frame.frozen}
    return not decided & frame.problem.published_dispositifs


def _hours(old: Rota, new: Rota) -> list[HoursChanged]:
    changes = []
    for person in old.problem.mediators:
        before, after = (
            sum(slot.duty.paid for slot in rota.slots_of[person.id]) for rota in (old, new)
        )
        if before != after:
            changes.append(HoursChanged(person=person.id, before=before, after=after))
    return changes


def _coverage(frame: Frame, old: Rota, new: Rota) -> Iterator[Held]:
    slots: dict[str, list[Slot]] = defaultdict(list)
    for slot in frame.slots:
        slots[slot.dispositif].append(slot)
    for dispositif, mine in sorted(slots.items()):
        before, after = (count_posts(rota, mine) for rota in (old, new))
        if (before.have, before.under) != (after.have, after.under):
            yield Held(dispositif=dispositif, before=before, after=after)


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
