"""Publier: a version becomes what stands, whole and once, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api.database.counters import DATA, stamp
from api.database.engine import reading, writing
from api.database.tables.ledger import PublicationRow
from api.judging.acknowledging import Answers, answers_for
from api.ledger.append import append
from api.ledger.errors import EmptyPublicationError
from api.ledger.history import Head, head, whole
from api.ledger.places import places_differ
from api.ledger.subjects import forgotten
from api.ledger.telling import changes_to_tell
from api.month.errors import BlockedError, OvertakenError
from api.month.findings import findings_of
from api.month.frames import Frame, frame_of
from api.month.places.drafts import assignments_of, draft, stale
from api.month.places.following import Hook, following
from api.month.versions.overtaken import Overtaken, overtaken
from api.planning.coming import Coming, coming
from api.settings import Settings
from scheduler.domain.problem import Assignment
from scheduler.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.database.tables.month import RotaRow

TRIES = 3
"""Times that a publication is worked out beside those who write, before it makes them wait."""

URGENT_HOURS = 48

State = tuple[tuple[int, datetime | None], Head, frozenset[str]]
"""By what one knows that nothing moved: the association's data, the register, who was forgotten."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """
    A publication worked out: what it changes, by whom it is stopped.

    `stopping`: findings that block it. `overtaken`: what others published that it would undo.
    `told`: each person's changes, by id, as plain values. `empty`: nothing would change.
    """

    frame: Frame
    held: frozenset[Assignment]
    state: State
    coming: Coming
    findings: tuple[Finding, ...]
    answers: Answers
    stopping: tuple[Finding, ...]
    overtaken: Overtaken
    told: dict[str, list[dict[str, Any]]]
    empty: bool


@dataclass(frozen=True, kw_only=True)
class Done:
    """A publication that was made: its row, and from what."""

    publication: PublicationRow
    ready: Ready


def state_of(session: Session) -> State:
    """Return by what one knows later that nothing moved."""
    return stamp(session, DATA), head(session), forgotten(session)


def preview(
    engine: Engine,
    rota: str,
    number: int,
    *,
    now: datetime | None = None,
    urgent_hours: int = URGENT_HOURS,
) -> Ready:
    """
    Say what publishing a version would change, and what stops it; nothing is written.

    Raises
    ------
    UnknownDraftError, DiscardedError
        There is no such draft or version, or it was thrown away.
    """
    with reading(engine) as session:
        return _ready(session, rota, number, now, urgent_hours)


def _ready(
    session: Session, rota: str, number: int, now: datetime | None, urgent_hours: int
) -> Ready:
    row = draft(session, rota, alive=True)
    held = assignments_of(session, rota, number)
    frame = frame_of(whole(session), row, now)
    findings = findings_of(frame, held, whole=True, now=now)
    answers = answers_for(frame.association, findings, frame.problem.horizon)
    todo = coming(frame.association, frame.rota(held), now or datetime.now(UTC), frame.own or ())
    same = set(todo.before) == set(todo.after)
    known = set(todo.revisions) <= set(frame.association.revisions)
    return Ready(
        frame=frame,
        held=held,
        state=state_of(session),
        coming=todo,
        findings=tuple(findings),
        answers=answers,
        stopping=answers.stopping(findings),
        overtaken=overtaken(session, row, frame, held),
        told=changes_to_tell(todo, urgent_hours),
        empty=same and known and not places_differ(session, todo),
    )


def publish(
    engine: Engine,
    caller: Caller,
    rota: str,
    number: int,
    *,
    note: str = "",
    settings: Settings | None = None,
    also: Iterable[Hook] = (),
    now: datetime | None = None,
    regardless: bool = False,
    tries: int = TRIES,
) -> Done:
    """
    Publish the draft's head, version `number`: judged whole on the data and history of the moment.

    The audit is done before the transaction; if the association or the register moved meanwhile,
    all is worked out again, in the end while nobody else may write. Of two publications at once
    one waits for the other, then is judged after it. What follows a publication (see
    `api.month.places.following`), then `also`, run in the transaction: with them all is
    written, or nothing. `regardless`: undo what others published since the draft was begun.
    `settings`: of the service (None: as they are where nobody set any). `tries`: see `TRIES`.

    Raises
    ------
    UnknownDraftError, DiscardedError, StaleVersionError
        See `api.month.versions.editing.edit`.
    BlockedError
        Findings block, and nobody lawfully answers for them.
    OvertakenError
        Others published since what this version would undo.
    EmptyPublicationError
        It is what stands already: publishing a version twice is refused.
    """
    settings = settings or Settings()
    hooks, urgent_hours = (*following(settings), *also), settings.urgent_hours
    asked = _Asked(rota=rota, number=number, note=note, hooks=hooks, urgent_hours=urgent_hours)
    for _ in range(tries):
        with reading(engine) as session:
            asked.check(session)
            ready = _ready(session, rota, number, now, urgent_hours)
        _refuse(ready, regardless=regardless)
        with writing(engine) as session:
            if state_of(session) == ready.state:
                return asked.done(session, caller, ready)
    with writing(engine) as session:
        # The data keep moving: worked out while nobody else writes, it can't be overtaken.
        asked.check(session)
        ready = _ready(session, rota, number, now, urgent_hours)
        _refuse(ready, regardless=regardless)
        return asked.done(session, caller, ready)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is to be published, and how."""

    rota: str
    number: int
    note: str
    hooks: tuple[Hook, ...]
    urgent_hours: int

    def check(self, session: Session) -> RotaRow:
        """Return the draft, of which the version asked for is the head."""
        row = draft(session, self.rota, alive=True)
        if row.head != self.number:
            raise stale(session, self.rota, row.head, self.number)
        return row

    def done(self, session: Session, caller: Caller, ready: Ready) -> Done:
        """Write it all, in this transaction."""
        row = self.check(session)
        made = append(
            session,
            caller,
            ready.coming,
            agency=row.agency,
            rota=row.id,
            version=self.number,
            note=self.note,
            urgent_hours=self.urgent_hours,
        )
        row.published, row.seen = self.number, made.number
        session.flush()
        for hook in self.hooks:
            hook(session, made)
        return Done(publication=made, ready=ready)


def _refuse(ready: Ready, *, regardless: bool) -> None:
    if ready.stopping:
        raise BlockedError(ready.stopping)
    if ready.overtaken and not regardless:
        raise OvertakenError(ready.overtaken.added, ready.overtaken.removed)
    if ready.empty:
        raise EmptyPublicationError("ce planning est déjà publié tel quel : rien ne changerait")
