"""
The service around the engine: a folder for each feature, and the floors that they stand on.

Routes, rights, tables and hooks of features are found by the names of their modules, so no list has
to be kept. This module imports nothing of them before it is asked to: it is among the first that
`rota` loads, and Ctrl+C must work by then.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_names: list[str] = []


PAGES, ROUTES = "*pages", "*routes"
"""Names of the modules that hold a feature's screens, and its operations for programs."""


def modules(*patterns: str) -> Iterator[ModuleType]:
    """Import and yield the modules whose full names match one of the patterns, in their order."""
    import fnmatch  # noqa: PLC0415
    from importlib import import_module  # noqa: PLC0415
    from pkgutil import walk_packages  # noqa: PLC0415

    if not _names:
        # Once a process: it looks at every folder.
        _names.extend(sorted(m.name for m in walk_packages(__path__, "api.") if not m.ispkg))
    for pattern in patterns:
        for name in fnmatch.filter(_names, pattern):
            yield import_module(name)
