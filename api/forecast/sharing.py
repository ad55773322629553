"""Share the minutes of people who may hold posts of several kinds between these kinds."""

from collections.abc import Mapping

from api.forecast.needs import PostKind

Group = tuple["PostKind", ...]
"""Kinds of post that the same people may hold, in order."""


Shares = dict[Group, dict["PostKind", int]]
"""Minutes of each group, by the kind of post to which they go."""


def share(minutes: Mapping[Group, int], needs: Mapping[PostKind, int]) -> Shares:
    """
    Return the minutes that each group gives to each of its kinds of post, so that all are given.

    Whoever has the fewest kinds comes first. What a group has goes where minutes still lack, in
    proportion to what lacks; what is left over goes in proportion to needs, or in equal parts
    where nothing is needed. Where the kinds of two groups are always apart, or those of the one
    among those of the other, no other sharing leaves less of the needs unmet in all.
    """
    shares: Shares = {}
    shared: dict[PostKind, int] = {}
    for group in sorted(minutes, key=lambda kinds: (len(kinds), [k.order for k in kinds])):
        lacking = {kind: max(0, needs.get(kind, 0) - shared.get(kind, 0)) for kind in group}
        useful = min(minutes[group], sum(lacking.values()))
        parts = _in_proportion(useful, lacking)
        rest = _in_proportion(minutes[group] - useful, {kind: needs.get(kind, 0) for kind in group})
        for kind in group:
            shared[kind] = shared.get(kind, 0) + parts[kind] + rest[kind]
        shares[group] = {kind: parts[kind] + rest[kind] for kind in group}
    return shares


def received(shares: Shares) -> dict[PostKind, int]:
    """Return the minutes that each kind of post receives from all groups."""
    sums: dict[PostKind, int] = {}
    for parts in shares.values():
        for kind, minutes in parts.items():
            sums[kind] = sums.get(kind, 0) + minutes
    return sums


def _in_proportion(total: int, weights: Mapping[PostKind, int]) -> dict[PostKind, int]:
    """Split minutes by weight, in whole minutes; those left go where rounding cut most off."""
    weight_sum = sum(weights.values())
    if not weight_sum:
        weights, weight_sum = dict.fromkeys(weights, 1), len(weights)
    parts = {kind: total * weight // weight_sum for kind, weight in weights.items()}
    cut = sorted(weights, key=lambda kind: -(total * weights[kind] % weight_sum))
    for kind in cut[: total - sum(parts.values())]:
        parts[kind] += 1
    return parts
