"""Define the table of counters by which caches and clients know that something changed."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import Base, Instant


class StateRow(Base):
    """
    A named counter, raised in the transaction of what it counts.

    `data`: the association's rows were changed. `ledger`: the last publication's number.
    `commencer`: one where somebody closed the beginning, and so for each step passed over.
    """

    __tablename__ = "state"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    changed: Mapped[datetime] = mapped_column(Instant)
