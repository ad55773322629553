"""Name what deeds were done to, as an administrator knows it: accounts, plannings, calculations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from api.database.tables.access import UserRow
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.french.words import month_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from api.accounts.journal.service import Deed


def names_of(session: Session, deeds: Iterable[Deed]) -> Mapping[str, str]:
    """Return the names of what deeds were done to, by id; what is gone or unnamed has none."""
    rows = [deed.row for deed in deeds]

    def ids(about: str) -> set[str]:
        return {row.object for row in rows if row.about == about}

    users = select(UserRow.id, UserRow.name, UserRow.email).where(UserRow.id.in_(ids("compte")))
    rotas = select(RotaRow.id, RotaRow.title, RotaRow.month)
    jobs = select(JobRow.id, RotaRow.title, RotaRow.month).join(RotaRow, RotaRow.id == JobRow.rota)
    return {
        **{id_: name or email for id_, name, email in session.execute(users)},
        **{
            id_: _rota_name(title, month)
            for query in (
                rotas.where(RotaRow.id.in_(ids("planning"))),
                jobs.where(JobRow.id.in_(ids("calcul"))),
            )
            for id_, title, month in session.execute(query)
        },
    }


def _rota_name(title: str, month: date) -> str:
    return title or month_name(month)
