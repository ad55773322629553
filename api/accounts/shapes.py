"""Accounts as they cross HTTP: an account to open or change, a role to grant, what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, Field

from api.access.caller import Grant, Role
from api.accounts.signing_in.routes import Email, GrantOut
from api.data.rows.readers import one_line
from api.database.tables.access import UserRow
from api.web.answer import Body
from api.web.texts import Line

if TYPE_CHECKING:
    from api.access.accounts.administration import AdministeredAccount

Name = Annotated[
    str,
    Line(UserRow.name),
    Field(min_length=1, examples=["Ana Martin"]),
    AfterValidator(one_line),
]
Ident = Annotated[str, Field(max_length=120, pattern=r"^[^\s;,|\"'/\x00]*$", examples=["rennes"])]
"""The id of a person, an agency or a dispositif; empty: none, or all."""


class GrantIn(Body):
    """A role over an agency and a dispositif (empty: all of them)."""

    role: Role = Field(examples=["responsable"])
    agency: Ident = ""
    dispositif: Ident = ""

    def grant(self) -> Grant:
        """Return the grant that the use cases take."""
        return Grant(role=self.role, agency=self.agency, dispositif=self.dispositif)


class AccountIn(Body):
    """Who an account is; `person`: its médiateur's id (empty: none)."""

    email: Email
    name: Name
    person: Ident = ""


class NewAccount(AccountIn):
    """An account to open; `invite`: send it a link to choose its password."""

    grants: Annotated[tuple[GrantIn, ...], Field(max_length=50)] = ()
    invite: bool = True


class GrantedOut(GrantOut):
    """What was granted, by its id."""

    id: str


class AccountOut(BaseModel):
    """An account as administrators see it."""

    id: str
    email: str
    name: str
    person: str
    password: bool
    oidc: bool
    made: datetime
    closed: datetime | None
    last_login: datetime | None
    grants: list[GrantedOut]


def account_out(account: AdministeredAccount) -> AccountOut:
    """Write an account for administrators: whether it has a password, never which."""
    row = account.user
    return AccountOut(
        id=row.id,
        email=row.email,
        name=row.name,
        person=row.person,
        password=bool(row.password),
        oidc=row.oidc_subject is not None,
        made=row.made,
        closed=row.closed,
        last_login=row.last_login,
        grants=[GrantedOut.model_validate(grant) for grant in account.grants],
    )
