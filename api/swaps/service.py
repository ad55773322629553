"""Ask for a swap of published shifts, accept it, approve and publish it, decline or withdraw it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.reach import PLANNERS, Reach
from api.asking.errors import ConflictError, PassedError
from api.database.engine import reading, writing
from api.database.tables.asking import SwapRow, SwapState
from api.database.tables.ledger import PublicationRow
from api.ledger.history import whole
from api.month.errors import BadRequestError, BlockedError
from api.month.places.database import DatabasePlace, Hook
from api.month.publication.amending import amend
from api.settings import Settings
from api.swaps.exchange import (
    LAPSED,
    JudgedSwap,
    SwapAnswer,
    SwapRequest,
    check_seen,
    month_of,
    operation,
    proposed,
    weigh,
)
from api.swaps.rows import LIVE, end, get, noted, of, opened, weighed
from api.swaps.sides import Part, agree, missing, part_of, shown_to


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """How a swap is published: the settings, and what `also` runs in its transaction."""

    settings: Settings = field(default_factory=Settings)
    also: tuple[Hook, ...] = ()

    @property
    def automatic(self) -> bool:
        """Whether a swap that both agree to is published without a responsable."""
        return self.settings.swaps_automatic


def try_out(engine: Engine, mediator: str, wanted: SwapRequest, now: datetime) -> JudgedSwap:
    """Judge a swap that isn't asked for yet; see `proposed` and `weigh` for what is raised."""
    with reading(engine) as session:
        association = whole(session)
    shifts = proposed(association, mediator, wanted, now)
    gesture = operation(mediator, wanted.gives, wanted.other, wanted.takes)
    return weigh(association, month_of(shifts), gesture, now)


def ask(
    engine: Engine, caller: Caller, mediator: str, wanted: SwapRequest, now: datetime
) -> SwapRow:
    """
    Ask a colleague for a swap, or to take a shift.

    The swap is judged before the transaction, and refused at once if it adds a blocking finding,
    or findings that the caller hasn't seen, or is asked for already (ConflictError; see `try_out`).
    """
    judge(engine, mediator, wanted, now)
    with writing(engine) as session:
        return ask_in(session, caller, mediator, wanted, now)


def judge(engine: Engine, mediator: str, wanted: SwapRequest, now: datetime) -> None:
    """Refuse a swap that can't be asked for (see `ask`)."""
    judged = try_out(engine, mediator, wanted, now)
    judged.of(mediator).refuse()
    check_seen(judged.of(mediator), wanted.seen)


def ask_in(
    session: Session, caller: Caller, mediator: str, wanted: SwapRequest, now: datetime
) -> SwapRow:
    """Ask for a swap that was judged, in a `writing` session (see `ask`)."""
    # The month may have been published meanwhile: the shifts are read again.
    shifts = proposed(whole(session), mediator, wanted, now)
    for other in of(session, mediator):
        same = (wanted.gives, wanted.other, wanted.takes)
        if other.state in LIVE and same == (other.gives, other.other, other.takes):
            raise ConflictError("echange_deja_demande", "Cet échange est déjà demandé.")
    row = SwapRow(
        mediator=mediator,
        other=wanted.other,
        gives=wanted.gives,
        takes=wanted.takes,
        shifts=shifts,
        note=wanted.note,
        state=SwapState.ASKED.value,
        requested=now,
        findings={SwapState.ASKED.value: wanted.seen},
    )
    session.add(row)
    session.flush()
    noted(session, caller, row, now)
    return row


def respond(
    engine: Engine,
    caller: Caller,
    swap: str,
    number: int,
    *,
    answer: SwapAnswer,
    publishing: Publishing,
    now: datetime,
) -> SwapRow:
    """
    Do what a caller answers to a swap.

    UnknownError if it isn't theirs to answer so; see the deeds for what else is raised.
    """
    with reading(engine) as session:
        row, association = get(session, swap), whole(session)
    asks, is_asked = (caller.person == person != "" for person in (row.mediator, row.other))
    part = None
    if answer.verdict == "approbation" or (answer.verdict == "refus" and not is_asked):
        part = part_of(Reach(caller, PLANNERS), association, row)
    elif not (asks if answer.verdict == "retrait" else is_asked):
        raise UnknownError
    deed = (engine, caller, swap, number)
    if answer.verdict == "accord":
        return accept(*deed, seen=answer.seen, publishing=publishing, now=now)
    if answer.verdict == "approbation":
        return approve(*deed, seen=answer.seen, publishing=publishing, part=part, now=now)
    with writing(engine) as session:
        if answer.verdict == "retrait":
            return withdraw(session, caller, swap, number, now)
        return decline(session, caller, swap, number, answer=answer.answer, now=now)


def accept(
    engine: Engine,
    caller: Caller,
    swap: str,
    number: int,
    *,
    seen: str,
    publishing: Publishing,
    now: datetime,
) -> SwapRow:
    """
    Accept a swap, as the colleague asked; publish it at once if no responsable is needed.

    ConflictError, beside what `opened` raises: it adds a blocking finding, or findings that weren't
    seen; one of its shifts is promised in another swap.
    """
    row, judged = _ready(engine, swap, number, (SwapState.ASKED,), now)
    judged.of(row.other).refuse()
    check_seen(judged.of(row.other), seen)
    if publishing.automatic:
        return _publish(engine, caller, row, seen=seen, publishing=publishing, now=now)
    with writing(engine) as session:
        # Judged before, as one transaction writes at a time: whatever changed since stops it here.
        row = opened(session, swap, number, (SwapState.ASKED,), now)
        _check_free(session, row)
        row.answered = now
        row.findings = {**row.findings, SwapState.ACCEPTED.value: seen}
        return end(session, caller, row, SwapState.ACCEPTED, now)


def approve(
    engine: Engine,
    caller: Caller,
    swap: str,
    number: int,
    *,
    seen: str,
    publishing: Publishing,
    part: Part | None = None,
    now: datetime,
) -> SwapRow:
    """
    Approve, as a decider, a swap that both accept, for `part` of its sides (None: for all).

    The swap is published once each of its sides has been approved, with the findings that it adds
    at that time.

    ConflictError, beside what `opened` raises: it adds findings that weren't seen, or a blocking
    one for somebody else's people; somebody agrees for this part already; BlockedError: it adds a
    blocking finding.
    """
    row, judged = _ready(engine, swap, number, (SwapState.ACCEPTED,), now)
    view, shown = shown_to(part, row, judged), judged.whole().seen
    if view.stopping:
        raise BlockedError(view.stopping)
    view.refuse()
    check_seen(view, seen)
    if part is not None and missing(row, shown) - part.sides:
        with writing(engine) as session:
            row = opened(session, swap, number, (SwapState.ACCEPTED,), now)
            return agree(session, caller, row, part, shown)
    return _publish(engine, caller, row, seen=seen, publishing=publishing, now=now)


def decline(
    session: Session,
    caller: Caller,
    swap: str,
    number: int,
    *,
    answer: str = "",
    now: datetime,
) -> SwapRow:
    """
    Refuse a swap, as the one who is asked or as who decides, in a `writing` session.

    See `accept` for what is raised.
    """
    row = opened(session, swap, number, (SwapState.ASKED, SwapState.ACCEPTED), now)
    row.answer = answer.strip()
    return end(session, caller, row, SwapState.REFUSED, now)


def withdraw(session: Session, caller: Caller, swap: str, number: int, now: datetime) -> SwapRow:
    """Take back a swap that isn't published, as who asked for it (see `decline`)."""
    row = opened(session, swap, number, (SwapState.ASKED, SwapState.ACCEPTED), now)
    return end(session, caller, row, SwapState.WITHDRAWN, now)


def _ready(
    engine: Engine, swap: str, number: int, states: Collection[SwapState], now: datetime
) -> tuple[SwapRow, JudgedSwap]:
    """Return an open swap and its judgement, read before the transaction that writes."""
    with reading(engine) as session:
        row = opened(session, swap, number, states, now)
        association = whole(session)
    return row, weighed(association, row, now)


def _check_free(session: Session, row: SwapRow) -> None:
    """Refuse a swap of which a shift is promised in another one."""
    shifts = _promised(row)
    others = session.scalars(select(SwapRow).where(SwapRow.state == SwapState.ACCEPTED.value))
    if any(shifts & _promised(other) for other in others if other.id != row.id):
        raise ConflictError(
            "service_deja_promis", "Un des services est déjà promis dans un autre échange."
        )


def _promised(row: SwapRow) -> set[tuple[str, str]]:
    return {(shift["person"], shift["slot"]) for shift in row.shifts}


def _publish(
    engine: Engine,
    caller: Caller,
    row: SwapRow,
    *,
    seen: str,
    publishing: Publishing,
    now: datetime,
) -> SwapRow:
    """Publish a swap: with the publication it is approved, or neither is."""
    done: list[SwapRow] = []

    def approved(session: Session, publication: PublicationRow) -> None:
        swap = get(session, row.id)
        if (swap.number, swap.state) != (row.number, row.state):
            raise PassedError(swap.number, row.number)
        swap.publication = publication.number
        swap.findings = {**swap.findings, SwapState.APPROVED.value: seen}
        swap.answered = swap.answered or now
        done.append(end(session, caller, swap, SwapState.APPROVED, now))

    gesture = operation(row.mediator, row.gives, row.other, row.takes)
    try:
        also = (approved, *publishing.also)
        place = DatabasePlace(engine, caller, publishing.settings, also)
        amend(place, month_of(row.shifts), [gesture], note="Échange", now=now)
    except BadRequestError:
        with reading(engine) as session:  # somebody else may have answered it meanwhile
            opened(session, row.id, row.number, (SwapState(row.state),), now)
        raise ConflictError("echange_caduc", f"Cet échange est caduc : {LAPSED}.") from None
    except BlockedError:
        if publishing.automatic:
            raise ConflictError(
                "echange_illegal", "Cet échange est refusé : une règle l’interdit désormais."
            ) from None
        raise
    return done[0]
