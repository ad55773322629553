"""Kinds of things: a class of the product, a sequence, a mapping, something plain, unknown."""

from typing import Any, TypeAlias

#: ("class", key), ("type", key), ("seq", kind), ("map", kind, kind), ("tuple", kinds), ("plain",)…
Kind: TypeAlias = tuple[Any, ...]
UNKNOWN: Kind = ("unknown",)
#: Nothing of the product: numbers, texts, dates.
PLAIN: Kind = ("plain",)

SEQUENCES = frozenset(
    {"list", "set", "frozenset", "Sequence", "Iterable", "Iterator", "Collection", "deque"}
)
MAPPINGS = frozenset({"dict", "Mapping", "MutableMapping", "defaultdict", "Counter"})
PLAINS = frozenset(
    {"int", "str", "bool", "float", "bytes", "None", "date", "time", "datetime", "timedelta"}
    | {"Fraction", "Callable", "object", "range", "Random", "Literal", "Path"}
)
#: Builtins that give back what they are given, in another order or number.
SAME = frozenset({"sorted", "list", "tuple", "set", "frozenset", "reversed", "iter", "filter"})
PICK = frozenset({"max", "min", "next"})
NUMBERS = frozenset({"sum", "len", "any", "all", "abs", "int", "str", "bool", "range", "divmod"})


def joined(kinds: list[Kind]) -> Kind:
    """Return the one kind that all are (those that say nothing left aside), or UNKNOWN."""
    said = list(dict.fromkeys(k for k in kinds if k != PLAIN))
    if not said:
        return PLAIN if kinds else UNKNOWN
    return said[0] if len(said) == 1 else UNKNOWN


def element(kind: Kind) -> Kind:
    """Return what iterating gives."""
    if kind[0] in ("seq", "map"):
        inner: Kind = kind[1]
        return inner
    if kind[0] == "tuple":
        return joined(list(kind[1]))
    return PLAIN if kind == PLAIN else UNKNOWN


def of_call(name: str, arguments: list[Kind]) -> Kind | None:  # noqa: PLR0911 - one case a builtin
    """Return what a builtin, or a function of itertools, gives (None: it is none known)."""
    if name in NUMBERS:
        return PLAIN
    if name in PICK and arguments:
        return element(arguments[0]) if len(arguments) == 1 or name == "next" else joined(arguments)
    if name in SAME:
        return ("seq", element(arguments[-1]) if arguments else UNKNOWN)
    if name == "replace":
        return arguments[0]
    if name in {"dict", "defaultdict"}:
        return arguments[0] if arguments and arguments[0][0] == "map" else ("map", UNKNOWN, UNKNOWN)
    parts = tuple(element(kind) for kind in arguments)
    if name == "enumerate":
        return ("seq", ("tuple", (PLAIN, parts[0])))
    if name in ("pairwise", "combinations"):
        return ("seq", ("tuple", (parts[0], parts[0])))
    if name in ("zip", "product"):
        return ("seq", ("tuple", parts))
    if name == "chain":
        return ("seq", joined(list(parts)))
    return None


def of_method(kind: Kind, name: str) -> Kind:
    """Return what a method of a list or a mapping gives."""
    if kind[0] == "map":
        value: Kind = kind[2]
        if name in ("get", "setdefault", "pop"):
            return value
        parts = {"items": ("tuple", kind[1:]), "values": value, "keys": kind[1]}
        return ("seq", parts[name]) if name in parts else UNKNOWN
    if kind[0] == "seq":
        inner: Kind = kind[1]
        if name == "pop":
            return inner
        same = ("copy", "union", "intersection", "difference", "symmetric_difference")
        return kind if name in same else PLAIN
    return UNKNOWN
