"""
Carry balances over to a period, added up when something first reads them.

Adding up two years of a hundred people takes longer than judging a month, and only goals follow
balances: an audit, or a question about tonight's duty, reads none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import overload

from scheduler.domain.slots import FairBalance

Balances = tuple[FairBalance, ...]


class CarriedBalances(Sequence[FairBalance]):
    """
    Balances that a problem may read, which compare as the tuple that they are read as.

    `add_up`: makes them, once. Copied to another process they are a tuple.
    """

    def __init__(self, add_up: Callable[[], Balances]) -> None:
        self._add_up = add_up
        self._known: Balances | None = None
        self._lock = Lock()

    @property
    def read(self) -> bool:
        """Whether something has read them."""
        return self._known is not None

    @property
    def _balances(self) -> Balances:
        with self._lock:
            if self._known is None:
                self._known = self._add_up()
            return self._known

    @overload
    def __getitem__(self, index: int) -> FairBalance: ...
    @overload
    def __getitem__(self, index: slice) -> Balances: ...
    def __getitem__(self, index: int | slice) -> FairBalance | Balances:
        """Return a balance, or several."""
        return self._balances[index]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._balances)

    def __eq__(self, other: object) -> bool:
        """Whether the same balances are carried over."""
        return self is other or (
            isinstance(other, tuple | CarriedBalances) and self._balances == tuple(other)
        )

    def __hash__(self) -> int:
        """Return the hash of the tuple."""
        return hash(self._balances)

    def __reduce__(self) -> tuple[type[tuple[FairBalance, ...]], tuple[Balances]]:
        """Copy the balances, and not what they are made of."""
        return tuple, (self._balances,)
