"""What crosses HTTP of accounts, by a form or by JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from api.access.accounts.administration import AdministeredAccount
from api.access.accounts.service import grant_of
from api.access.caller import Grant, Role
from api.access.request import tag_of
from api.accounts.signing_in.routes import Email, Name
from api.web.answer import MOST, Body
from api.web.problems import Fault, Refusal

Ident = Annotated[str, Field(max_length=120, pattern=r"^[^\s;,|\"'/\x00]*$", examples=["rennes"])]
"""The id of a person, an agency or a dispositif; empty: none, or all."""

Place = Annotated[str, Field(max_length=241, pattern=r"^[^\s;,|\"'/\x00]*(/[^\s;,|\"'/\x00]*)?$")]
"""An agency, or one and its dispositif, as a form sends them: `rennes/mediation`."""


class GrantIn(Body):
    """A role over an agency and a dispositif (empty: all of them)."""

    role: Role = Field(examples=["responsable"])
    agency: Ident = ""
    dispositif: Ident = ""

    def grant(self) -> Grant:
        """Return the grant that the use cases take."""
        return Grant(role=self.role, agency=self.agency, dispositif=self.dispositif)


Grants = Annotated[
    tuple[GrantIn, ...],
    Field(max_length=50, examples=[[{"role": "responsable", "agency": "rennes"}]]),
]


class GrantForm(Body):
    """A role over a place, as a form sends them."""

    role: Annotated[Role | None, BeforeValidator(lambda chosen: chosen or None)] = None
    over: Place = ""

    @property
    def wish(self) -> GrantIn:
        """
        Return what is granted; no role is chosen for whoever fills the form.

        Raises Refusal: no role was chosen: an account without any sees nothing.
        """
        if not self.role:
            faults = [Fault(field="role", received="", expected="un rôle")]
            raise Refusal(422, "requete_invalide", "Aucun rôle n’est choisi.", errors=faults)
        agency, _, dispositif = self.over.partition("/")
        return GrantIn(role=self.role, agency=agency, dispositif=dispositif)


class AccountIn(Body):
    """Who an account is; `person`: its médiateur's id (empty: none)."""

    email: Email
    name: Name
    person: Ident = ""


class NewAccount(AccountIn):
    """An account to open; `invite`: send it a link to choose its password."""

    grants: Grants = ()
    invite: bool = True


class NewAccountForm(AccountIn, GrantForm):
    """An account to open with a first role, as a form sends them."""

    invite: Literal["", "oui"] = ""

    @property
    def account(self) -> NewAccount:
        """Return the account that is wished."""
        return NewAccount(
            email=self.email,
            name=self.name,
            person=self.person,
            grants=(self.wish,),
            invite=bool(self.invite),
        )


class IdentityForm(AccountIn):
    """Who an account is to be; `number`: the revision that the form was filled from."""

    number: Annotated[int, Field(ge=0, le=MOST)]


class AccountState(AccountIn):
    """All that an account is to be: roles that aren't listed are taken back."""

    grants: Grants
    closed: bool = Field(examples=[False])


class AccountOut(BaseModel):
    """An account as administrators see it; `etag` is what a change gives in `If-Match`."""

    id: str
    etag: str
    email: str
    name: str
    person: str
    password: bool
    oidc: bool
    made: datetime
    closed: datetime | None
    last_login: datetime | None
    grants: list[Grant]


def account_out(account: AdministeredAccount) -> AccountOut:
    """Write an account for administrators: whether it has a password, never which."""
    row = account.user
    return AccountOut(
        id=row.id,
        etag=tag_of(row.id, row.number),
        email=row.email,
        name=row.name,
        person=row.person,
        password=bool(row.password),
        oidc=row.oidc_subject is not None,
        made=row.made,
        closed=row.closed,
        last_login=row.last_login,
        grants=[grant_of(grant) for grant in account.grants],
    )
