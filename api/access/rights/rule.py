"""One row of the table of rights."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.access.caller import Role


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


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who may call a route: without one of `roles`, 403, whatever the address names."""

    method: str
    path: str
    roles: frozenset[Role] = frozenset()
    scope: Scope = Scope.ROLE


def access(method: str, path: str, scope: Scope, *roles: Role) -> Access:
    """Write one row."""
    return Access(method=method, path=path, scope=scope, roles=frozenset(roles))
