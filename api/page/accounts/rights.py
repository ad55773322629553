"""Rights over the pages of accounts: administrators, for the accounts of their agencies."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ACCOUNT = "/admin/comptes/{user_id}"
DEEDS = ("", "/droits", "/droits/{grant_id}/retrait", "/invitation", "/mot-de-passe")
ENDS = ("/deconnexion", "/fermeture", "/reouverture")

ROWS = (
    access("GET", "/admin/comptes", Scope.ROLE, Role.ADMIN),
    access("POST", "/admin/comptes", Scope.ROLE, Role.ADMIN),
    access("GET", ACCOUNT, Scope.AGENCY, Role.ADMIN),
    *(access("POST", f"{ACCOUNT}{deed}", Scope.AGENCY, Role.ADMIN) for deed in (*DEEDS, *ENDS)),
)
