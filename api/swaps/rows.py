"""Swaps as the database keeps them: read them, find their state, end them; the letters on them."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note as note_deed
from api.asking.errors import ConflictError, PassedError
from api.asking.letters import write_to
from api.data.association import Association
from api.database.tables.asking import SwapRow, SwapState
from api.database.tables.ledger import PublicationRow
from api.events.facts import EventType, Fact, record
from api.french.words import long_date
from api.ledger.history import whole
from api.mail.words import shift_words
from api.planning.names import Names, names_of, person_name
from api.swaps.exchange import (
    LAPSED,
    JudgedSwap,
    is_unchanged,
    month_of,
    on_call,
    operation,
    weigh,
)

MOST = 200
"""Swaps of one person that are listed: the latest."""


DEEDS = {
    SwapState.ASKED: "demander",
    SwapState.ACCEPTED: "accepter",
    SwapState.APPROVED: "approuver",
    SwapState.REFUSED: "refuser",
    SwapState.WITHDRAWN: "retirer",
}
LIVE = (SwapState.ASKED.value, SwapState.ACCEPTED.value)


def state_of(swap: SwapRow, association: Association, now: datetime) -> SwapState:
    """Return the state of a swap now: it lapses without any write."""
    state = SwapState(swap.state)
    if swap.state in LIVE and not is_unchanged(swap.shifts, association, now):
        return SwapState.LAPSED
    return state


def weighed(association: Association, swap: SwapRow, now: datetime) -> JudgedSwap:
    """Judge a swap on what is published (see `api.swaps.exchange.weigh`)."""
    gesture = operation(swap.mediator, swap.gives, swap.other, swap.takes)
    return weigh(association, month_of(swap.shifts), gesture, now)


def lapse(session: Session, publication: PublicationRow) -> None:
    """Close the swaps that a publication makes impossible, in the publication's transaction."""
    association = whole(session)
    live = session.scalars(select(SwapRow).where(SwapRow.state.in_(LIVE)))
    for row in live:
        if state_of(row, association, publication.made) is SwapState.LAPSED:
            row.state = SwapState.LAPSED.value
            row.number += 1
            queue_swap_letters(session, row, by="", now=publication.made)
            _record(session, row, publication.made)
    session.flush()


def of(session: Session, person: str) -> list[SwapRow]:
    """Return the swaps that a person asked for or is asked for, the latest first."""
    theirs = or_(SwapRow.mediator == person, SwapRow.other == person)
    order = (SwapRow.requested.desc(), SwapRow.id)
    return list(session.scalars(select(SwapRow).where(theirs).order_by(*order).limit(MOST)))


def count_asked(session: Session, caller: Caller, now: datetime) -> int:
    """Return how many swaps wait for the caller's own yes or no."""
    if not caller.person:
        return 0
    waits = (SwapRow.other == caller.person, SwapRow.state == SwapState.ASKED.value)
    rows = session.scalars(select(SwapRow).where(*waits)).all()
    # Few have any, and their pages need nothing else of the association.
    return sum(state_of(row, whole(session), now) is SwapState.ASKED for row in rows)


def get(session: Session, swap: str) -> SwapRow:
    """Return a swap; UnknownError if there is none."""
    row = session.get(SwapRow, swap)
    if row is None:
        raise UnknownError
    return row


def page(
    session: Session,
    people: Collection[str],
    *,
    state: SwapState | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[SwapRow]:
    """Return swaps of these people, the latest first, at most `limit` after one by time and id."""
    theirs = or_(SwapRow.mediator.in_(people), SwapRow.other.in_(people))
    query = select(SwapRow).where(theirs)
    if state is not None:
        query = query.where(SwapRow.state == state.value)
    if after is not None:
        when, id_ = after
        later = (SwapRow.requested == when) & (SwapRow.id > id_)
        query = query.where((SwapRow.requested < when) | later)
    order = (SwapRow.requested.desc(), SwapRow.id)
    return list(session.scalars(query.order_by(*order).limit(limit)))


def opened(
    session: Session, swap: str, number: int, states: Collection[SwapState], now: datetime
) -> SwapRow:
    """
    Return a swap, if it is in one of these states and unchanged since the caller read it.

    UnknownError, PassedError: no such swap, or it was changed meanwhile; ConflictError: it is
    closed or lapsed.
    """
    row = get(session, swap)
    if row.number != number:
        raise PassedError(row.number, number)
    state = state_of(row, whole(session), now)
    if state is SwapState.LAPSED:
        raise ConflictError("echange_caduc", f"Cet échange est caduc : {LAPSED}.")
    if state not in states:
        raise ConflictError("echange_clos", f"Cet échange n’attend pas cela : {state}.")
    return row


def end(
    session: Session,
    caller: Caller,
    row: SwapRow,
    state: SwapState,
    now: datetime,
) -> SwapRow:
    """Bring a swap to a state, note the deed, and write to who awaits it."""
    row.state = state.value
    row.number += 1
    if state is not SwapState.ACCEPTED:
        row.decided = now
        row.decided_by = caller.user
    session.flush()
    noted(session, caller, row, now)
    return row


def noted(session: Session, caller: Caller, row: SwapRow, now: datetime) -> None:
    """Note in the trail what brought a swap to its state, and write to who awaits it."""
    deed = DEEDS[SwapState(row.state)]
    note_deed(session, caller, deed, "echange", row.id, agency=agency_of(row))
    queue_swap_letters(session, row, by=caller.person, now=now)
    _record(session, row, now)


def _record(session: Session, row: SwapRow, now: datetime) -> None:
    """Write down what became of a swap, once for each agency of its shifts."""
    waits = row.state == SwapState.ASKED
    names = {"request": "swap", "id": row.id, "person": row.mediator, "other": row.other}
    record(
        session,
        *(
            Fact(
                type=EventType.ASKED if waits else EventType.ANSWERED,
                data={**names, "state": row.state, "publication": row.publication},
                agency=agency,
                dispositifs={s["dispositif"] for s in row.shifts if s["agency"] == agency},
            )
            for agency in sorted({shift["agency"] for shift in row.shifts})
        ),
        now=now,
    )


def agency_of(row: SwapRow) -> str:
    """Return the agency in whose trail a swap is noted: that of its first shift."""
    return str(row.shifts[0]["agency"]) if row.shifts else ""


KIND = "echange"

TITLES = {
    SwapState.ASKED: "Échange proposé",
    SwapState.ACCEPTED: "Échange accepté",
    SwapState.APPROVED: "Échange publié",
    SwapState.REFUSED: "Échange refusé",
    SwapState.WITHDRAWN: "Échange retiré",
    SwapState.LAPSED: "Échange caduc",
}
SENTENCES = {
    SwapState.ASKED: "{name} vous propose un échange : acceptez-le ou refusez-le dans Roulement.",
    SwapState.ACCEPTED: "{name} accepte votre échange. Il reste à votre responsable à l’approuver.",
    SwapState.APPROVED: "Votre échange avec {name} est publié : il est aussi dans votre agenda.",
    SwapState.REFUSED: "Votre échange avec {name} est refusé : vos services restent les vôtres.",
    SwapState.WITHDRAWN: "L’échange que {name} vous proposait est retiré.",
    SwapState.LAPSED: f"Votre échange avec {{name}} n’est plus possible : {LAPSED}.",
}
"""What the reader learns of a swap with a colleague (`name`)."""


def queue_swap_letters(session: Session, row: SwapRow, *, by: str, now: datetime) -> int:
    """
    Queue the mails of a swap that has just come to its state; return how many.

    `by`: the person whose deed it is (empty: none of the two).
    """
    state, association = SwapState(row.state), whole(session)
    names = names_of(association)
    starts, ends = (
        [datetime.fromisoformat(shift[which]) for shift in row.shifts] for which in ("start", "end")
    )
    count = 0
    for reader in _readers(row, state):
        if reader == by:
            continue
        other = row.other if reader == row.mediator else row.mediator
        lines = [SENTENCES[state].format(name=person_name(association, other)), ""]
        lines += given_and_taken(row, reader, names)
        words = ("Message", row.note) if state is SwapState.ASKED else ("Réponse", row.answer)
        lines += [" : ".join(words), ""] if words[1] else []
        count += write_to(
            session,
            reader,
            key=f"{KIND}:{row.id}:{state}",
            kind=KIND,
            subject=f"{TITLES[state]} : {long_date(min(starts).date())}",
            lines=lines,
            # What is to be answered is of no use once a shift begins.
            until=min(starts) if state is SwapState.ASKED else max(ends),
            opens="/moi/echanges",
            now=now,
        )
    return count


def _readers(row: SwapRow, state: SwapState) -> tuple[str, ...]:
    if state in {SwapState.ASKED, SwapState.WITHDRAWN}:
        return (row.other,)
    if state is SwapState.ACCEPTED:
        return (row.mediator,)
    return (row.mediator, row.other)


def given_and_taken(row: SwapRow, reader: str, names: Names) -> Iterator[str]:
    """Write the shifts of a swap, as its reader gives or takes each."""
    for shift in row.shifts:
        verb = "Vous donnez" if shift["person"] == reader else "Vous prenez"
        what = " une astreinte" if on_call(shift) else ""
        yield f"{verb}{what} – {names.dispositif(shift['dispositif'])}"
        yield f"  {shift_words(shift, names)}"
        yield ""
