"""
Courriels des demandes: whoever awaits an answer, or is asked for one, is told of it.

A mail goes with the deed, in its transaction. Nobody is told of what they did themselves; who has
no account, or no address, finds it where they ask.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from api.access.accounts.service import by_person
from api.asking.states import LeaveState, SwapState
from api.french.words import long_date
from api.ledger.history import whole
from api.mail.queue import Mail, put, usable
from api.mail.words import shift_words
from api.planning.names import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from api.data.association import Association
    from api.database.tables.asking import LeaveRow, SwapRow
    from api.planning.names import Names

SWAP, LEAVE = "echange", "conge"
LAST = (
    "Ce message est envoyé automatiquement : personne n’en lit les réponses.",
    "Pour toute question, adressez-vous à votre responsable.",
)

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
    SwapState.LAPSED: (
        "Votre échange avec {name} n’est plus possible : un des services a changé ou a commencé."
    ),
}
"""What the reader is told of a swap with a colleague (`name`)."""


def tell_swap(session: Session, row: SwapRow, *, by: str, now: datetime) -> int:
    """
    Queue the mails of a swap that has just come to its state; return how many.

    `by`: the person whose deed it is (empty: none of the two).
    """
    state, association = SwapState(row.state), whole(session)
    names = names_of(association)
    starts, ends = (
        [datetime.fromisoformat(one[which]) for one in row.shifts] for which in ("start", "end")
    )
    count = 0
    for reader in _readers(row, state):
        if reader == by:
            continue
        other = row.other if reader == row.mediator else row.mediator
        lines = [SENTENCES[state].format(name=_name(association, other)), ""]
        lines += _shifts(row, reader, names)
        words = ("Message", row.note) if state is SwapState.ASKED else ("Réponse", row.answer)
        lines += [" : ".join(words), ""] if words[1] else []
        count += _put(
            session,
            reader,
            key=f"{SWAP}:{row.id}:{state}",
            kind=SWAP,
            subject=f"{TITLES[state]} : {long_date(min(starts).date())}",
            lines=lines,
            # What is to be answered is of no use once a shift begins.
            until=min(starts) if state is SwapState.ASKED else max(ends),
            now=now,
        )
    return count


def tell_leave(session: Session, row: LeaveRow, *, by: str, now: datetime) -> bool:
    """Queue the mail on a request for leave that was granted or refused; whether there is one."""
    verdict = {LeaveState.GRANTED: "accordée", LeaveState.REFUSED: "refusée"}[LeaveState(row.state)]
    if row.mediator == by:
        return False
    when = _stretch(row.start, row.end)
    lines = [f"Votre demande de congé {when} est {verdict}.", ""]
    lines += [f"Réponse : {row.answer}", ""] if row.answer else []
    return _put(
        session,
        row.mediator,
        key=f"{LEAVE}:{row.id}:{row.state}",
        kind=LEAVE,
        subject=f"Demande de congé {verdict} : {when}",
        lines=lines,
        until=None,
        now=now,
    )


def _readers(row: SwapRow, state: SwapState) -> tuple[str, ...]:
    if state in {SwapState.ASKED, SwapState.WITHDRAWN}:
        return (row.other,)
    if state is SwapState.ACCEPTED:
        return (row.mediator,)
    return (row.mediator, row.other)


def _shifts(row: SwapRow, reader: str, names: Names) -> Iterator[str]:
    for one in row.shifts:
        gives = one["person"] == reader
        yield f"{'Vous donnez' if gives else 'Vous prenez'} – {names.dispositif(one['dispositif'])}"
        yield f"  {shift_words(one, names)}"
        yield ""


def _put(
    session: Session,
    reader: str,
    *,
    key: str,
    kind: str,
    subject: str,
    lines: list[str],
    until: datetime | None,
    now: datetime,
) -> bool:
    user = by_person(session, reader)
    if user is None or user.closed is not None or not usable(user.email):
        return False
    mail = Mail(
        key=f"{key}:{user.id}",
        kind=kind,
        address=user.email,
        subject=subject,
        body="\n".join(("Bonjour,", "", *lines, *LAST, "")),
        user=user.id,
        until=until,
    )
    return put(session, mail, now)


def _name(association: Association, person: str) -> str:
    known = association.mediator_of.get(person)
    return person if known is None else known.name


def _stretch(start: str, end: str) -> str:
    """Write from when to when: `le 24 décembre`, `du 24 au 26`, with hours where there are."""
    if start == end:
        return f"le {_moment(start)}"
    return f"du {_moment(start)} au {_moment(end)}"


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return long_date(moment.date()) + (f" à {moment:%H:%M}" if "T" in text else "")
