"""Change what is published: a swap, a replacement, published at once without a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from api.data.association import Association
from api.judging.acknowledging import answers_for
from api.judging.reaudit import FindingChanges, finding_changes
from api.ledger.errors import EmptyPublicationError
from api.ledger.removals import SWAP
from api.month.errors import BadRequestError, BlockedError, Wrong
from api.month.findings import added_by, after_edit, findings_of
from api.month.frames import Frame, framed
from api.month.places.place import OpenPlace, Place, Publication_co, Version
from api.month.publication.publishing import TRIES, Prepared, once_still
from api.month.versions.editing import JudgedChange
from api.month.versions.operations import Operation, applied
from api.planning.month_change import month_change
from scheduler.domain.duty import template_of
from scheduler.domain.problem import Assignment
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class Trial(JudgedChange):
    """
    What an amendment of a published month would do.

    `stopping`: the added findings that block and that nobody lawfully acknowledges; findings that
    were there before stop nothing, nor what is left of them (see `FindingChanges.worse`).
    """

    stopping: tuple[Finding, ...]


def trial(
    association: Association,
    month: date,
    operations: Sequence[Operation],
    now: datetime | None = None,
) -> Trial:
    """Say what an amendment would change, judging those whom it touches (errors as `applied`)."""
    frame, before, after = _edit(association, month, operations, now)
    old, new = findings_of(frame, before), after_edit(frame, before, after)
    change = finding_changes(old, new)
    answers = answers_for(association, new, frame.problem.horizon)
    return Trial(
        frame=frame,
        before=before,
        after=after,
        findings=change,
        stopping=answers.stopping(change.worse),
    )


def tried_until_stopped(
    association: Association, month: date, operations: Sequence[Operation], now: datetime
) -> Trial:
    """
    Judge an amendment as `trial` does, but no farther than what stops it first.

    The findings told are those judged until then; removed ones aren't looked for.
    """
    frame, before, after = _edit(association, month, operations, now)
    seen: list[Finding] = []
    stopping: tuple[Finding, ...] = ()
    for added in added_by(frame, before, after, operations[0].person):
        seen += added
        stopping = answers_for(association, added, frame.problem.horizon).stopping(added)
        if stopping:
            break
    return Trial(
        frame=frame,
        before=before,
        after=after,
        findings=FindingChanges(added=tuple(seen), removed=()),
        stopping=stopping,
    )


def _edit(
    association: Association, month: date, operations: Sequence[Operation], now: datetime | None
) -> tuple[Frame, frozenset[Assignment], frozenset[Assignment]]:
    """Return the frame of an amendment, what is published in it, and what would be."""
    frame = framed(association, month, _dispositifs(association, operations), now)
    return frame, frame.published, applied(frame, frame.published, operations)


def amend(
    place: Place[Publication_co],
    month: date,
    operations: Sequence[Operation],
    *,
    note: str = "",
    now: datetime | None = None,
    tries: int = TRIES,
) -> Publication_co:
    """
    Amend a published month and do all that follows a publication, or do nothing.

    `tries`: see `api.month.publication.publishing.once_still`. Raises `BadRequestError`: some
    values are impossible: somebody else may hold the shift meanwhile; `BlockedError`: the change
    adds findings that block; `EmptyPublicationError`: nothing would change.
    """

    def prepare(open_place: OpenPlace[Publication_co]) -> Prepared:
        tried = trial(open_place.association, month, operations, now)
        if tried.stopping:
            raise BlockedError(tried.stopping)
        frame = tried.frame
        if tried.after == tried.before:
            raise EmptyPublicationError("rien ne changerait")
        rota, when = frame.rota(tried.after), now or datetime.now(UTC)
        return Prepared(
            version=Version(month=month, own=frame.own, assignments=tried.after),
            frame=frame,
            state=open_place.state,
            month_change=month_change(frame.association, rota, when, frame.own or (), sweep=False),
        )

    return once_still(place, prepare, origin=SWAP, note=note, tries=tries)


def _dispositifs(association: Association, operations: Sequence[Operation]) -> frozenset[str]:
    """Return the dispositifs of the slots that operations name."""
    of_template = {t.id: t.dispositif for t in association.templates}
    dispositifs, wrong = set(), []
    for place, operation in enumerate(operations):
        for field in ("slot", "to_slot"):
            value = getattr(operation, field)
            dispositif = of_template.get(template_of(value))
            if value and dispositif is None:
                wrong.append(
                    Wrong(
                        field=f"operations.{place}.{field}",
                        received=value,
                        expected="un créneau d’un gabarit de l’association",
                    )
                )
            elif dispositif is not None:
                dispositifs.add(dispositif)
    if wrong or not dispositifs:
        raise BadRequestError(
            wrong or [Wrong(field="operations", received="", expected="un geste au moins")]
        )
    return frozenset(dispositifs)
