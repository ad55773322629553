"""Letters on swaps: proposed, answered, published, ended."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from api.asking.letters import write_to
from api.database.tables.asking import SwapRow, SwapState
from api.french.words import long_date
from api.ledger.history import whole
from api.mail.words import shift_words
from api.planning.names import Names, names_of, person_name
from api.swaps.exchange import on_call

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
    SwapState.LAPSED: (
        "Votre échange avec {name} n’est plus possible : un des services a changé ou a commencé."
    ),
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
