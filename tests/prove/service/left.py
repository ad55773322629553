"""What is left in a database after all, held against what was acknowledged."""

from collections import Counter
from dataclasses import dataclass, field

import httpx2
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.database.engine import reading
from api.database.tables.jobs import JobRow
from api.database.tables.ledger import PublicationRow, PublishedRow, ReceiptRow, SubjectRow
from api.database.tables.month import VersionRow
from api.jobs.states import Outcome
from api.jobs.worker.turns import DIED, MOST_ATTEMPTS
from api.ledger.verifying import verify_database
from api.month.places.drafts import assignments_of
from tests.prove.service.client import OK, Journal
from tests.prove.service.office import PAIR, REFERENT, Office
from tests.prove.service.server import Server

ENDED_WITH_ROTA = ("completed", "stopped")
ENDED = {
    "completed": "avec un planning chacun",
    Outcome.UNCHANGED: "sans mieux que le brouillon, qui reste",
    "failed": f"sans, abandonnés comme annoncé après {MOST_ATTEMPTS} arrêts de qui les faisait",
}


@dataclass
class Left:
    """What was found: counts, and what is wrong."""

    publications: int = 0
    feeds: int = 0
    states: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def outcomes(self) -> str:
        """Tell how calculations ended."""
        return ", ".join(
            f"{count} {ENDED.get(state, state)}" for state, count in sorted(self.states.items())
        )


def left(office: Office, journal: Journal, server: Server, feeds: list[str]) -> Left:
    """Look at everything."""
    remains = Left()
    engine = office.engine()
    with reading(engine) as session:
        _edits(remains, session, journal)
        _register(remains, session, journal)
        _jobs(remains, session, journal)
        for path, person in zip(feeds, (REFERENT, *PAIR), strict=True):
            _feed(remains, session, server.url + path, person)
    engine.dispose()
    return remains


def _edits(remains: Left, session: Session, journal: Journal) -> None:
    for rota, number, added, removed in journal.edits:
        try:
            assignments = {(a.mediator, a.slot) for a in assignments_of(session, rota, number)}
        except Exception as error:  # noqa: BLE001 - whatever it is, the edit is lost
            remains.wrong.append(f"modification {rota} n° {number} perdue ({type(error).__name__})")
            continue
        if not added <= assignments or removed & assignments:
            remains.wrong.append(f"modification {rota} n° {number} : elle n’est pas ce qui fut dit")


def _register(remains: Left, session: Session, journal: Journal) -> None:
    checked = verify_database(session)
    remains.publications = checked.count
    remains.wrong.extend(fault.message for fault in checked.faults)
    rows = {row.number: row.hash for row in session.scalars(select(PublicationRow))}
    for key, (number, hashed) in journal.published.items():
        if rows.get(number) != hashed:
            remains.wrong.append(f"{key} : la publication n° {number} n’est pas celle confirmée")
    numbers = [number for number, _ in journal.published.values()]
    if len(set(numbers)) != len(numbers):
        remains.wrong.append("deux clés ont la même publication")
    receipts = set(session.scalars(select(ReceiptRow.publication).distinct()))
    untold = sorted(set(rows) - receipts)
    if untold:
        remains.wrong.append(f"publications qui ne disent rien à personne : {untold[:10]}")


def _jobs(remains: Left, session: Session, journal: Journal) -> None:
    kept = dict.fromkeys(journal.jobs.values(), 0)
    counted = select(VersionRow.job, func.count()).where(VersionRow.job.is_not(None))
    for job, count in session.execute(counted.group_by(VersionRow.job)):
        kept[str(job)] = count
    for job, count in kept.items():
        row = session.get(JobRow, job)
        if row is None:
            remains.wrong.append(f"calcul {job} perdu")
            continue
        # Nothing better than the draft was reached: its version stays, and no other comes.
        unchanged = row.outcome == Outcome.UNCHANGED
        remains.states[Outcome.UNCHANGED if unchanged else row.state] += 1
        if journal.ended.get(job, row.state) != row.state:
            remains.wrong.append(f"calcul {job} : {journal.ended[job]}, puis {row.state}")
        if row.state == "failed" and (row.message, row.attempts) != (DIED, MOST_ATTEMPTS):
            remains.wrong.append(f"calcul {job} : {row.attempts} essais, {row.message}")
        wanted = 1 if row.state in ENDED_WITH_ROTA and not unchanged else 0
        if count != wanted or (row.version is None) == bool(wanted):
            remains.wrong.append(f"calcul {job} ({row.state}) : {count} résultats")


def _feed(remains: Left, session: Session, url: str, person: str) -> None:
    answer = httpx2.get(url)
    if answer.status_code != OK:
        remains.wrong.append(f"calendrier de {person} : {answer.status_code}")
        return
    shown = {
        str(event["UID"])
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
        if str(event.get("STATUS", "")) != "CANCELLED"
    }
    subject = session.scalar(select(SubjectRow.id).where(SubjectRow.mediator == person))
    published = set(
        session.scalars(select(PublishedRow.uid).where(PublishedRow.subject == subject))
    )
    if not published <= shown:
        remains.wrong.append(
            f"calendrier de {person} : il manque {len(published - shown)} services"
        )
    extra = {uid for uid in shown - published if "P-S-" in uid or "P-J-" in uid}
    if extra:
        remains.wrong.append(f"calendrier de {person} : {len(extra)} services de trop")
    remains.feeds += 1
