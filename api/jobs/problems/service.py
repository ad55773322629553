"""Read a problem that was sent: its rows as an association, its month as a frame; or its faults."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from fastapi.responses import Response
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.idempotency import Once
from api.access.journal import note
from api.data.association import Association, Published
from api.data.building.association import loose_association
from api.data.entering.editor import invalid, within
from api.data.errors import BadFilesError, FileError
from api.data.folder.history import CellError, Reader, once
from api.data.rows.kinds import KIND_OF_FILE, KINDS
from api.data.rows.lines import Unchecked
from api.data.stored.entries import RefusedRowsError, row_of
from api.database.tables.jobs import PROBLEM, JobProblemRow, JobRow
from api.jobs.problems.shapes import FIELD_OF, AskProblem, ProblemInput, ShiftIn
from api.jobs.service import UNDER_WAY, place_of
from api.jobs.shapes import JobOut, job_out, seconds_of
from api.jobs.states import State
from api.month.frames import Frame, framed
from api.privacy.retention import old_problems
from api.settings import Settings
from api.web.months import first_of
from api.web.refusing.problems import Fault, Refusal
from scheduler.domain.problem import Assignment
from scheduler.errors import RoulementError

INPUT = "model_input"


@dataclass(frozen=True, kw_only=True)
class Posed:
    """A problem that was sent, as it is planned; `standing`: the rota there is (None: none)."""

    frame: Frame
    standing: frozenset[Assignment] | None


def posed(sent: ProblemInput, now: datetime) -> Posed:
    """
    Read a problem that was sent, as it is at an instant.

    Raises `Refusal`: its rows are wrong or contradict each other, its history or its rota names
    what isn't there, or its month has nothing to plan (422, every fault with its place).
    """
    association = _association(sent)
    month, faults = first_of(sent.month), list[Fault]()
    rows = list(_published(sent.history, association, month, faults))
    if faults:
        raise invalid(faults)
    in_order = sorted(rows, key=lambda each: each.order)
    months = groupby(in_order, lambda each: f"{each.worked.duty.span.day:%Y-%m}")
    history = {label: tuple(published) for label, published in months}
    try:
        frame = framed(replace(association, history=history), month, None, now, aside=True)
    except RoulementError as error:
        expected = f"un mois où des personnes ont des créneaux à tenir ({error})"
        raise invalid(
            [Fault(field=f"{INPUT}.month", received=sent.month, expected=expected)]
        ) from None
    standing = [Assignment(each.person, each.slot) for each in sent.standing]
    if faults := [*_strange(standing, frame)]:
        raise invalid(faults)
    return Posed(frame=frame, standing=frozenset(standing) or None)


def _strange(standing: Sequence[Assignment], frame: Frame) -> Iterator[Fault]:
    """Yield the ids of a rota that a month doesn't know."""
    for n, assignment in enumerate(standing):
        if frame.decides(assignment):
            continue
        if assignment.slot in frame.problem.slot_of:
            field, received, expected = "person", assignment.mediator, "qui peut tenir ce créneau"
        else:
            field, received, expected = "slot", assignment.slot, "un créneau de ce mois"
        yield Fault(field=f"{INPUT}.standing.{n}.{field}", received=received, expected=expected)


def _association(sent: ProblemInput) -> Association:
    """Return the association that the rows make (Refusal: all that is wrong with them)."""
    faults: list[Fault] = []
    lines: dict[str, list[Unchecked]] = {}  # type: ignore[type-arg]  # of any kind
    for n, added in enumerate(sent.rows):
        place, kind = f"{INPUT}.rows.{n}", KINDS.get(added.kind)
        if kind is None:
            expected = f"l’une de : {', '.join(sorted(KINDS))}"
            faults.append(Fault(field=f"{place}.kind", received=added.kind, expected=expected))
            continue
        try:
            row = row_of(kind, added.values)
        except RefusedRowsError as error:
            faults += (
                Fault(
                    field=within(f"{place}.values", fault.field),
                    received=fault.received,
                    expected=fault.expected,
                )
                for fault in error.faults
            )
        else:
            # A row's line is its place, from 1: that of what is wrong with it comes back so.
            lines.setdefault(kind.name, []).append(Unchecked(kind, n + 1, row))
    if faults:
        raise invalid(faults)
    try:
        return loose_association(lines)
    except BadFilesError as error:
        raise invalid([_fault(each) for each in error.errors]) from None


def _fault(error: FileError) -> Fault:
    """Return what is wrong with a row, by its place; with none of them, by its kind."""
    kind = KIND_OF_FILE[error.file]
    place = f"{INPUT}.rows"
    if error.line:
        place = within(f"{place}.{error.line - 1}.values", kind.field_of(error.column))
    expected = error.expected if error.line else f"{kind.name} : {error.expected}"
    return Fault(field=place, received=error.received, expected=expected)


def _published(
    shifts: Sequence[ShiftIn], association: Association, month: date, faults: list[Fault]
) -> Iterator[Published]:
    """Yield shifts as they were published before a month; note those that weren't or couldn't."""
    reader, seen = Reader("", association.mediator_of), dict[tuple[str, str], int]()
    for n, shift in enumerate(shifts):
        cells = shift.cells
        try:
            worked = reader.worked(cells)
            once(seen, (shift.person, shift.slot), n, "creneau", "un créneau par personne")
            if worked.duty.span.day >= month:
                raise CellError("debut", f"un jour d’avant le {month:%d/%m/%Y}")  # noqa: TRY301
        except CellError as error:
            field = f"{INPUT}.history.{n}.{FIELD_OF[error.column]}"
            expected = error.expected
            faults.append(Fault(field=field, received=cells[error.column], expected=expected))
        else:
            yield Published(uid=f"{shift.slot}/{shift.person}", worked=worked)


MOST_AT_ONCE = 4
"""How many problems of one account may wait or be solved."""

LATER = timedelta(seconds=30)
"""When it is worth asking again, after too many."""


def ask_problem(
    caller: Caller, wish: AskProblem, *, once: Once, settings: Settings
) -> JobOut | Response:
    """
    Record a problem to solve; workers take it where no calculation of a draft wants their place.

    A request sent again with its key does nothing, and returns the answer kept of the first one.
    Raises `Refusal`: something in it is wrong (422, see `posed`), or the account has as many under
    way as it may (429).
    """
    seconds, faults = seconds_of(wish.config, settings)
    now = datetime.now(UTC)

    def check() -> None:
        if faults:
            raise invalid(faults)
        posed(wish.model_input, now)

    row = JobRow(
        kind=PROBLEM,
        state=State.CREATED,
        options={
            "seconds": seconds,
            "seed": wish.config.seed,
            "effort": wish.config.effort,
            "dispositifs": [],
            "since": None,
        },
        asked_by=caller.user,
        requested=now,
    )

    def deed(session: Session) -> JobOut:
        _forget(session, now)
        _check_room(session, caller)
        session.add(row)
        session.flush()
        content = wish.model_input.model_dump(mode="json")
        session.add(JobProblemRow(job=row.id, content=content))
        note(session, caller, "calculer", "calcul", row.id, detail={"nature": PROBLEM})
        headers["Location"] = place_of(row.id)
        return job_out(row)

    headers: dict[str, str] = {}
    return once.do(deed, headers, first=check, status=202)


def content_of(session: Session, job: str) -> ProblemInput | None:
    """Return what a problem was sent with (None: it isn't kept any more)."""
    row = session.get(JobProblemRow, job)
    return None if row is None else ProblemInput.model_validate(row.content)


def _check_room(session: Session, caller: Caller) -> None:
    mine = (JobRow.kind == PROBLEM, JobRow.asked_by == caller.user, UNDER_WAY)
    many = session.scalar(select(func.count()).select_from(JobRow).where(*mine)) or 0
    if many >= MOST_AT_ONCE:
        raise Refusal(
            429,
            "trop_de_calculs",
            f"{many} de vos calculs ne sont pas finis, autant qu’un compte peut en avoir : "
            "attendez-en un, ou arrêtez-en un.",
            headers={"Retry-After": f"{LATER.total_seconds():.0f}"},
        )


def _forget(session: Session, now: datetime) -> None:
    """Delete what was answered long enough ago; workers do it once a day, too."""
    old = delete(JobRow).where(*old_problems(now))
    session.execute(old, execution_options={"synchronize_session": False})
