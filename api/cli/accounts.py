"""`rota user`: accounts from the machine itself, the first administrator's among them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from api.access.caller import Role
from api.cli import options as o
from api.cli.command import CODES, SERVE, CommandSet, when_it_runs
from api.french.typing import FrenchGroup

with when_it_runs():
    from rich.table import Table
    from rich.text import Text
    from sqlalchemy import Engine, select
    from sqlalchemy.orm import Session

    from api.access.accounts import service as accounts
    from api.access.accounts.service import LOCAL, by_email, grants_of, normalised
    from api.access.caller import Grant
    from api.access.errors import InvalidAccountError, UnknownAccountError
    from api.access.journal import note
    from api.access.secrets.passwords import check_strength, hashed
    from api.access.secrets.secret import Kind, draw_readable, revoke
    from api.cli.screen import OK, out, say, say_json
    from api.cli.service.database import reached, up_to_date
    from api.data.stored.association import read
    from api.database.engine import reading, writing
    from api.database.tables.access import GrantRow, UserRow
    from api.settings import Settings, read_settings

commands = CommandSet(
    cls=FrenchGroup,
    name="user",
    no_args_is_help=True,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    help="Comptes du service, depuis sa machine : en ouvrir un, les énumérer, changer un mot de "
    "passe, en fermer. Le premier administrateur : « rota user add vous@exemple.org --nom Vous "
    "--role admin ». Le reste se fait dans « Comptes ».",
    epilog=CODES,
    panel=SERVE,
)

Email = Annotated[str, o.argument("ADRESSE", "Adresse électronique du compte.")]
RoleName = Annotated[
    Role,
    o.option(
        "--role", "admin|rh|responsable|mediateur|commanditaire", "Ce que le compte peut faire."
    ),
]
Agency = Annotated[str, o.option("--agence", "ID", "Sur cette agence ; sinon, toutes.")]
Dispositif = Annotated[str, o.option("--dispositif", "ID", "Sur ce dispositif de l’agence.")]
Prompt = Annotated[
    bool,
    o.flag(
        "--demander",
        "Demande le mot de passe (ou le lit sur l’entrée standard) ; sinon, il est tiré au "
        "hasard et montré une fois.",
    ),
]


@commands.declare("Ouvre un compte.")
def add(
    email: Email,
    *,
    name: Annotated[str, o.option("--nom", "NOM", "Qui c’est.")],
    role: RoleName,
    agency: Agency = "",
    dispositif: Dispositif = "",
    person: Annotated[str, o.option("--personne", "ID", "Le médiateur que c’est.")] = "",
    prompt: Prompt = False,
    json: o.AsJson = False,
) -> int:
    settings, engine = _open_database()
    address = normalised(email)
    password = password_of(address, name, prompt=prompt)
    kept = hashed(settings, password)
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
    _tell(f"Compte ouvert : {address}", {"id": row.id}, "" if prompt else password, json)
    return OK


@commands.declare("Énumère les comptes et leurs droits.")
def list_() -> int:
    _, engine = _open_database()
    with reading(engine) as session:
        rows = session.scalars(
            select(UserRow).where(UserRow.scopes == "").order_by(UserRow.email)
        ).all()
        grants = grants_of(session, [row.id for row in rows])
    table = Table("Adresse", "Nom", "Droits", "Dernière connexion", "État")
    for row in rows:
        last = "jamais" if row.last_login is None else f"{row.last_login:%d/%m/%Y}"
        table.add_row(
            Text(row.email),
            Text(row.name),
            Text("\n".join(_right(grant) for grant in grants[row.id]) or "aucun"),
            last,
            _state(row),
        )
    out().print(table)
    return OK


@commands.declare("Donne un nouveau mot de passe à un compte.")
def reset(email: Email, *, prompt: Prompt = False, json: o.AsJson = False) -> int:
    settings, engine = _open_database()
    with reading(engine) as session:
        row = _account(session, email)
    password = password_of(row.email, row.name, prompt=prompt)
    # Slow on purpose, so before the transaction: other writers would wait for it.
    kept = hashed(settings, password)
    with writing(engine) as session:
        row = _account(session, email)
        row.password = kept
        revoke(session, row.id, Kind.SESSION, Kind.INVITATION, Kind.RESET, now=datetime.now(UTC))
        note(session, LOCAL, "changer_mot_de_passe", "compte", row.id)
    words = f"Nouveau mot de passe : {row.email}"
    _tell(words, {"id": row.id}, "" if prompt else password, json)
    return OK


@commands.declare("Ferme un compte, ses sessions et ses jetons.")
def disable(email: Email) -> int:
    _, engine = _open_database()
    with writing(engine) as session:
        row = _account(session, email)
        accounts.close(session, LOCAL, row.id)
    say(f"Compte fermé : {row.email}")
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


def _tell(words: str, answer: dict[str, Any], password: str, json: bool) -> None:
    """Say what was done, and a password that is shown this once."""
    if json:
        say_json({**answer, **({"password": password} if password else {})})
        return
    say(words)
    if password:
        say("Mot de passe, montré cette seule fois :")
        out().print(Text(password))


def _right(grant: Grant | GrantRow) -> str:
    """Write a right: the role and where it holds."""
    where = " / ".join(part for part in (grant.agency, grant.dispositif) if part)
    return f"{grant.role} ({where or 'partout'})"


def _state(row: UserRow) -> str:
    """Say whether an account is open, and by what."""
    if row.closed is not None:
        return "fermé"
    return "ouvert" if row.password or row.oidc_subject else "sans mot de passe"
