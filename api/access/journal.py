"""Note who did what to what, in the transaction of the deed itself."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.database.tables.access import TrailRow

COMMAND_LINE = "local"
"""What is written for an account's id where the command line did something."""


def author_words(user: str, name: str) -> str:
    """Say who did something; `name`: the account's (empty: there is none, or none any more)."""
    if name or not user:
        return name or "le service"
    return "ligne de commande" if user == COMMAND_LINE else "compte effacé"


def note(
    session: Session,
    caller: Caller,
    action: str,
    about: str,
    id_: str,
    *,
    agency: str = "",
    detail: Any = None,
    request: str = "",
) -> None:
    """
    Note a deed: `action` (`publier`), `about` (`planning`) and the thing's id.

    `detail` is plain values: ids and numbers, never a name, a reason of absence or a secret.
    """
    session.add(
        TrailRow(
            at=datetime.now(UTC),
            user=caller.user,
            action=action,
            about=about,
            object=id_,
            agency=agency,
            detail=detail,
            request=request,
        )
    )
