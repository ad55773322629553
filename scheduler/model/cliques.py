"""Cover a graph of conflicting pairs with cliques, so that the model has fewer rows."""

from __future__ import annotations

from collections import defaultdict


def cliques(pairs: set[frozenset[int]]) -> list[list[int]]:
    """Cover the edges of a graph with cliques, greedily: fewer and tighter rows."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for pair in pairs:
        a, b = sorted(pair) if len(pair) > 1 else (next(iter(pair)),) * 2
        if a != b:
            neighbours[a].add(b)
            neighbours[b].add(a)
    left = {tuple(sorted(p)) for p in pairs if len(p) > 1}
    rows: list[list[int]] = []
    for edge in sorted(left):
        if edge not in left:
            continue
        row = list(edge)
        common = neighbours[row[0]] & neighbours[row[1]]
        while common:
            pivot = min(common)
            row.append(pivot)
            common &= neighbours[pivot]
        rows.append(row)
        left -= {(a, b) for a in row for b in row if a < b}
    return rows
