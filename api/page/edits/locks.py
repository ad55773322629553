"""Edit a draft within public order, lock people to slots, and show who is locked where, by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.data.entering.editor import RowEditor
from api.data.rows.kinds import KINDS
from api.data.stored.association import state
from api.data.stored.entries import Add, Change, Remove
from api.data.stored.history import added_at
from api.data.stored.rows import of_person
from api.database.engine import reading
from api.database.tables.jobs import JobRow
from api.french.words import brief_day_of_month, capital, instant_words
from api.jobs.service import refuted_of, running_of
from api.judging.acknowledging import NEVER
from api.month.drafts.access import ReadVersion, matched
from api.month.findings import judge, locked_conflicts, locked_slots
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion, Version
from api.month.versions.editing import Edit, edit
from api.month.versions.operations import Name, Operation
from api.month.versions.shapes import EditIn
from api.page.grid.marks import slot_words
from api.page.grid.panel import FindingLine, line_of
from api.planning.names import names_of
from api.staffing.trial import settled_by_others, stopping
from api.web.answering.answer import Body
from api.web.refusing.problems import Refusal
from scheduler.domain.problem import Assignment, Lock
from scheduler.domain.time import PARIS
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """
    What became of an edit: made, or not because of what it would break.

    `broken` isn't empty where nothing was written.
    """

    broken: tuple[Finding, ...]
    edited: Edit


def lawful_edit(
    who: Caller,
    engine: Engine,
    draft: str,
    match: str,
    operations: Sequence[Operation],
    *,
    note: str = "",
    locked: frozenset[Assignment] = frozenset(),
) -> Attempt:
    """
    Edit a draft, or say what the edit would break that nobody may set aside.

    `locked`: the assignments that the page showed as locked. Taking one off is meant then; taking
    off one that somebody has locked since is refused. Raises `UnknownError`: the caller has no
    right over the draft; `Refusal`: the version isn't the draft's last (412), or a calculation of
    the draft runs (409); `LockedError`: somebody locked what the edit takes off, and the page
    didn't show it.
    """
    with reading(engine) as session:
        number = editable(who, session, draft, match)
    edited = edit(
        DatabasePlace(engine, who),
        DraftVersion(draft, number),
        operations,
        note=note,
        known=locked,
        allowed=lambda tried: not unlawful(tried),
    )
    return Attempt(broken=unlawful(edited), edited=edited)


def editable(who: Caller, session: Session, draft: str, match: str) -> int:
    """
    Return the version that an edit starts from, unless a calculation of the draft runs.

    A page that was opened before the calculation began doesn't know that it is read only. Raises
    `UnknownError` or `Refusal` as `lawful_edit` does.
    """
    number = matched(who, session, draft, match)
    running = running_of(session, draft)
    if running is not None:
        since = f"{running.requested.astimezone(PARIS):%H:%M}"
        raise Refusal(
            409,
            "calcul_en_cours",
            f"Un calcul de ce planning est en cours depuis {since} : la grille se lit, elle ne se "
            "modifie pas. Rien n’est enregistré ; recommencez quand il est fini, ou arrêtez-le.",
        )
    return number


def unlawful(edited: Edit) -> tuple[Finding, ...]:
    """
    Return the findings that an edit adds and nobody may set aside, if it gives a slot.

    An edit that only takes people off returns nothing: that is how one repairs a rota. Findings
    that other people, added to the slot later, would settle are left out too.
    """
    if not edited.added:
        return ()
    broken = stopping(edited.findings.added, settled_by_others(edited.frame.profile))
    return tuple(finding for finding in broken if finding.severity in NEVER)


LOCKS = "verrous"
WHY = "Verrouillé dans la grille"


class ShiftIn(Body):
    """Somebody's shift."""

    person: Name = Field(min_length=1)
    slot: Name = Field(min_length=1)


class GestureIn(EditIn):
    """An edit, and those of the shifts that it takes off that the grid shows as locked."""

    locked: list[ShiftIn] = Field(default_factory=list, max_length=500)

    @property
    def shown_locked(self) -> frozenset[Assignment]:
        """Return the assignments that the grid shows as locked."""
        return frozenset(Assignment(shift.person, shift.slot) for shift in self.locked)


class PasteIn(Body):
    """Shifts to put on a draft together, as far as they can be held."""

    shifts: list[ShiftIn] = Field(min_length=1, max_length=1000)


class LocksIn(Body):
    """Shifts to lock, or to unlock, together."""

    shifts: list[ShiftIn] = Field(min_length=1, max_length=200)
    locked: bool


def lock_shifts(
    who: Caller,
    engine: Engine,
    draft: str,
    match: str,
    shifts: Sequence[ShiftIn],
    *,
    locked: bool,
) -> tuple[int, Version]:
    """
    Lock shifts of a draft's last version, or unlock them, all or none; return its number and it.

    A shift already in that state is left alone. Raises `UnknownError`: the caller has no right over
    the draft; `DiscardedError` or `StaleVersionError`: the draft was discarded, or the version
    isn't its last; `Refusal`: a calculation of the draft runs (409), or a row can't be added or
    deleted: the caller may not (403), or the person can't hold the slot (422).
    """
    with DatabasePlace(engine, who).writing() as open_place:
        number = editable(who, open_place.session, draft, match)
        version = open_place.version(DraftVersion(draft, number), head=True)
        _lock_all(RowEditor(who, open_place.session), shifts, locked=locked)
    return number, version


def _lock_all(editor: RowEditor, shifts: Sequence[ShiftIn], *, locked: bool) -> None:
    wanted = {(shift.person, shift.slot) for shift in shifts}
    rows = {
        (row.values["mediator"], row.values["slot"]): row
        for person in {shift.person for shift in shifts}
        for row in of_person(editor.session, KINDS[LOCKS], person)
    }
    if locked:
        values = [
            {
                "mediator": person,
                "slot": slot,
                "by": editor.who.name or editor.who.email,
                "why": WHY,
            }
            for person, slot in sorted(wanted - set(rows))
        ]
        changes: list[Add | Change | Remove] = [
            editor.add(LOCKS, row, f"shifts.{n}") for n, row in enumerate(values)
        ]
    else:
        changes = [
            editor.remove(row, row.number) for shift, row in sorted(rows.items()) if shift in wanted
        ]
    if changes:
        editor.apply(changes, [f"shifts.{n}" for n in range(len(changes))])


@dataclass(frozen=True, kw_only=True)
class LockLine:
    """
    A lock. `origin`: by whom, since when and why. `aside`: what plans don't follow yet, or at all.

    `idle`: it can't apply any more.
    """

    person: str
    name: str
    slot: str
    words: str
    origin: str
    aside: str
    idle: bool


@dataclass(frozen=True, kw_only=True)
class LocksView:
    """
    The locks of a draft, and what they break by themselves.

    `refuted`: the draft's last calculation, where that found that no lawful month exists.
    """

    lines: tuple[LockLine, ...]
    conflicts: tuple[FindingLine, ...]
    refuted: JobRow | None


def locks_view(session: Session, opened: ReadVersion) -> LocksView:
    """Write the locks of a draft's version."""
    frame = opened.frame
    standing, conflicts = frame.rota(opened.assignments).assignments, locked_conflicts(frame)
    since = _since(session)
    names = names_of(frame.association)
    people = frame.association.mediator_of
    lines = [
        LockLine(
            person=lock.mediator,
            name=people[lock.mediator].name,
            slot=slot.id,
            words=f"{brief_day_of_month(slot.span.day)}, {slot_words(slot, names)}",
            origin=_origin(lock, since),
            aside=""
            if Assignment(lock.mediator, slot.id) in standing
            else "pas encore dans ce planning : un calcul l’y mettra",
            idle=False,
        )
        for slot, lock in locked_slots(frame)
    ]
    lines += [
        LockLine(
            person=each.lock.mediator,
            name=each.who,
            slot=each.lock.slot,
            words=f"créneau {each.lock.slot}",
            origin=_origin(each.lock, since),
            aside=f"laissé de côté : {each.why}",
            idle=True,
        )
        for each in frame.idle
    ]
    judged = judge(frame, opened.assignments) if conflicts else None
    return LocksView(
        lines=tuple(lines),
        conflicts=()
        if judged is None
        else tuple(line_of(finding, judged) for finding in conflicts),
        refuted=refuted_of(session, opened.row.id),
    )


def _since(session: Session) -> dict[tuple[str, str], str]:
    """Return when locks were added, in words; of those of a file, nobody knows."""
    at, rows = added_at(session, LOCKS), state(session).indexes[LOCKS]
    since = {}
    for key in rows.keys(0):
        if key in at:
            lock = rows.row(key).__dict__
            since[lock["mediator"], lock["slot"]] = instant_words(at[key])
    return since


def _origin(lock: Lock, since: dict[tuple[str, str], str]) -> str:
    when = since.get((lock.mediator, lock.slot))
    return capital(f"par {lock.by}{f', le {when}' if when else ''} : {lock.why}")
