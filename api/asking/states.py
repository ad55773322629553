"""États: where a request for leave stands, and where a swap does."""

from __future__ import annotations

from enum import StrEnum


class LeaveState(StrEnum):
    """Where a request for leave stands."""

    ASKED = "demande"
    GRANTED = "accorde"
    REFUSED = "refuse"
    WITHDRAWN = "retire"


class SwapState(StrEnum):
    """Where a swap stands. LAPSED: a shift changed or began before it was published."""

    ASKED = "demande"
    ACCEPTED = "accepte"
    APPROVED = "approuve"
    REFUSED = "refuse"
    WITHDRAWN = "retire"
    LAPSED = "caduc"
