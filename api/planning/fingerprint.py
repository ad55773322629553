"""Compute a fingerprint of a rota, which changes with any assignment or time of a slot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from scheduler.domain.rota import Rota
from scheduler.domain.time import Span

SHOWN = 8
"""Digits of a fingerprint that people read."""


def fingerprint(rota: Rota) -> str:
    """Return the fingerprint as eight hexadecimal digits."""
    return digest(rota)[:SHOWN]


def digest(rota: Rota) -> str:
    """Return the whole digest, of which `fingerprint` shows the first eight digits."""
    slots = rota.problem.slot_of
    return digest_of((a.mediator, a.slot, slots[a.slot].span) for a in rota.whole)


def digest_of(duties: Iterable[tuple[str, str, Span]]) -> str:
    """Return the digest of who holds which slot, and when."""
    lines = sorted(f"{who}\t{slot}\t{span.first}\t{span.last}" for who, slot, span in duties)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
