"""Remember the values computed last, by key; each is computed once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Same:
    """A part of a key that compares by identity, and keeps its value alive with the key."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


@dataclass
class _Turn:
    """The lock of one key, and how many threads hold it or wait for it."""

    lock: Lock = field(default_factory=Lock)
    threads: int = 0


class Memory(Generic[Value]):
    """
    Keeps the `most` values used last, by key; a value is computed once for all readers.

    Values are shared: never change one.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._turns: dict[Hashable, _Turn] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, worked out by the first thread that wants it."""
        value = self.find(key)
        if value is None:
            with self.turn(key):
                value = self.find(key)
                if value is None:
                    value = make()
                    self.keep(key, value)
        return value

    def find(self, key: Hashable) -> Value | None:
        """Return the value of a key (None: it isn't kept)."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: Hashable, value: Value) -> None:
        """Keep a value as the one of a key; those used longest ago make room."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self.most:
                self._values.popitem(last=False)

    def clear(self) -> None:
        """Forget all values."""
        with self._lock:
            self._values.clear()

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """
        Hold the lock of a key: threads that want the same key wait, others don't.

        Take one key at a time, or two threads may wait for each other for ever.
        """
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.threads += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.threads -= 1
                if not turn.threads:
                    del self._turns[key]
