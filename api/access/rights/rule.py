"""Who may call a route: written where it is declared, and collected in one table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from types import MappingProxyType

from starlette.routing import BaseRoute

from api.access.caller import Role, ServiceScope


class Scope(StrEnum):
    """
    Over what a role must hold.

    PUBLIC: anyone, without an account. ACCOUNT: any account. ROLE: the role, wherever it holds
    (lists show what each may see). AGENCY: the role over the thing's agency and dispositif; what
    lies elsewhere answers as if it weren't there (404). OWN: what belongs to the caller's own
    person or account (404 otherwise). SECRET: a secret in the address opens it.
    """

    PUBLIC = "public"
    ACCOUNT = "compte"
    ROLE = "role"
    AGENCY = "agence"
    OWN = "soi"
    SECRET = "secret"  # noqa: S105 - a name


OVER = {
    Scope.PUBLIC: "tout le monde",
    Scope.SECRET: "qui connaît l’adresse secrète",
    Scope.ACCOUNT: "son propre compte",
    Scope.OWN: "ce qui est à soi",
    Scope.ROLE: "ce que son rôle lui montre",
    Scope.AGENCY: "son agence, son dispositif",
}


@dataclass(frozen=True)
class Access:
    """
    Who may call a route: without one of `roles`, 403, whatever the address names.

    `service`: the scope that a service account needs (None: only people call the route).
    """

    scope: Scope
    roles: frozenset[Role] = frozenset()
    service: ServiceScope | None = None

    @property
    def without_account(self) -> bool:
        """Whether the route opens to who isn't signed in."""
        return self.scope in {Scope.PUBLIC, Scope.SECRET}

    def opens_to(self, roles: frozenset[Role]) -> bool:
        """Whether the route opens to an account with these roles, whatever it names."""
        return not self.roles or bool(self.roles & roles)

    @property
    def who(self) -> str:
        """Who may call, in French."""
        if self.without_account:
            return "sans compte"
        return ", ".join(role for role in Role if role in self.roles) or "tout compte"

    @property
    def service_words(self) -> str:
        """Say which scope a service account needs, in French (empty: it can't call the route)."""
        return f"compte de service : {self.service}" if self.service else ""

    @property
    def over(self) -> str:
        """Over what, in French."""
        return OVER[self.scope]


PUBLIC, ACCOUNT, SECRET = Access(Scope.PUBLIC), Access(Scope.ACCOUNT), Access(Scope.SECRET)


def role(*roles: Role) -> Access:
    """Open a route to roles, wherever they hold."""
    return Access(Scope.ROLE, frozenset(roles))


def agency(*roles: Role) -> Access:
    """Open a route to roles over the agency and dispositif of what it names."""
    return Access(Scope.AGENCY, frozenset(roles))


def own(*roles: Role) -> Access:
    """Open a route to who owns what it names, with one of the roles (none: any account)."""
    return Access(Scope.OWN, frozenset(roles))


SERVICE_ROLES: Mapping[ServiceScope, frozenset[Role]] = MappingProxyType(
    {
        ServiceScope.READ: frozenset({Role.RESPONSABLE, Role.COMMANDITAIRE}),
        ServiceScope.DATA: frozenset({Role.RESPONSABLE, Role.RH}),
        ServiceScope.PLAN: frozenset({Role.RESPONSABLE}),
        ServiceScope.PUBLISH: frozenset({Role.RESPONSABLE}),
        ServiceScope.PAYROLL: frozenset({Role.RH}),
    }
)
"""As what a service account acts on routes of a scope: it sees what these roles see, no more."""


def scope_roles(service: ServiceScope | None, scopes: Iterable[ServiceScope]) -> frozenset[Role]:
    """
    Return the roles that a service account acts in on a route that asks for a scope (None: none).

    Who writes data reads it with its private columns, as RH do; who reads alone doesn't.
    """
    if service is None:
        return frozenset()
    also = service is ServiceScope.READ and ServiceScope.DATA in set(scopes)
    return SERVICE_ROLES[service] | (SERVICE_ROLES[ServiceScope.DATA] if also else frozenset())


class Programs(Enum):
    """What a route may say in place of a scope."""

    NONE = "people alone"
    DERIVED = "GET: read; else it must be said"


def served(may: Access, method: str, service: ServiceScope | Programs, path: str) -> Access:
    """
    Complete who may call an operation of the document with the scope of service accounts.

    Raises ValueError: it isn't said, or the scope's roles don't open the route.
    """
    if service is Programs.NONE or may.without_account:
        return may
    if service is Programs.DERIVED:
        if method != "GET":
            raise ValueError(f"{method} {path} ne dit pas quelle portée il demande (service=)")
        service = ServiceScope.READ
    if not may.opens_to(SERVICE_ROLES[service]):
        raise ValueError(f"{method} {path} ne s’ouvre à aucun rôle de la portée {service}")
    return replace(may, service=service)


Rights = Mapping[tuple[str, str], Access]
"""Who may call, by method and path."""


def rights_of(routes: Iterable[BaseRoute]) -> Rights:
    """
    Return the table of these routes, after a check of each.

    Raises ValueError: a route doesn't say who may call it (it wasn't declared through
    `api.access.door`), or two answer the same method and path.
    """
    table: dict[tuple[str, str], Access] = {}
    for route in routes:
        path: str = getattr(route, "path", "")
        access: Access | None = getattr(route, "access", None)
        if access is None:
            raise ValueError(f"{path} ne dit pas qui peut l’appeler (api.access.door.Router)")
        for method in sorted(getattr(route, "methods", None) or ()):
            if (method, path) in table:
                raise ValueError(f"{method} {path} est déclaré deux fois")
            table[method, path] = access
    return table
