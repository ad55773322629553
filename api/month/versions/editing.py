"""Edit a month: each edit makes the next version and returns the findings that it changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from api.database.tables.month import VersionRow
from api.judging.reaudit import FindingChanges, finding_changes
from api.month.errors import LockedError
from api.month.findings import after_edit, findings_of
from api.month.frames import Frame, framed
from api.month.places.database import DatabasePlace, OpenDatabase
from api.month.places.drafts import seen_by
from api.month.places.place import DraftVersion, Version
from api.month.versions.operations import Operation, applied
from scheduler.domain.problem import Assignment, Lock
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class JudgedChange:
    """
    A change of a month, and the findings that it adds and removes.

    `frame`: the month's, in which `before` and `after`, all assignments, were judged.
    """

    frame: Frame
    before: frozenset[Assignment]
    after: frozenset[Assignment]
    findings: FindingChanges

    @property
    def added(self) -> tuple[Assignment, ...]:
        """Return the assignments that the change adds."""
        return tuple(sorted(self.after - self.before))

    @property
    def removed(self) -> tuple[Assignment, ...]:
        """Return the assignments that the change removes."""
        return tuple(sorted(self.before - self.after))


@dataclass(frozen=True, kw_only=True)
class Edit(JudgedChange):
    """
    The version that an edit made: its number, and the findings after it.

    If nothing changed, or nothing was kept, `number` is the number of the version that the edit
    started from.
    """

    number: int
    findings_after: tuple[Finding, ...]

    @property
    def blocking(self) -> int:
        """Return how many findings of the whole version block."""
        return sum(finding.blocks and not finding.inherited for finding in self.findings_after)


def edit(
    place: DatabasePlace,
    base: DraftVersion,
    operations: Sequence[Operation],
    *,
    note: str = "",
    known: frozenset[Assignment] | None = None,
    allowed: Callable[[Edit], bool] = lambda _: True,
) -> Edit:
    """
    Apply operations to a draft's last version, all or none, and make its next version.

    Only the people touched are judged again. Judging happens before the database is locked, so that
    others can still write meanwhile. `known`: the locked assignments of which the editor was told
    (None: those that are locked as the edit begins). `allowed` looks at what the edit would change:
    nothing is kept if it says no.

    Raises `UnknownDraftError`: there is no such draft or version; `DiscardedError`: the draft was
    discarded; `StaleVersionError`: somebody made another version first, and it says what they
    changed; `LockedError`: somebody locked what the edit takes away, and the editor doesn't know;
    `BadRequestError`: some values are impossible (see `applied`).
    """
    edited = try_out(place, base, operations)
    if not allowed(edited):
        return edited
    return _keep(place, base, edited, origin="modification", note=note, known=known)


def undo(place: DatabasePlace, base: DraftVersion, to: int) -> Edit:
    """
    Make a new version equal to an older one, `to`, after a draft's last version (see `edit`).

    What the data don't allow any more stays in it, unseen, as it was. It takes into account what
    the older version did: what others published since overtakes it again.
    """
    with place.reading() as open_place:
        start = _opened(open_place, base)
        after = open_place.version(DraftVersion(base.draft, to)).assignments
    edited = _edit(base, *start, after)
    return _keep(place, base, edited, origin=BACK, note=f"{NOTED}{to}", like=to)


def try_out(place: DatabasePlace, base: DraftVersion, operations: Sequence[Operation]) -> Edit:
    """Say what an edit would change, and write nothing (see `edit`)."""
    with place.reading() as open_place:
        version, frame = _opened(open_place, base)
    return _edit(base, version, frame, applied(frame, version.assignments, operations))


def take_over(place: DatabasePlace, base: DraftVersion) -> int:
    """
    Add to a draft what others published since, as a new version, and return its number.

    If there is nothing to take over, the number of `base` is returned. Raises `UnknownDraftError`,
    `DiscardedError` or `StaleVersionError` as `edit` does.
    """
    _work_out(place, base)
    with place.writing() as open_place:
        version, frame = _opened(open_place, base)
        overtaken = open_place.overtaken(version, frame)
        if not overtaken:
            open_place.catch_up(base)
            return base.number
        after = (version.assignments | frozenset(overtaken.added)) - frozenset(overtaken.removed)
        seen = open_place.register
        return open_place.keep(base, after, origin="reprise", seen=seen).number


def start_again(place: DatabasePlace, base: DraftVersion) -> int:
    """
    Make a new version equal to what is published, and return its number; older versions stay.

    Raises `UnknownDraftError`, `DiscardedError` or `StaleVersionError` as `edit` does.
    """
    _work_out(place, base)
    with place.writing() as open_place:
        _, frame = _opened(open_place, base)
        after = frozenset(a for a in frame.published if frame.decides(a))
        return open_place.keep(base, after, origin="publie", seen=open_place.register).number


def _work_out(place: DatabasePlace, base: DraftVersion) -> None:
    """Work out a version's month before anybody has to wait for it."""
    with place.reading() as open_place:
        _opened(open_place, base)


def _opened(open_place: OpenDatabase, base: DraftVersion) -> tuple[Version, Frame]:
    """Return a draft's last version, and the frame of its month."""
    version = open_place.version(base, head=True)
    return version, framed(open_place.association, version.month, version.own)


def _edit(base: DraftVersion, version: Version, frame: Frame, after: frozenset[Assignment]) -> Edit:
    findings = after_edit(frame, version.assignments, after)
    return Edit(
        number=base.number,
        frame=frame,
        before=version.assignments,
        after=after,
        findings=finding_changes(findings_of(frame, version.assignments), findings),
        findings_after=tuple(findings),
    )


def _keep(
    place: DatabasePlace,
    base: DraftVersion,
    edited: Edit,
    *,
    origin: str,
    note: str,
    known: frozenset[Assignment] | None = None,
    like: int | None = None,
) -> Edit:
    if edited.after == edited.before:
        return edited
    frame = edited.frame
    if known is None:
        known = _locked(frame.problem.locks)
    # A lock that can't hold any more keeps nobody: no page shows it.
    known |= _locked(idle.lock for idle in frame.idle)
    taken = frozenset(a for a in edited.before - edited.after - known if frame.decides(a))
    with place.writing() as open_place:
        seen = None if like is None else seen_by(open_place.session, base.draft, like)
        version = open_place.keep(base, edited.after, origin=origin, note=note, seen=seen)
        # Looked at once nobody else may write, so that no lock comes between: the error undoes all.
        if taken and (locks := open_place.locks_on(taken)):
            raise LockedError(locks, frame)
    return replace(edited, number=version.number)


def _locked(locks: Iterable[Lock]) -> frozenset[Assignment]:
    return frozenset(Assignment(lock.mediator, lock.slot) for lock in locks)


MADE = frozenset({"modification", "calcul"})
"""What is undone: edits and calculations. What others published, once taken over, stays."""

BACK, NOTED = "annulation", "version "
"""The origin of a version that came back to an older one, and how its note names that one."""


def undo_line(versions: Iterable[VersionRow], head: int, user: str) -> tuple[int, ...]:
    """
    Return the numbers of the versions to go back to, the nearest last.

    A version that came back to another one stands for it, so that what was undone isn't done again.
    The line ends where somebody else made a version: nobody undoes another's work by a key.
    """
    by_number = {row.number: row for row in versions}
    line: list[int] = []
    number = head
    while (row := by_number.get(number)) is not None and row.made_by == user:
        if row.origin == BACK:
            number = int(row.note.removeprefix(NOTED))
        elif row.origin in MADE and row.parent:
            number = row.parent
            line.append(number)
        else:
            break
    return tuple(reversed(line))
