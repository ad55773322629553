"""Modifier ce qui est publié: a swap, a replacement, published at once without a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from api.database.engine import reading, writing
from api.judging.acknowledging import answers_for
from api.judging.again import Changed, changed
from api.ledger.append import append
from api.ledger.errors import EmptyPublicationError
from api.ledger.history import whole
from api.month.errors import BadRequestError, BlockedError, Wrong
from api.month.findings import after_edit, findings_of
from api.month.frames import Frame, framed
from api.month.places.following import Hook, following
from api.month.publication.publishing import TRIES, state_of
from api.month.versions.operations import Operation, applied
from api.planning.coming import Coming, coming
from api.settings import Settings
from scheduler.domain.problem import Assignment
from scheduler.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.data.association import Association
    from api.database.tables.ledger import PublicationRow


@dataclass(frozen=True, kw_only=True)
class Trial:
    """
    What a change of what is published would do.

    `findings`: those that it adds and removes. `stopping`: those of them added that block, and
    nobody lawfully answers for: what was there before it stops nothing.
    """

    frame: Frame
    after: frozenset[Assignment]
    findings: Changed
    stopping: tuple[Finding, ...]


def trial(
    association: Association,
    month: date,
    operations: Sequence[Operation],
    now: datetime | None = None,
) -> Trial:
    """
    Say what operations on a published month would change; only whom they touch is judged again.

    Raises
    ------
    BadRequestError
        Values that can't be (see `api.month.versions.operations.applied`).
    """
    frame = framed(association, month, _dispositifs(association, operations), now)
    before = frame.standing
    after = applied(frame, before, operations)
    old, new = findings_of(frame, before), after_edit(frame, before, after)
    found = changed(old, new)
    answers = answers_for(association, new, frame.problem.horizon)
    return Trial(frame=frame, after=after, findings=found, stopping=answers.stopping(found.added))


def amend(
    engine: Engine,
    caller: Caller,
    month: date,
    operations: Sequence[Operation],
    *,
    origin: str = "echange",
    note: str = "",
    settings: Settings | None = None,
    also: Iterable[Hook] = (),
    now: datetime | None = None,
    tries: int = TRIES,
) -> PublicationRow:
    """
    Publish operations on a published month, in one transaction with what follows and with `also`.

    `settings`, `also` and `tries`: see `api.month.publication.publishing.publish`.

    Raises
    ------
    BadRequestError
        Values that can't be: the shift may have changed hands meanwhile.
    BlockedError
        The change adds findings that block.
    EmptyPublicationError
        Nothing would change.
    """
    settings = settings or Settings()
    asked = _Asked(
        month=month,
        operations=tuple(operations),
        origin=origin,
        note=note,
        hooks=(*also, *following(settings)),
        urgent_hours=settings.urgent_hours,
    )
    for _ in range(tries):
        with reading(engine) as session:
            state, tried = state_of(session), asked.tried(session, now)
        todo = asked.coming(tried, now)
        with writing(engine) as session:
            if state_of(session) == state:
                return asked.done(session, caller, tried, todo)
    with writing(engine) as session:
        # The data keep moving: worked out while nobody else writes, it can't be overtaken.
        tried = asked.tried(session, now)
        return asked.done(session, caller, tried, asked.coming(tried, now))


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is to be changed of what is published, and how."""

    month: date
    operations: tuple[Operation, ...]
    origin: str
    note: str
    hooks: tuple[Hook, ...]
    urgent_hours: int

    def tried(self, session: Session, now: datetime | None) -> Trial:
        """Return the change, if nothing stops it."""
        tried = trial(whole(session), self.month, self.operations, now)
        if tried.stopping:
            raise BlockedError(tried.stopping)
        if tried.after == tried.frame.standing:
            raise EmptyPublicationError("rien ne changerait")
        return tried

    def coming(self, tried: Trial, now: datetime | None) -> Coming:
        """Work out what it changes of the month."""
        frame, when = tried.frame, now or datetime.now(UTC)
        rota = frame.rota(tried.after)
        return coming(frame.association, rota, when, frame.own or (), sweep=False)

    def done(self, session: Session, caller: Caller, tried: Trial, todo: Coming) -> PublicationRow:
        """Write it all, in this transaction."""
        there = tried.frame.association.dispositif_of
        agencies = {there[one].agency for one in tried.frame.own or ()}
        made = append(
            session,
            caller,
            todo,
            agency=agencies.pop() if len(agencies) == 1 else "",
            origin=self.origin,
            note=self.note,
            urgent_hours=self.urgent_hours,
        )
        for hook in self.hooks:
            hook(session, made)
        return made


def _dispositifs(association: Association, operations: Sequence[Operation]) -> frozenset[str]:
    """Return the dispositifs of the slots that operations name."""
    of_template = {t.id: t.dispositif for t in association.templates}
    found, wrong = set(), []
    for place, one in enumerate(operations):
        for field in ("slot", "to_slot"):
            value = getattr(one, field)
            dispositif = of_template.get(value[:-11])
            if value and dispositif is None:
                wrong.append(
                    Wrong(
                        field=f"operations.{place}.{field}",
                        found=value,
                        expected="un créneau d’un gabarit de l’association",
                    )
                )
            elif dispositif is not None:
                found.add(dispositif)
    if wrong or not found:
        raise BadRequestError(
            wrong or [Wrong(field="operations", found="", expected="un geste au moins")]
        )
    return frozenset(found)
