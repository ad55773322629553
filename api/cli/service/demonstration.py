"""
Prepare what `rota serve --demo` shows: the invented association, and an account of each role.

Nothing of it touches the database of the settings, and no mail leaves.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.accounts.first import is_first, one_time_code
from api.access.accounts.service import LOCAL, by_email, create
from api.access.caller import Caller, Grant, Role
from api.access.secrets.passwords import hashed
from api.cli.folder import EXAMPLE
from api.cli.service.moved import last_published, write_moved
from api.data.association import Association
from api.data.rows.kinds import KINDS
from api.data.stored.association import read
from api.data.stored.importing import check_empty
from api.data.stored.rows import add
from api.database.engine import reading, writing
from api.demonstration import DemoAccount
from api.jobs.service import JobRequest, submit
from api.leave.service import LeaveRequest, ask
from api.ledger.history import whole
from api.month.drafts.service import PUBLISHED
from api.month.drafts.service import create as begin
from api.month.folder.importing import import_folder
from api.month.frames import framed
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.planning.month_change import month_change
from api.settings import Settings
from api.web.months import first_of
from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import ContractKind, HoursBasis
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.time import civil_day, day_of, next_month
from scheduler.errors import RoulementError

AGENCY, DISPOSITIF = "nantes", "10"
"""Where the accounts have their roles: an agency that fits a screen, and its largest dispositif."""

PROMISED = 40_000 * 60
"""Minutes that its market pays in a year, a little more than what is held."""

HISTORY = 12
"""
The published months of the invented association that are shown: as many as rules and counters look
back on. The example has twice as many, and reading them is half of what a start costs.
"""

RECENT = 2
"""
The last published months of which a commanditaire sees the coverage. A folder's history says who
worked and not what was asked for, so these are published once more, from a draft.
"""

ASKED = timedelta(days=9)
"""How far into the month the médiateur asks for two days, so that requests aren't an empty page."""

NOWHERE = "demonstration.invalid"
"""
A mail server that can't be (RFC 2606): pages speak as where mails leave, and mails are queued, to
be read. The demonstration has nothing that sends (see `api.serve`).
"""

FULL_WEEK = 35 * 60
SECONDS = 60.0
"""How long the draft is calculated, on the two cores that a newcomer may have."""


class NotDemonstrationError(RoulementError):
    """The file holds something other than a demonstration, and must not be overwritten."""


@dataclass(frozen=True, kw_only=True)
class Demonstration:
    """
    A demonstration that is ready: its accounts and their password.

    `calculating`: the month whose draft is being calculated (None: it was calculated earlier).
    """

    accounts: tuple[DemoAccount, ...]
    password: str
    calculating: date | None


@contextmanager
def demonstration_settings(settings: Settings, keep: Path | None) -> Iterator[Settings]:
    """
    Yield the settings of a demonstration: of the real ones, only the address and the log.

    Its database is `keep` (None: a file in a folder that is deleted afterwards). Calculations take
    one process, so that pages answer meanwhile.
    """
    with tempfile.TemporaryDirectory(prefix="roulement-demo-") as folder:
        file = (keep or Path(folder) / "roulement.db").absolute()
        yield Settings(
            database_url=f"sqlite:///{file}",
            host=settings.host,
            port=settings.port,
            log_format=settings.log_format,
            log_level=settings.log_level,
            smtp_host=NOWHERE,
            solve_processes=1,
            solve_threads=2,
        )


def prepare(
    engine: Engine,
    settings: Settings,
    now: datetime,
    say: Callable[[str], None] = lambda _: None,
) -> Demonstration:
    """
    Fill an empty database: the association, accounts, coverage, a draft being calculated, a leave.

    All of it is moved to the day of `now` (see `api.cli.service.moved`): people have shifts to
    come, and a month is to be prepared. `say` is told each step. A demonstration kept from before
    is left as it is, but its accounts get a new password. NotDemonstrationError: the database holds
    something else.
    """
    today = civil_day(now)
    password = one_time_code()
    new = is_first(engine)
    _check(engine, new=new)
    if new:
        say("Lecture de l’association inventée, et de douze mois publiés…")
        with _example(today) as folder:
            import_folder(engine, LOCAL, folder)
        say("Ouverture des comptes…")
    with reading(engine) as session:
        association = whole(session)
    month = next_month(last_published(today))
    people = _people(association, now)
    kept = hashed(settings, password)
    with writing(engine) as session:
        for account, name, person, grant in people:
            row = by_email(session, account.email)
            if row is None:
                create(
                    session,
                    LOCAL,
                    email=account.email,
                    name=name,
                    person=person,
                    grants=[grant],
                    password=kept,
                )
            else:
                row.password = kept
        caller, mediator = (
            _caller(session, account.email, person, grant)
            for account, _, person, grant in people[:2]
        )
    if new:
        say("Publication des derniers mois, avec les postes demandés…")
        months = [first_of(label) for label in association.published_months[-RECENT:]]
        _publish_with_posts(DatabasePlace(engine, caller, settings), months, now)
        say("Une absence, un congé demandé, un brouillon à calculer…")
        with writing(engine) as session:
            colleagues = [person for account, _, person, _ in people if account.colleague]
            _be_away(session, association, colleagues, now)
            _promise(session, today)
            draft = begin(session, caller, month, agency=AGENCY, title="À essayer", now=now)
            submit(session, caller, draft, JobRequest(kind="solve", seconds=SECONDS))
            days = LeaveRequest(
                start=f"{month + ASKED}",
                end=f"{month + ASKED + timedelta(days=1)}",
                note="Un déménagement",
            )
            ask(session, mediator, mediator.person, days, now)
    return Demonstration(
        accounts=tuple(account for account, *_ in people),
        password=password,
        calculating=month if new else None,
    )


@contextmanager
def _example(today: date) -> Iterator[Path]:
    """Yield a copy of the invented association's folder as it is on a day."""
    with tempfile.TemporaryDirectory(prefix="roulement-demo-") as folder:
        copied = Path(folder) / EXAMPLE.name
        write_moved(EXAMPLE, copied, today, HISTORY)
        yield copied


def _be_away(
    session: Session, association: Association, people: Iterable[str], now: datetime
) -> None:
    """Record that who of some people has the next shift to come is ill that day."""
    shift, person = min(
        (next(_to_come(association, person, now)).span.first, person) for person in people
    )
    day = f"{day_of(shift)}"
    values = {"mediator": person, "start": day, "end": day, "kind": "maladie"}
    add(session, KINDS["absences"], values)


def _promise(session: Session, today: date) -> None:
    """Record the market that pays the dispositif of the accounts: the commanditaire reads it."""
    values = {
        "id": "quartiers",
        "name": "Médiation de quartier",
        "payer": "Ville de Nantes",
        "dispositifs": [DISPOSITIF],
        "first": f"{today.year}-01-01",
        "last": f"{today.year + 2}-12-31",
        "minutes": PROMISED,
        "per": "annee",
    }
    add(session, KINDS["marches"], values)


def _publish_with_posts(place: DatabasePlace, months: Iterable[date], now: datetime) -> None:
    """
    Publish months of the dispositif as they are, with the posts that its templates ask for.

    Nobody's shifts change, so nothing is judged again. All is worked out from the same data, before
    any of it is published: what fairness carries over is counted once.
    """
    with place.writing() as open_place:
        for month in months:
            row = begin(
                *(open_place.session, open_place.caller, month),
                dispositifs=(DISPOSITIF,),
                title="Avec ses postes",
                start=PUBLISHED,
                now=now,
            )
            version = open_place.version(DraftVersion(row.id, row.head), head=True)
            frame = framed(open_place.association, month, version.own, now)
            rota = frame.rota(version.assignments)
            change = month_change(frame.association, rota, now, frame.own or ())
            open_place.publish(version, change, note="Postes demandés")


def _check(engine: Engine, *, new: bool) -> None:
    with reading(engine) as session:
        if new:
            check_empty(session)
        elif by_email(session, _email(Role.ADMIN)) is None:
            raise NotDemonstrationError(
                "cette base a des comptes qui ne sont pas ceux de la démonstration : donnez à "
                "--garder le nom d’un fichier qui n’existe pas encore"
            )
        else:
            read(session)


def _caller(session: Session, email: str, person: str, grant: Grant) -> Caller:
    row = by_email(session, email)
    assert row is not None  # noqa: S101 - made just before
    return Caller(user=row.id, email=email, person=person, grants=(grant,))


def _email(role: Role) -> str:
    return f"{role}@roulement.demo"


def _people(
    association: Association, now: datetime
) -> tuple[tuple[DemoAccount, str, str, Grant], ...]:
    """Return each account, with its name, the id of its person and its right."""
    agency = {row.id: row.name for row in association.agencies}[AGENCY]
    site = association.dispositif_of[DISPOSITIF].name
    planner = next(
        person
        for person in association.mediators
        if person.role is StaffRole.RESPONSABLE and DISPOSITIF in person.dispositifs
    )
    mediator, *colleagues = _team(association, now)
    here = Grant(role=Role.RESPONSABLE, agency=AGENCY)
    of_site = Grant(role=Role.COMMANDITAIRE, agency=AGENCY, dispositif=DISPOSITIF)
    own = Grant(role=Role.MEDIATEUR)
    titles = (
        ("Responsable", f"à {agency} : prépare le mois, le calcule, le publie", here),
        ("Médiateur", f"{mediator.name}, de « {site} » : ses services, sur un téléphone", own),
        ("RH", "de l’association : contrats, absences, conformité", Grant(role=Role.RH)),
        ("Commanditaire", f"de « {site} » : la couverture, sans nom", of_site),
        ("Administration", "de l’association : les comptes", Grant(role=Role.ADMIN)),
    )
    names = (planner.name, mediator.name, "Camille RH", "Ville de Nantes", "Admin")
    accounts = [
        (
            DemoAccount(email=_email(grant.role), title=title, words=words),
            name,
            mediator.id if grant is own else "",
            grant,
        )
        for (title, words, grant), name in zip(titles, names, strict=True)
    ]
    for person in colleagues:
        email, words = f"{person.id}@roulement.demo", f"collègue de {mediator.name}"
        account = DemoAccount(email=email, title=person.name, words=words, colleague=True)
        accounts.append((account, person.name, person.id, own))
    return tuple(accounts)


def _team(association: Association, now: datetime) -> list[Mediator]:
    """
    Return the médiateurs of the dispositif who have shifts to come, all of whom may swap.

    Those with the hours of a plain full-time week come first: their counters need no word.
    """
    day = last_published(civil_day(now))
    team = [
        person
        for person in association.mediators
        if person.role is StaffRole.MEDIATEUR
        and DISPOSITIF in person.dispositifs
        and next(_to_come(association, person.id, now), None) is not None
    ]
    return sorted(team, key=lambda person: (not _is_plain(person, day), person.id))


def _to_come(association: Association, person: str, now: datetime) -> Iterator[Duty]:
    """Yield the published shifts of a person that haven't begun, in order."""
    rows = association.published_of.get(person, ())
    duties = sorted((row.worked.duty for row in rows), key=lambda duty: duty.span.first)
    return (duty for duty in duties if duty.span.start > now and duty.dispositif == DISPOSITIF)


def _is_plain(person: Mediator, day: date) -> bool:
    contract = person.contract_on(day)
    return (
        contract is not None
        and contract.kind is ContractKind.CDI
        and contract.basis is not HoursBasis.YEAR
        and contract.weekly_minutes == FULL_WEEK
    )
