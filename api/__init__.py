"""
The service around the engine: a folder for each feature, and the floors that they stand on.

What features bring (routes, rights, tables, what follows a publication) is found by the names of
their modules: nobody lists them.
"""

from __future__ import annotations

import fnmatch
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def modules(pattern: str) -> Iterator[ModuleType]:
    """Import and yield the modules whose full names match (`*.rights`), in the order of names."""
    for name in fnmatch.filter(_names(), pattern):
        yield import_module(name)


@cache
def _names() -> tuple[str, ...]:
    """Return the full names of all modules, found once a process."""
    return tuple(sorted(m.name for m in walk_packages(__path__, "api.") if not m.ispkg))
