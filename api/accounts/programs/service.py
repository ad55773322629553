"""Service accounts: made for a program, with scopes, agencies and an end; rotated, revoked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.access.accounts import service as accounts
from api.access.accounts.administration import AdministeredAccount, listed, overseen
from api.access.caller import Caller, Grant, Role, ServiceScope
from api.access.errors import InvalidAccountError
from api.access.journal import note
from api.access.request import check_session
from api.access.rights.rule import SERVICE_ROLES
from api.access.secrets.secret import Issued, Kind, issue
from api.accounts.service import Ident, check_grants
from api.accounts.signing_in.routes import Name
from api.database.base import new_id
from api.database.tables.access import TokenRow, UserRow
from api.settings import Settings
from api.web.answering.answer import Body
from api.web.months import Day
from api.web.refusing.problems import Refusal, wrong_value
from scheduler.domain.time import civil_day, midnight


def _each_once(agencies: list[str]) -> list[str]:
    return sorted({agency for agency in agencies if agency})


class NewServiceAccount(Body):
    """A program's account: what it is for, in which agencies (none: all), its last day."""

    name: Annotated[Name, Field(examples=["Paie"])]
    scopes: Annotated[
        list[ServiceScope], Field(min_length=1, max_length=5, examples=[["read", "payroll"]])
    ]
    agencies: Annotated[
        list[Ident],
        Field(
            max_length=50,
            examples=[["rennes"]],
            description="Agences que le compte atteint ; aucune : toute l’association.",
        ),
        AfterValidator(_each_once),
    ]
    until: Annotated[Day, Field(examples=["2027-06-30"], description="Son dernier jour, compris.")]


class Rotation(Body):
    """For how many hours the token before goes on, while the program is given the next one."""

    hours: Annotated[int, Field(ge=0, le=168, examples=[24])] = 0


DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ServiceAccount:
    """
    A program's account, without its secret; `agencies`: none is all of them.

    `until`: its last day. `closed`: when it was revoked. `used`: its last request, to the minute.
    """

    id: str
    name: str
    scopes: tuple[ServiceScope, ...]
    agencies: tuple[str, ...]
    until: date
    made: datetime
    closed: datetime | None
    used: datetime | None

    def goes_on(self, today: date) -> bool:
        """Whether its program still enters: it was neither revoked, nor is its last day past."""
        return self.closed is None and today <= self.until


@dataclass(frozen=True, kw_only=True)
class IssuedServiceAccount:
    """A service account and its token, which is in this answer only."""

    account: ServiceAccount
    token: str


def service_accounts(
    session: Session, caller: Caller, *, limit: int | None = None, after: str = ""
) -> list[ServiceAccount]:
    """Return the service accounts that an administrator looks after, by id (see `listed`)."""
    email = after and after + accounts.NOWHERE
    rows = listed(session, caller, limit=limit, after=email, service=True)
    used = _used(session, [row.user.id for row in rows])
    return [_shown(row, used) for row in rows]


def create(
    session: Session, caller: Caller, settings: Settings, wish: NewServiceAccount, now: datetime
) -> IssuedServiceAccount:
    """
    Make a service account and its token, in a `writing` session.

    Raises Refusal: a token asks (a token makes no other), an account that goes on has the name, an
    agency is unknown, or isn't the caller's to look after; InvalidAccountError: the name is
    invalid, or the end is too early or too late.
    """
    check_session(caller)
    ends, today = midnight(wish.until + DAY), civil_day(now)
    latest = today + timedelta(days=settings.token_days)
    if ends <= now or wish.until > latest:
        raise InvalidAccountError(
            f"dernier jour refusé : attendu un jour d’aujourd’hui au {latest:%d/%m/%Y}",
            field="until",
            value=wish.until.isoformat(),
        )
    roles = frozenset[Role]().union(*(SERVICE_ROLES[scope] for scope in wish.scopes))
    grants = [
        Grant(role=role, agency=agency)
        for agency in wish.agencies or [""]
        for role in sorted(roles, key=str)
    ]
    check_grants(session, caller, grants)
    if any(
        _alike(row.name) == _alike(wish.name) and row.goes_on(today)
        for row in service_accounts(session, caller)
    ):
        why = "un autre nom : un compte en cours porte celui-ci, son jeton se change dans la liste"
        raise wrong_value("name", why, wish.name)
    email = f"{new_id()}{accounts.NOWHERE}"
    row = accounts.create(session, caller, email=email, name=wish.name, grants=grants)
    row.email = f"{row.id}{accounts.NOWHERE}"  # lists are in the order of e-mails
    row.scopes = " ".join(scope for scope in ServiceScope if scope in wish.scopes)
    row.ends = ends
    return _issued(session, caller, row.id, now)


def rotate(
    session: Session, caller: Caller, user: str, now: datetime, *, hours: int = 0
) -> IssuedServiceAccount:
    """
    Give a service account another token; the one before goes on for some hours, or ends now.

    Raises Refusal: a token asks, or the account was revoked or has ended (409);
    UnknownAccountError: there is no such account, or another administrator looks after it.
    """
    check_session(caller)
    account = _shown(overseen(session, caller, user, service=True), {})
    if not account.goes_on(civil_day(now)):
        over = "terminé" if account.closed is None else "révoqué"
        raise Refusal(409, "compte_ferme", f"Ce compte de service est {over} : créez-en un autre.")
    last = now + timedelta(hours=hours)
    theirs = (TokenRow.user == user, TokenRow.kind == Kind.SERVICE, TokenRow.expires > last)
    session.execute(update(TokenRow).where(*theirs).values(expires=last))
    note(session, caller, "renouveler", "compte", user)
    return _issued(session, caller, user, now)


def revoke(session: Session, caller: Caller, user: str) -> None:
    """Revoke a service account: its tokens and its feeds end now, and for good."""
    accounts.close(session, caller, overseen(session, caller, user, service=True).user.id)


def _issued(session: Session, caller: Caller, user: str, now: datetime) -> IssuedServiceAccount:
    account = overseen(session, caller, user, service=True)
    secret: Issued = issue(session, user, Kind.SERVICE, now=now, expires=account.user.ends)
    session.flush()
    return IssuedServiceAccount(account=_shown(account, _used(session, [user])), token=secret.token)


def _shown(account: AdministeredAccount, used: Mapping[str, datetime]) -> ServiceAccount:
    row: UserRow = account.user
    assert row.ends is not None  # noqa: S101 - each service account has its end
    return ServiceAccount(
        id=row.id,
        name=row.name,
        scopes=tuple(map(ServiceScope, row.scopes.split())),
        agencies=tuple(sorted({grant.agency for grant in account.grants} - {""})),
        # It ends at the midnight after: half a day before lies within its last day.
        until=civil_day(row.ends - DAY / 2),
        made=row.made,
        closed=row.closed,
        used=used.get(row.id),
    )


def _alike(name: str) -> str:
    """Return a name as people compare it: by its words, whatever their case."""
    return " ".join(name.split()).casefold()


def _used(session: Session, users: Sequence[str]) -> Mapping[str, datetime]:
    """Return when each account asked last, by its id."""
    last = (
        select(TokenRow.user, func.max(TokenRow.used).label("used"))
        .where(TokenRow.user.in_(users), TokenRow.used.is_not(None))
        .group_by(TokenRow.user)
    )
    return {row.user: row.used for row in session.execute(last)}
