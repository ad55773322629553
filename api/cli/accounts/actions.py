"""`rota user`: accounts from the machine itself, the first administrator's among them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy import select

from api.access.accounts import service as accounts
from api.access.accounts.service import LOCAL, by_email, grants_of, normalised
from api.access.caller import Grant
from api.access.errors import InvalidAccountError, UnknownAccountError
from api.access.journal import note
from api.access.secrets.passwords import check_strength, hashed
from api.access.secrets.secret import Kind, draw_readable, revoke
from api.access.signing_in import invitations
from api.cli.accounts.screen import as_json, invited, right, state, tell
from api.cli.screen import OK, out, say, say_json
from api.cli.service.database import reached, up_to_date
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.database.tables.access import UserRow
from api.settings import read_settings

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from api.access.caller import Role
    from api.settings import Settings


def add(
    *,
    email: str,
    name: str,
    role: Role,
    agency: str,
    dispositif: str,
    person: str,
    prompt: bool,
    invite: bool,
    json: bool,
) -> int:
    """Open an account, with a password or an invitation."""
    settings, engine = _open_database()
    address = normalised(email)
    password = "" if invite else password_of(address, name, prompt=prompt)
    kept = hashed(settings, password) if password else ""
    grant = Grant(role=role, agency=agency, dispositif=dispositif)
    with writing(engine) as session:
        _check_places(session, grant, person)
        row = accounts.create(
            session,
            LOCAL,
            email=address,
            name=name,
            person=person,
            grants=[grant],
            password=kept,
        )
        if invite:
            invitations.invite(session, settings, LOCAL, row, datetime.now(UTC))
    tell(f"Compte ouvert : {address}", {"id": row.id}, "" if prompt else password, json)
    if invite:
        invited(settings, address)
    return OK


def list_(*, json: bool) -> int:
    """List all accounts."""
    _, engine = _open_database()
    with reading(engine) as session:
        rows = session.scalars(select(UserRow).order_by(UserRow.email)).all()
        grants = grants_of(session, [row.id for row in rows])
    if json:
        say_json([as_json(row, grants[row.id]) for row in rows])
        return OK
    table = Table("Adresse", "Nom", "Droits", "Dernière connexion", "État")
    for row in rows:
        last = "jamais" if row.last_login is None else f"{row.last_login:%d/%m/%Y}"
        table.add_row(
            Text(row.email),
            Text(row.name),
            Text("\n".join(right(grant) for grant in grants[row.id]) or "aucun"),
            last,
            state(row),
        )
    out().print(table)
    return OK


def invite(*, email: str) -> int:
    """Send an invitation."""
    settings, engine = _open_database()
    with writing(engine) as session:
        row = _account(session, email)
        if row.closed is not None:
            raise InvalidAccountError("ce compte est fermé : rouvrez-le d’abord (rota user enable)")
        invitations.invite(session, settings, LOCAL, row, datetime.now(UTC))
    invited(settings, row.email)
    return OK


def reset(*, email: str, prompt: bool, json: bool) -> int:
    """Set a new password; sessions and links of the old one end."""
    settings, engine = _open_database()
    with reading(engine) as session:
        row = _account(session, email)
    password = password_of(row.email, row.name, prompt=prompt)
    kept = hashed(settings, password)
    with writing(engine) as session:
        row = _account(session, email)
        row.password = kept
        revoke(session, row.id, Kind.SESSION, Kind.INVITATION, Kind.RESET, now=datetime.now(UTC))
        note(session, LOCAL, "changer_mot_de_passe", "compte", row.id)
    words = f"Nouveau mot de passe : {row.email}"
    tell(words, {"id": row.id}, "" if prompt else password, json)
    return OK


def disable(*, email: str) -> int:
    """Close an account."""
    _, engine = _open_database()
    with writing(engine) as session:
        row = _account(session, email)
        accounts.close(session, LOCAL, row.id)
    say(f"Compte fermé : {row.email}")
    return OK


def enable(*, email: str) -> int:
    """Open a closed account again."""
    _, engine = _open_database()
    with writing(engine) as session:
        row = _account(session, email)
        accounts.reopen(session, LOCAL, row.id)
    say(f"Compte rouvert : {row.email}")
    return OK


def grant(*, email: str, role: Role, agency: str, dispositif: str, withdraw: bool) -> int:
    """Grant a role or take it back."""
    _, engine = _open_database()
    wanted = Grant(role=role, agency=agency, dispositif=dispositif)
    with writing(engine) as session:
        row = _account(session, email)
        if withdraw:
            row_of_right = next(
                (
                    row_
                    for row_ in grants_of(session, [row.id])[row.id]
                    if (row_.role, row_.agency, row_.dispositif) == (role, agency, dispositif)
                ),
                None,
            )
            if row_of_right is None:
                raise InvalidAccountError(f"{row.email} n’a pas ce droit : {right(wanted)}")
            accounts.withdraw(session, LOCAL, row_of_right)
        else:
            _check_places(session, wanted)
            accounts.grant(session, LOCAL, row.id, wanted)
    say(f"Droit {'retiré' if withdraw else 'accordé'} à {row.email} : {right(wanted)}")
    return OK


def _open_database() -> tuple[Settings, Engine]:
    """Read the settings and connect to the database; make its tables if it is empty."""
    settings = read_settings()
    engine = reached(settings.database_url)
    up_to_date(engine)
    return settings, engine


def _account(session: Session, email: str) -> UserRow:
    row = by_email(session, normalised(email))
    if row is None:
        raise UnknownAccountError(f"aucun compte n’a l’adresse {email.strip()}")
    return row


def _check_places(session: Session, grant: Grant, person: str = "") -> None:
    """Refuse a right over an unknown agency or dispositif, and an unknown person."""
    association = read(session)
    if grant.agency and grant.agency not in {place.id for place in association.agencies}:
        raise InvalidAccountError(f"agence inconnue « {grant.agency} » (attendu : un id d’agence)")
    dispositif = association.dispositif_of.get(grant.dispositif)
    if grant.dispositif and (dispositif is None or dispositif.agency != grant.agency):
        raise InvalidAccountError(
            f"dispositif inconnu « {grant.dispositif} » (attendu : un id de cette agence)"
        )
    if person and person not in association.mediator_of:
        raise InvalidAccountError(f"personne inconnue « {person} » (attendu : un id de personne)")


def password_of(email: str, name: str, *, prompt: bool) -> str:
    """Ask for a password, or draw one: none is ever on the command line, which others can read."""
    if not prompt:
        return draw_readable(4, 5)
    if sys.stdin.isatty():
        password: str = typer.prompt(
            "Mot de passe", hide_input=True, confirmation_prompt="Encore une fois", err=True
        )
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    check_strength(password, email=email, name=name)
    return password
