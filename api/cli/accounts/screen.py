"""What is shown of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from api.cli.screen import out, say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.access.caller import Grant
    from api.database.tables.access import GrantRow, UserRow
    from api.settings import Settings


def tell(words: str, answer: dict[str, Any], password: str, json: bool) -> None:
    """Say what was done, and a password that is shown this once."""
    if json:
        say_json({**answer, **({"password": password} if password else {})})
        return
    say(words)
    if password:
        say("Mot de passe, montré cette seule fois :")
        out().print(Text(password))


def invited(settings: Settings, address: str) -> None:
    """Say that an invitation goes out, or waits."""
    say(f"Invitation à envoyer à {address}, valable {settings.invitation_hours} heures.")
    if not settings.sends_mail:
        say(
            "Aucun serveur de courriel n’est réglé : elle ne partira pas et son lien n’est pas "
            "gardé. Réglez ROULEMENT_SMTP_HOST, puis « rota user invite ».",
            "yellow",
        )


def right(grant: Grant | GrantRow) -> str:
    """Write a right: the role and where it holds."""
    where = " / ".join(part for part in (grant.agency, grant.dispositif) if part)
    return f"{grant.role} ({where or 'partout'})"


def state(row: UserRow) -> str:
    """Say whether an account is open, and by what."""
    if row.closed is not None:
        return "fermé"
    return "ouvert" if row.password or row.oidc_subject else "sans mot de passe"


def as_json(row: UserRow, grants: Sequence[GrantRow]) -> dict[str, Any]:
    """Write an account as a program reads it."""
    return {
        "id": row.id,
        "email": row.email,
        "name": row.name,
        "person": row.person,
        "state": state(row),
        "grants": [
            {"role": grant.role, "agency": grant.agency, "dispositif": grant.dispositif}
            for grant in grants
        ],
    }
