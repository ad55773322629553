"""Letters on requests for leave: granted or refused."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.asking.letters import write_to
from api.database.tables.asking import LeaveRow, LeaveState
from api.french.words import long_date

KIND = "conge"


def queue_leave_letter(session: Session, row: LeaveRow, *, by: str, now: datetime) -> bool:
    """Queue the mail on leave that was granted or refused; return whether it was queued."""
    verdict = {LeaveState.GRANTED: "accordée", LeaveState.REFUSED: "refusée"}[LeaveState(row.state)]
    if row.mediator == by:
        return False
    when = _stretch(row.start, row.end)
    lines = [f"Votre demande de congé {when} est {verdict}.", ""]
    lines += [f"Réponse : {row.answer}", ""] if row.answer else []
    return write_to(
        session,
        row.mediator,
        key=f"{KIND}:{row.id}:{row.state}",
        kind=KIND,
        subject=f"Demande de congé {verdict} : {when}",
        lines=lines,
        until=None,
        opens="/moi/conges",
        now=now,
    )


def _stretch(start: str, end: str) -> str:
    """Write from when to when: `le 24 décembre`, `du 24 au 26`, with hours where there are."""
    if start == end:
        return f"le {_moment(start)}"
    return f"du {_moment(start)} au {_moment(end)}"


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return long_date(moment.date()) + (f" à {moment:%H:%M}" if "T" in text else "")
