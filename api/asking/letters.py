"""
Queue letters about requests to who must answer, or waits for an answer.

A letter goes with the deed, in its transaction. Nobody gets a letter about what they did
themselves. Whoever has no account, or no address, reads the answer on the page where they asked.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from api.access.accounts.service import by_person
from api.mail.queue import Mail, put, usable

LAST = (
    "Ce message est envoyé automatiquement : personne n’en lit les réponses.",
    "Pour toute question, adressez-vous à votre responsable.",
)


def write_to(
    session: Session,
    reader: str,
    *,
    key: str,
    kind: str,
    subject: str,
    lines: list[str],
    until: datetime | None,
    opens: str,
    now: datetime,
) -> bool:
    """
    Queue a letter to a person whose account has an address; return whether there is one.

    `until`: when it is of no use any more. `opens`: the page where it is answered or read.
    """
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
        opens=opens,
    )
    return put(session, mail, now)
