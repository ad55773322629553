"""Keep what a calculation or a proposal gives: a version of its draft, or a draft beside it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import PLANNERS
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow, VersionRow
from api.ledger.history import whole
from api.month.drafts.access import reached
from api.month.drafts.service import begin_with
from api.month.errors import BadRequestError, NothingFoundError, Wrong
from api.month.frames import Frame, frame_of
from api.month.places.drafts import add_version, assignments_of, draft, seen_by, version_of
from api.month.versions.operations import Operation, Verb, adding, applied
from api.web.answering.answer import Out
from scheduler.domain.problem import Assignment
from scheduler.errors import RoulementError

EDITED = "Le brouillon a changé pendant le calcul"
"""Why a calculation's version isn't the draft's current one: somebody else made another."""


class PostsOut(Out):
    """
    Posts of a month: a post is one person wanted on one slot (see `scheduler.domain.posts`).

    `minimum`, `target`: wanted; `have`: held; `open`: to fill, `under` a minimum among them.
    """

    slots: int
    minimum: int
    target: int
    have: int
    open: int
    under: int


def keep(
    session: Session,
    job: JobRow,
    assignments: Iterable[Assignment],
    tiers: Any,
    *,
    beside: str = "",
) -> int:
    """
    Keep a calculation's rota as a version of its draft, and return its number.

    A second call for the same job changes nothing. The version becomes the draft's head only if
    nobody edited the draft since the job began and nothing else is against it (`beside`: what is);
    else the draft keeps its head, and the job's result says so (`head`: whether the new version is
    the head; `head_number`: the head's number; `beside`: why it isn't), and how many `posts` the
    version has. Raises `UnknownDraftError`: the draft isn't there; `DiscardedError`: the draft was
    discarded.
    """
    known = session.scalars(select(VersionRow).where(VersionRow.job == job.id)).one_or_none()
    if known is not None:
        return known.number
    row = draft(session, job.draft, alive=True)
    frame = frame_of(whole(session), row)
    # What the data don't allow any more would reappear, unasked for, if they did again.
    chosen = frozenset(assignment for assignment in assignments if frame.decides(assignment))
    version = add_version(
        session,
        row,
        chosen,
        parent=job.base,
        origin="calcul",
        by=job.asked_by,
        job=job.id,
        tiers=tiers,
    )
    beside = beside if row.head == job.base else EDITED
    if not beside:
        row.head = version.number
    job.result = {
        **(job.result or {}),
        "head": not beside,
        "head_number": row.head,
        "posts": _posts(frame, chosen),
        "beside": beside,
    }
    session.flush()
    return version.number


def keep_later(
    session: Session, job: JobRow, month: date, assignments: Iterable[Assignment]
) -> str:
    """
    Keep what a calculation of several months found of a later one, and return its draft's id.

    The draft is a new one, which decides what the calculation's draft decides: nobody's work of
    that month is touched, and the month is published from it when its turn comes. It knows of what
    was published when the calculation was asked for, not of what was since. The job's result says
    so (`later`), and why there is no draft where the data refuse the month since ("" is returned):
    what was found of the others is kept all the same. Raises `UnknownDraftError`: the calculation's
    draft isn't there.
    """
    first = draft(session, job.draft)
    result: dict[str, Any] = job.result or {}
    mine: dict[str, Any] = {"month": f"{month:%Y-%m}", "rota": "", "message": ""}
    try:
        row = begin_beside(
            session,
            Caller(user=job.asked_by),
            first,
            month,
            assignments,
            title=first.title,
            seen=job.options["register"],
            noted={"avec": first.id, "calcul": job.id},
            origin="calcul",
        )
    except RoulementError as refused:
        mine["message"] = str(refused)
    else:
        mine["rota"] = row.id
        frame = frame_of(whole(session), row)
        mine["posts"] = _posts(frame, assignments_of(session, row.id, row.head))
    job.result = {**result, "later": [*result.get("later", ()), mine]}
    session.flush()
    return str(mine["rota"])


def _posts(frame: Frame, assignments: Iterable[Assignment]) -> dict[str, int]:
    """Count the posts of a version, as the result of its calculation says them."""
    return PostsOut.model_validate(frame.posts(frame.rota(assignments))).model_dump()


VARIANT = "variante"
"""The origin of a version that somebody opened from a proposal, to look at it before all else."""


def begin_beside(
    session: Session,
    caller: Caller,
    draft: RotaRow,
    month: date,
    assignments: Iterable[Assignment],
    *,
    title: str,
    seen: int,
    noted: Mapping[str, str],
    origin: str,
) -> RotaRow:
    """
    Begin a draft of a month that decides what another one decides, and whose work it leaves alone.

    `seen`, `noted`: as of `begin_with`. `origin`: of its first version, `calcul` or `variante`.
    """
    row = RotaRow(month=month, agency=draft.agency, dispositifs=draft.dispositifs, title=title)
    frame = frame_of(whole(session), row)
    return begin_with(
        *(session, caller, row, frame, assignments), origin=origin, seen=seen, noted=noted
    )


def open_variant(session: Session, caller: Caller, job: JobRow, way: str = "") -> RotaRow:
    """
    Return the draft of the month that a calculation found, begun unless it is there already.

    `way`: which, of a calculation that found several (see `api.month.repairs`; empty: it found
    one). The draft knows of what was published as the version asked about did, not of what its
    draft took over since. Raises `NothingFoundError`: the calculation isn't over, found no such
    month, or is of a kind that keeps what it finds.
    """
    month = _found_in(job, way)
    if month is None:
        raise NothingFoundError
    result: dict[str, Any] = job.result or {}
    known = session.get(RotaRow, result.get("opened", {}).get(way, ""))
    if known is not None and known.discarded is None:
        return known
    origin = session.get_one(RotaRow, job.rota)
    row = begin_beside(
        session,
        caller,
        origin,
        origin.month,
        (Assignment(*pair) for pair in month["assignments"]),
        title=f"{month.get('title', 'Variante')}, depuis v{job.base}",  # names nobody
        seen=job.options["seen"],
        noted={"variante_de": origin.id, "calcul": job.id},
        origin=VARIANT,
    )
    job.result = {**result, "opened": {**result.get("opened", {}), way: row.id}}
    return row


def _found_in(job: JobRow, way: str) -> dict[str, Any] | None:
    """Return the month that a calculation found in a way, with its assignments (None: none)."""
    result: dict[str, Any] = job.result or {}
    by_way = {repair["way"]: repair for repair in result.get("repairs", ())}
    by_way |= {"": result["alternative"]} if "alternative" in result else {}
    month: dict[str, Any] = by_way.get(way, {})
    return month if month.get("assignments") is not None else None


def operations_of(added: Iterable[Assignment], removed: Iterable[Assignment]) -> list[Operation]:
    """Return the gestures that take assignments away, then add others (BadRequestError: none)."""
    operations = [
        *(Operation(verb=Verb.REMOVE, slot=a.slot, person=a.mediator) for a in removed),
        *adding(added),
    ]
    if not operations:
        expected = "au moins une personne à mettre ou à retirer"
        raise BadRequestError([Wrong(field="add", received="rien", expected=expected)])
    return operations


def open_beside(
    session: Session,
    caller: Caller,
    draft: str,
    number: int,
    *,
    added: Iterable[Assignment],
    removed: Iterable[Assignment],
) -> RotaRow:
    """
    Begin a draft that is a version of another one with some assignments added and removed.

    Raises `UnknownError` or `UnknownDraftError`: there is no such draft or version, or the caller
    doesn't decide it; `BadRequestError`: there are no such changes, or the version doesn't allow
    them (see `applied`).
    """
    origin = reached(caller, session, draft, PLANNERS)
    version_of(session, draft, number)
    before = assignments_of(session, draft, number)
    after = applied(frame_of(whole(session), origin), before, operations_of(added, removed))
    return begin_beside(
        session,
        caller,
        origin,
        origin.month,
        after,
        title=f"Variante de v{number}",  # names nobody: titles outlive people
        seen=seen_by(session, draft, number),
        noted={"variante_de": origin.id},
        origin=VARIANT,
    )
