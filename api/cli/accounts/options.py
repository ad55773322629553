"""What is typed of an account, and its password, which never is on the command line."""

from __future__ import annotations

import secrets
import sys
from typing import Annotated

import typer

from api.access.caller import Role
from api.access.secrets.passwords import check_strength

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No character that is taken for another when it is read aloud or copied by hand."""

GROUPS, GROUP = 4, 5

Email = Annotated[
    str,
    typer.Argument(metavar="ADRESSE", show_default=False, help="Adresse électronique du compte."),
]
RoleOf = Annotated[
    Role,
    typer.Option(
        "--role",
        metavar="admin|rh|responsable|mediateur|commanditaire",
        show_default=False,
        help="Ce que le compte peut faire.",
    ),
]
AgencyOf = Annotated[
    str,
    typer.Option(
        "--agence", metavar="ID", show_default=False, help="Sur cette agence ; sinon, toutes."
    ),
]
DispositifOf = Annotated[
    str,
    typer.Option(
        "--dispositif", metavar="ID", show_default=False, help="Sur ce dispositif de l’agence."
    ),
]
Prompt = Annotated[
    bool,
    typer.Option(
        "--demander",
        metavar=" ",
        help="Demande le mot de passe (ou le lit sur l’entrée standard) ; sinon, il est tiré au "
        "hasard et montré une fois.",
    ),
]


def password_of(email: str, name: str, *, prompt: bool) -> str:
    """Ask for a password, or draw one: none is ever on the command line, which others can read."""
    if not prompt:
        groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
        return "-".join(groups)
    if sys.stdin.isatty():
        password: str = typer.prompt(
            "Mot de passe", hide_input=True, confirmation_prompt="Encore une fois", err=True
        )
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    check_strength(password, email=email, name=name)
    return password
