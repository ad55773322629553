"""What ends with an account: each area's part in it, composed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

CLOSED: tuple[Callable[[Session, str], None], ...] = ()
"""Called in the transaction that closes an account, with its id."""
