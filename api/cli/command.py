"""Declare commands, in files that load the product only where a command runs."""

from __future__ import annotations

import builtins
import gc
import sys
from contextlib import contextmanager
from functools import cache, wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.main import get_group

from api.cli.interrupts import raise_from_here
from api.french.typing import FrenchCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Command = TypeVar("Command", bound=Callable[..., int])


PLAN, UNDERSTAND, GIVE = "Planifier", "Contrôler et comprendre", "Diffuser"
SERVE = "Tenir le service"
CODES = (
    "Codes de sortie : 0, tout va bien (un planning légal peut avoir des trous) ; 1, des constats "
    "bloquent ou le mois est impossible ; "
    "2, commande ou données refusées, rien n’est écrit ; 3, défaut du logiciel ou interruption."
)
_reading: set[str] = set()
"""Modules of which only declarations are being read."""


class CommandSet(typer.Typer):
    """
    The commands of a file: functions, whose options and help are read without their imports.

    `panel`: under which heading the help of `rota` shows a set that is a command itself.
    """

    def __init__(self, *, panel: str = "", **settings: Any) -> None:
        super().__init__(add_completion=False, rich_markup_mode=None, **settings)
        self.panel = panel

    def declare(
        self, text: str, *, panel: str | None = None, name: str = ""
    ) -> Callable[[Command], Command]:
        """Declare a command, under the decorated function's name unless it has its own."""

        def add(function: Command) -> Command:
            @wraps(function)
            def run(**values: Any) -> int:
                _load(vars(sys.modules[function.__module__]))
                raise_from_here()
                _collect_garbage()
                return function(**values)

            self.command(
                name or function.__name__.rstrip("_"),
                cls=FrenchCommand,
                help=text,
                epilog=CODES,
                rich_help_panel=panel,
            )(run)
            return function

        return add


def read(module: str, name: str) -> Any:
    """Return a command, or a group of them, that a module declares (see `when_it_runs`)."""
    group = _group(module)
    return group if group.name == name else group.commands[name]


@cache
def _group(module: str) -> Any:
    _reading.add(module)
    try:
        commands: CommandSet = import_module(module).commands
    finally:
        _reading.discard(module)
    group = get_group(commands)
    group.rich_help_panel = commands.panel
    return group


@contextmanager
def when_it_runs() -> Iterator[None]:
    """
    Import names (`from … import …`) when a command of this module runs: help waits for none.

    It is what Python 3.15 writes `lazy from … import …` (PEP 810). The names may be used inside
    functions and in annotations that nobody reads, and nowhere else. A module that anything but the
    command line imports has them at once.
    """
    import_now = builtins.__import__

    def import_(name: str, scope: Any = None, *rest: Any) -> Any:
        later = scope is not None and scope.get("__name__") in _reading
        return _Later(name) if later else import_now(name, scope, *rest)

    builtins.__import__ = import_  # type: ignore[assignment] # the same parameters, by place
    try:
        yield
    finally:
        builtins.__import__ = import_now


class _Later:
    """A module that isn't loaded yet, or a name in it."""

    def __init__(self, module: str, name: str = "") -> None:
        self.module = module
        self.name = name

    def __getattr__(self, name: str) -> _Later:
        return _Later(self.module, name)


def _load(scope: dict[str, Any]) -> None:
    for name, value in list(scope.items()):
        if isinstance(value, _Later):
            # With a list, as `from` does: the name may be that of a module inside.
            module = __import__(value.module, fromlist=[value.name])
            scope[name] = getattr(module, value.name)


def _collect_garbage() -> None:
    """Turn the garbage collector on, leaving out what is loaded already (see `main`)."""
    if not gc.isenabled():
        from scheduler.processes.garbage import collect_seldom  # noqa: PLC0415 - the help loads no such word

        collect_seldom()
