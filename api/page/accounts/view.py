"""What the pages of accounts show: who has an account, what they may, and what can be granted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.access.caller import Role
from api.access.reach import ADMINS, Reach
from api.french.words import alphabetical, short_date
from api.shell.option import Option
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from api.access.accounts.administration import AdministeredAccount
    from api.access.caller import Caller
    from api.data.association import Association
    from api.database.tables.access import GrantRow

ROLES = {
    Role.ADMIN: "administrateur",
    Role.RH: "RH",
    Role.RESPONSABLE: "responsable",
    Role.MEDIATEUR: "médiateur",
    Role.COMMANDITAIRE: "commanditaire",
}
EVERYTHING = "toute l’association"


@dataclass(frozen=True, kw_only=True)
class GrantLine:
    """What an account was granted."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """An account; `state`: whether it can sign in, in words."""

    id: str
    address: str
    email: str
    name: str
    person: str
    person_name: str
    number: int
    closed: bool
    state: str
    last_login: str
    grants: tuple[GrantLine, ...]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the forms offer: roles, places over which they may be granted, people."""

    roles: tuple[Option, ...]
    places: tuple[Option, ...]
    people: tuple[Option, ...]


def account_view(account: AdministeredAccount, association: Association) -> AccountView:
    """Return the view of an account: it says whether there is a password, never which."""
    row = account.user
    person = association.mediator_of.get(row.person)
    if row.closed is not None:
        state = f"fermé le {_day(row.closed)}"
    elif row.password or row.oidc_subject is not None:
        state = "ouvert"
    else:
        state = "invité, sans mot de passe encore"
    return AccountView(
        id=row.id,
        address=f"/admin/comptes/{row.id}",
        email=row.email,
        name=row.name,
        person=row.person,
        person_name=row.person if person is None else person.name,
        number=row.number,
        closed=row.closed is not None,
        state=state,
        last_login="jamais" if row.last_login is None else _day(row.last_login),
        grants=tuple(
            GrantLine(id=grant.id, text=_words(grant, association)) for grant in account.granted
        ),
    )


def choices_of(who: Caller, association: Association) -> Choices:
    """Return what an administrator may grant, and to whom."""
    reach = Reach(who, ADMINS)
    people = sorted(reach.people(association).values(), key=lambda m: alphabetical(m.name))
    return Choices(
        roles=tuple(Option(value=role.value, label=label) for role, label in ROLES.items()),
        places=tuple(_places(reach, association)),
        people=tuple(Option(value=m.id, label=f"{m.name} ({m.id})") for m in people),
    )


def _places(reach: Reach, association: Association) -> Iterator[Option]:
    if reach.everything:
        yield Option(value="", label=EVERYTHING)
    for agency in association.agencies:
        if reach.area(agency.id):
            yield Option(value=agency.id, label=agency.name)
        for dispositif in association.dispositifs:
            if dispositif.agency == agency.id and reach.area(agency.id, dispositif.id):
                label = f"{agency.name} : {dispositif.name}"
                yield Option(value=f"{agency.id}/{dispositif.id}", label=label)


def _words(grant: GrantRow, association: Association) -> str:
    role = ROLES[Role(grant.role)]
    agencies = {agency.id: agency.name for agency in association.agencies}
    if grant.dispositif:
        known = association.dispositif_of.get(grant.dispositif)
        place = grant.dispositif if known is None else known.name
    else:
        place = agencies.get(grant.agency, grant.agency) or EVERYTHING
    return f"{role}, {place}"


def _day(instant: datetime) -> str:
    return short_date(instant.astimezone(PARIS).date())
