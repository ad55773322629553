"""
Prepare what `rota serve --demo` shows: the invented association, and an account of each role.

Nothing of it touches the database of the settings, and no mail leaves.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
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
from api.cli.folder import EXAMPLE, after_history
from api.data.association import Association
from api.data.stored.association import read
from api.data.stored.importing import check_empty
from api.database.engine import reading, writing
from api.french.words import month_name
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
from scheduler.domain.contracts import ContractKind, HoursBasis
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.time import PARIS, next_month
from scheduler.errors import RoulementError

AGENCY, DISPOSITIF = "nantes", "10"
"""Where the accounts have their roles: an agency that fits a screen, and its largest dispositif."""

HISTORY = 12
"""
The months of the invented association's history that are shown: as many as rules and counters look
back on. The example has twice as many, and reading them is half of what a start costs.
"""

RECENT = 2
"""
The last published months of which a commanditaire sees the coverage. A folder's history says who
worked and not what was asked for, so these are published once more, from a draft.
"""

ASKED = timedelta(days=9)
"""How far into the month the médiateur asks for two days, so that requests aren't an empty page."""

FULL_WEEK = 35 * 60
SECONDS = 60.0
"""How long the draft is calculated, on the two cores that a newcomer may have."""


class NotDemonstrationError(RoulementError):
    """The file holds something other than a demonstration, and must not be overwritten."""


@dataclass(frozen=True, kw_only=True)
class Demonstration:
    """
    A demonstration that is ready: `accounts` (e-mail, and role) and their password.

    `calculating`: the month whose draft is being calculated (None: it was calculated earlier).
    """

    accounts: tuple[tuple[str, str], ...]
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
            solve_processes=1,
            solve_threads=2,
        )


def prepare(engine: Engine, settings: Settings, now: datetime) -> Demonstration:
    """
    Fill an empty database: the association, accounts, coverage, a draft being calculated, a leave.

    A demonstration kept from before is left as it is, but its accounts get a new password.
    NotDemonstrationError: the database holds something else.
    """
    password = one_time_code()
    new = is_first(engine)
    _check(engine, new=new)
    if new:
        with _recent_example() as folder:
            import_folder(engine, LOCAL, folder)
    with reading(engine) as session:
        association = whole(session)
    month = max(after_history(association), next_month(now.astimezone(PARIS).date()))
    people = _people(association)
    kept = hashed(settings, password)
    with writing(engine) as session:
        for email, name, person, _, grant in people:
            row = by_email(session, email)
            if row is None:
                create(
                    session,
                    LOCAL,
                    email=email,
                    name=name,
                    person=person,
                    grants=[grant],
                    password=kept,
                )
            else:
                row.password = kept
        caller, mediator = (
            _caller(session, email, person, grant) for email, _, person, _, grant in people[:2]
        )
    if new:
        recent = association.published_months[-RECENT:]
        months = [date.fromisoformat(f"{label}-01") for label in recent]
        _publish_with_posts(DatabasePlace(engine, caller, settings), months, now)
        with writing(engine) as session:
            title = f"{month_name(month).capitalize()}, à essayer"
            draft = begin(session, caller, month, agency=AGENCY, title=title, now=now)
            submit(session, caller, draft, JobRequest(kind="solve", seconds=SECONDS))
            days = LeaveRequest(
                start=f"{month + ASKED}",
                end=f"{month + ASKED + timedelta(days=1)}",
                note="Un déménagement",
            )
            ask(session, mediator, people[1][2], days, now)
    return Demonstration(
        accounts=tuple((email, words) for email, _, _, words, _ in people),
        password=password,
        calculating=month if new else None,
    )


@contextmanager
def _recent_example() -> Iterator[Path]:
    """Yield a copy of the invented association's folder, with the last months of its history."""
    months = sorted(path.name for path in (EXAMPLE / "historique").glob("*.csv"))
    with tempfile.TemporaryDirectory(prefix="roulement-demo-") as folder:
        copied = Path(folder) / EXAMPLE.name
        shutil.copytree(EXAMPLE, copied, ignore=shutil.ignore_patterns(*months[:-HISTORY]))
        yield copied


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
                title=f"{month_name(month).capitalize()}, avec ses postes",
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


def _people(association: Association) -> tuple[tuple[str, str, str, str, Grant], ...]:
    """Return each account: e-mail, name, id of its person, its use in French, its right."""
    agency = {row.id: row.name for row in association.agencies}[AGENCY]
    site = association.dispositif_of[DISPOSITIF].name
    planner = _somebody(association, StaffRole.RESPONSABLE)
    mediator = _somebody(association, StaffRole.MEDIATEUR)
    named = association.mediator_of
    return (
        (
            _email(Role.RESPONSABLE),
            named[planner].name,
            "",
            f"responsable à {agency} : prépare le mois, le calcule, le publie",
            Grant(role=Role.RESPONSABLE, agency=AGENCY),
        ),
        (
            _email(Role.MEDIATEUR),
            named[mediator].name,
            mediator,
            f"{named[mediator].name}, de « {site} » : ses services, sur un téléphone",
            Grant(role=Role.MEDIATEUR),
        ),
        (_email(Role.RH), "Camille RH", "", "RH de l’association", Grant(role=Role.RH)),
        (
            _email(Role.COMMANDITAIRE),
            "Ville de Nantes",
            "",
            f"commanditaire de « {site} » : la couverture, sans nom",
            Grant(role=Role.COMMANDITAIRE, agency=AGENCY, dispositif=DISPOSITIF),
        ),
        (_email(Role.ADMIN), "Admin", "", "administration des comptes", Grant(role=Role.ADMIN)),
    )


def _somebody(association: Association, role: StaffRole) -> str:
    """
    Return the first person with a role in the dispositif; a médiateur works there already.

    Somebody with the hours of a plain full-time week comes first: their counters need no word.
    """
    last = association.history[max(association.history)]
    working = {row.worked.mediator for row in last if row.worked.duty.dispositif == DISPOSITIF}
    last_day = max(row.worked.duty.span.day for row in last)
    return min(
        (not _is_plain(person, last_day), person.id)
        for person in association.mediators
        if person.role is role
        and DISPOSITIF in person.dispositifs
        and (person.id in working or role is not StaffRole.MEDIATEUR)
    )[1]


def _is_plain(person: Mediator, day: date) -> bool:
    contract = person.contract_on(day)
    return (
        contract is not None
        and contract.kind is ContractKind.CDI
        and contract.basis is not HoursBasis.YEAR
        and contract.weekly_minutes == FULL_WEEK
    )
