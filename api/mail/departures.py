"""
Write to those who plan the shifts that the end of a contract leaves to nobody.

The published shifts stay as they are until someone publishes again, and only the responsable can
say who takes them.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import structlog
from sqlalchemy.orm import Session

from api.access.accounts.administration import accounts_that_plan
from api.access.caller import Caller
from api.access.reach import PLANNERS, Reach
from api.data.association import Published
from api.database.tables.access import UserRow
from api.database.tables.mail import LEAVING
from api.feeds.rendering.sources import Sources, sources
from api.french.plural import plural
from api.french.words import after_de, long_date
from api.mail.queue import Mail, put, usable
from api.mail.words import shift_words
from scheduler.domain.duty import Duty

log = structlog.get_logger("courriels")


def tell(session: Session, now: datetime) -> int:
    """
    Queue a mail to each responsable of the shifts to come that a contract's end leaves to nobody.

    Return how many mails were queued: one for each end of a contract, however often this is called.
    Call it in a `writing` session.
    """
    there = sources(session, now)
    month_change = [row for row in there.left if row.worked.duty.span.start > now]
    if not month_change:
        return 0
    planners = accounts_that_plan(session)
    leaving: dict[str, list[Published]] = defaultdict(list)
    for row in month_change:
        leaving[row.worked.mediator].append(row)
    count = 0
    for who in sorted(leaving):
        end = _last_day(there, leaving[who])
        written = False
        for user, caller in planners:
            theirs = [row for row in leaving[who] if _plans(caller, row.worked.duty)]
            if theirs and usable(user.email):
                written = True
                count += put(session, _mail(user, who, end, theirs, there), now)
        if not written:
            log.warning("depart_sans_responsable", services=len(leaving[who]))
    return count


def _plans(caller: Caller, duty: Duty) -> bool:
    return Reach(caller, PLANNERS).area(duty.agency, duty.dispositif)


def _mail(user: UserRow, who: str, end: date, rows: Iterable[Published], there: Sources) -> Mail:
    duties = [row.worked.duty for row in rows]
    of_whom, many = (
        after_de(there.people[who]),
        plural(len(duties), "service publié", "services publiés"),
    )
    lines = [
        "Bonjour,",
        "",
        f"Le contrat {of_whom} prend fin le {long_date(end)}, avant {many} de votre planning.",
        "Les agendas ne les montrent plus ; le planning publié, lui, n’a pas changé : donnez-les à",
        "quelqu’un, puis publiez-le de nouveau.",
        "",
    ]
    for duty in duties:
        shift = {
            "start": duty.span.start.isoformat(),
            "end": duty.span.end.isoformat(),
            "site": duty.site,
        }
        mission = there.names.dispositif(duty.dispositif)
        lines += [mission, f"  {shift_words(shift, there.names)}", ""]
    lines += ["Ce message est envoyé automatiquement : personne n’en lit les réponses.", ""]
    return Mail(
        key=f"{LEAVING}:{who}:{end.isoformat()}:{user.id}",
        kind=LEAVING,
        user=user.id,
        address=user.email,
        subject=f"Fin de contrat {of_whom} : {plural(len(duties), 'service')} à donner",
        body="\n".join(lines),
        until=max(duty.span.start for duty in duties),
    )


def _last_day(there: Sources, rows: Iterable[Published]) -> date:
    """Return the last day of the contract that ended before the first of these shifts."""
    first = min(rows, key=lambda row: row.worked.duty.span.first).worked
    ends = (contract.end for contract in there.association.mediator_of[first.mediator].contracts)
    return max(end for end in ends if end is not None and end < first.duty.span.day)
