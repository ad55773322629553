"""Accounts that tests use, and settings under which a password costs almost nothing."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from api.access.accounts.service import LOCAL, create
from api.access.caller import Caller, Grant, Role
from api.access.secrets.passwords import hashed
from api.database.engine import writing
from api.settings import Settings

QUICK = Settings(password_passes=1, password_memory_kib=64)
PASSWORD = "cinq chats gris dorment"  # noqa: S105 - of accounts that tests make
NOW = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)
EMAIL = "ana@exemple.org"


def opened_account(
    engine: Engine,
    email: str = EMAIL,
    *,
    role: Role = Role.RESPONSABLE,
    agency: str = "",
    person: str = "",
    password: str = PASSWORD,
) -> Caller:
    """Make an account that has a password, and return it as a caller."""
    grant = Grant(role=role, agency=agency)
    made = hashed(QUICK, password)
    with writing(engine) as session:
        row = create(
            session,
            LOCAL,
            email=email,
            name="Ana Martin",
            person=person,
            grants=[grant],
            password=made,
        )
        return Caller(user=row.id, email=row.email, name=row.name, person=person, grants=(grant,))
