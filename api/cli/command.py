"""Declare commands whose signatures are read at once, and whose bodies load when they run."""

from __future__ import annotations

import gc
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer

from api.cli.interrupts import raise_from_here
from api.french.typing import FrenchCommand

if TYPE_CHECKING:
    from collections.abc import Callable

    Signature = Callable[..., None]
    Body = Callable[..., int]


PLAN, UNDERSTAND, GIVE = "Planifier", "Contrôler et comprendre", "Diffuser"
SERVE = "Tenir le service"
CODES = (
    "Codes de sortie : 0, tout va bien (un planning légal peut avoir des trous) ; 1, des constats "
    "bloquent ou le mois est impossible ; "
    "2, commande ou données refusées, rien n’est écrit ; 3, défaut du logiciel ou interruption."
)


class CommandSet(typer.Typer):
    """
    Commands whose help is quick: it loads no library of the product.

    A command is declared by a function without a body, from which its options are read. The
    function of the same name in the module `body` does the work, and takes the same parameters.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_completion=False, rich_markup_mode=None, **settings)
        self.bodies: dict[str, str] = {}
        """By function: the module that does its work."""

    def declare(
        self, body: str, text: str, *, panel: str | None = None
    ) -> Callable[[Signature], Signature]:
        """Declare a command under the name of the decorated function, with its help."""

        def add(signature: Signature) -> Signature:
            name = signature.__name__
            self.bodies[name] = body

            @wraps(signature)
            def run(**values: Any) -> int:
                function: Body = getattr(import_module(body), name)
                raise_from_here()
                _collect_garbage()
                return function(**values)

            self.command(
                name.rstrip("_"),
                cls=FrenchCommand,
                help=text,
                epilog=CODES,
                rich_help_panel=panel,
            )(run)
            return signature

        return add


def _collect_garbage() -> None:
    """Turn the garbage collector on, leaving out what is loaded already (see `main`)."""
    if not gc.isenabled():
        from scheduler.garbage import collect_seldom  # noqa: PLC0415 - the help loads no such word

        collect_seldom()
