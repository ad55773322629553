"""The account behind a request, and the roles that it was granted."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What an account may be."""

    ADMIN = "admin"
    RH = "rh"
    RESPONSABLE = "responsable"
    MEDIATEUR = "mediateur"
    COMMANDITAIRE = "commanditaire"


class ServiceScope(StrEnum):
    """
    What a service account was made for; a route asks for one of them, or for a person.

    READ: plannings, lists, coverage, calendars. DATA: the association's rows, hours and answers to
    requests. PLAN: drafts and calculations. PUBLISH: months and swaps. PAYROLL: what was worked.
    """

    READ = "read"
    DATA = "data"
    PLAN = "plan"
    PUBLISH = "publish"
    PAYROLL = "payroll"


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A role over an agency and a dispositif (empty: all of them)."""

    role: Role
    agency: str = ""
    dispositif: str = ""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """
    The account behind a request. `person`: its médiateur's id (empty: none).

    `via`: `session`, `token`, `service` (a service account, by its token, with `scopes`), or
    `local` (the command line). `seconds_left`: how long its session went on when it asked (None: it
    has no session).
    """

    user: str
    email: str = ""
    name: str = ""
    person: str = ""
    grants: tuple[Grant, ...] = ()
    via: str = "session"
    scopes: tuple[ServiceScope, ...] = ()
    seconds_left: int | None = field(default=None, compare=False)

    def roles(self) -> frozenset[Role]:
        """Return its roles, wherever they hold."""
        return frozenset(grant.role for grant in self.grants)

    def may(self, roles: frozenset[Role], agency: str = "", dispositif: str = "") -> bool:
        """
        Whether one of these roles was granted over the agency and the dispositif.

        An empty `agency` asks for all agencies, an empty `dispositif` for the whole agency.
        """
        return any(
            grant.role in roles
            and grant.agency in ("", agency)
            and (agency or not grant.agency)
            and grant.dispositif in ("", dispositif)
            and (dispositif or not grant.dispositif)
            for grant in self.grants
        )
