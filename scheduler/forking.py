"""
The process that a program's others are forked from, and what it loads once for all of them.

A program has one such process, whoever needs it first: hence one list of modules.
"""

from __future__ import annotations

import multiprocessing as mp

CONTEXT = mp.get_context("forkserver")
"""How every process of ours is started."""

_LOADED: list[str] = []


def preload(*modules: str) -> None:
    """Have modules loaded before anything is forked; too late once that process runs."""
    _LOADED.extend(name for name in modules if name not in _LOADED)
    CONTEXT.set_forkserver_preload(_LOADED)
