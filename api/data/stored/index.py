"""Find the rows of a kind by area and by person, without reading them all."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge

from api.data.rows.columns import Kind, Row, people_of
from api.data.rows.lines import Line, row_of_line
from api.data.stored.places import Areas, Places


class Index:
    """The keys of a kind's rows, sorted once for all readers of the same state."""

    def __init__(self, kind: Kind, lines: Sequence[Line], places: Places | None) -> None:
        self.kind, self.lines, self.places = kind, lines, places

    def keys(
        self, after: int, where: Callable[[Areas], bool] | None = None, person: str = ""
    ) -> Iterator[int]:
        """
        Return the keys greater than `after`, in order.

        `where`: accepts the areas whose rows are wanted (None: all areas). `person`: only rows of
        this person or that name them (empty: everybody's).
        """
        if person:
            return (
                key
                for key, row in self._by_person.get(person, ())
                if key > after and (where is None or where(self._areas(row)))
            )
        if where is None:
            return (line.line for line in self.lines if line.line > after)
        chosen = (keys for areas, keys in self._by_areas.items() if where(areas))
        return merge(*(keys[bisect_right(keys, after) :] for keys in chosen))

    def row(self, key: int) -> Row:
        """Return the row of a key."""
        return self._rows[key]

    def find(self, key: int) -> Row | None:
        """Return the row of a key (None: there is none)."""
        return self._rows.get(key)

    def _areas(self, row: Row) -> Areas:
        if self.places is None:
            raise TypeError(self.kind.name)
        return self.places.of(self.kind.name, row.__dict__)

    @cached_property
    def _rows(self) -> Mapping[int, Row]:
        return {line.line: row_of_line(line) for line in self.lines}

    @cached_property
    def _by_areas(self) -> Mapping[Areas, Sequence[int]]:
        keys: dict[Areas, list[int]] = defaultdict(list)
        for line in self.lines:
            keys[self._areas(row_of_line(line))].append(line.line)
        return keys

    @cached_property
    def _by_person(self) -> Mapping[str, Sequence[tuple[int, Row]]]:
        rows: dict[str, list[tuple[int, Row]]] = defaultdict(list)
        for line in self.lines:
            row = row_of_line(line)
            for person in set(people_of(self.kind, row)):
                rows[person].append((line.line, row))
        return rows
