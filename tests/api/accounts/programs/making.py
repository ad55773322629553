"""Service accounts as an administrator makes them."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from sqlalchemy import Engine

from api.access.caller import Caller, Grant, Role, ServiceScope
from api.accounts.programs import service
from api.accounts.programs.service import IssuedServiceAccount, NewServiceAccount
from api.database.engine import writing
from api.settings import Settings
from api.web.clock import present


def administrator(*, agency: str = "", via: str = "session") -> Caller:
    return Caller(user="0" * 32, grants=(Grant(role=Role.ADMIN, agency=agency),), via=via)


NUMBERS = count(1)


def wish(
    *scopes: ServiceScope, agencies: Sequence[str] = (), until: date | None = None
) -> NewServiceAccount:
    return NewServiceAccount(
        name=f"Connecteur {next(NUMBERS)}",
        scopes=list(scopes),
        agencies=list(agencies),
        until=until or present().date() + timedelta(days=30),
    )


def made(
    engine: Engine, *scopes: ServiceScope, agencies: Sequence[str] = ()
) -> IssuedServiceAccount:
    """Make a service account for a month."""
    with writing(engine) as session:
        return service.create(
            session, administrator(), Settings(), wish(*scopes, agencies=agencies), present()
        )


def bearer(issued: IssuedServiceAccount) -> dict[str, str]:
    return {"Authorization": f"Bearer {issued.token}"}
