"""Modifier ce qui est publié: a swap, a replacement, published at once without a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.acknowledging import answers_for
from api.ledger.append import append
from api.ledger.coming import coming
from api.ledger.errors import EmptyPublicationError
from api.ledger.history import whole
from api.rotas.errors import BadRequestError, BlockedError, BusyError, Wrong
from api.rotas.findings import Changed, after_edit, changed, findings_of
from api.rotas.frames import Frame, framed
from api.rotas.operations import applied
from api.rotas.publishing import TRIES, URGENT_HOURS, state_of
from api.store.engine import reading, writing
from scheduler.domain.problem import Assignment
from scheduler.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import Engine

    from api.access.caller import Caller
    from api.association import Association
    from api.rotas.operations import Operation
    from api.rotas.publishing import Hook
    from api.store.tables.ledger import PublicationRow


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
        Values that can't be (see `api.rotas.operations.applied`).
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
    hooks: Iterable[Hook] = (),
    now: datetime | None = None,
    urgent_hours: int = URGENT_HOURS,
) -> PublicationRow:
    """
    Publish operations on a published month, in one transaction with `hooks`.

    Raises
    ------
    BadRequestError
        Values that can't be: the shift may have changed hands meanwhile.
    BlockedError
        The change adds findings that block.
    EmptyPublicationError
        Nothing would change.
    BusyError
        The data kept moving.
    """
    for _ in range(TRIES):
        with reading(engine) as session:
            state, association = state_of(session), whole(session)
        tried = trial(association, month, operations, now)
        if tried.stopping:
            raise BlockedError(tried.stopping)
        if tried.after == tried.frame.standing:
            raise EmptyPublicationError("rien ne changerait")
        rota = tried.frame.rota(tried.after)
        when, own = now or datetime.now(UTC), tried.frame.own or frozenset()
        todo = coming(association, rota, when, own, sweep=False)
        with writing(engine) as session:
            if state_of(session) != state:
                continue
            agencies = {association.dispositif_of[one].agency for one in own}
            made = append(
                session,
                caller,
                todo,
                agency=agencies.pop() if len(agencies) == 1 else "",
                origin=origin,
                note=note,
                urgent_hours=urgent_hours,
            )
            for hook in hooks:
                hook(session, made)
            return made
    raise BusyError("les données de l’association changent sans cesse : réessayez dans un instant")


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
