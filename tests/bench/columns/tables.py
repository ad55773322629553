"""The arrays in which outlines are followed: days by kinds of slots, people by bounds."""

from __future__ import annotations

from typing import Any, NamedTuple

Array = Any
"""An array of numpy; its shape and kind are told where it is declared."""

OFF = -1
"""What a roster holds on a day off; else the kind of the slot."""


class Tables(NamedTuple):
    """
    What bounds the rosters of all people, for compiled functions.

    D days, S kinds of slots, C classes of kinds that let the same kinds follow, P people, G groups
    of kinds of which a person may hold so many. Minutes are counted in units of their greatest
    common divisor.

    `length` (D × S): units of a slot. `kind_class` (S). `follows` (C × S): whether a kind may
    follow a class on the next day. `alike` (S): kinds share a number that are of one length, may
    follow the same kinds and be followed by the same. `weekday` (D): Monday is 0. `longest`,
    `shortest`, `rest` (P): most and fewest days of a run, fewest days off. `least`, `most` (P):
    units in all. `weekends` (P): most of them. `members` (P × G × S), `limits` (P × G).
    """

    length: Array
    kind_class: Array
    follows: Array
    alike: Array
    weekday: Array
    longest: Array
    shortest: Array
    rest: Array
    least: Array
    most: Array
    weekends: Array
    members: Array
    limits: Array


class Cover(NamedTuple):
    """
    The rows of the master, a cell of a day and a kind each (D × S, laid flat).

    `wanted`: people; `under`, `over`: points for each person missing, and too many.
    """

    wanted: Array
    under: Array
    over: Array


class Shapes(NamedTuple):
    """
    One part as arrays: see `Tables` and `Cover`.

    `people`: ids. `slots` (D × S): ids, empty where there is none. `open` (P × D × S): whether a
    person may hold a slot. `price` (P × D × S): points that a person's holding it costs (or saves).
    `constant`: points that any rota costs.
    """

    people: tuple[str, ...]
    slots: tuple[tuple[str, ...], ...]
    open: Array
    price: Array
    constant: int
    tables: Tables
    cover: Cover

    @property
    def size(self) -> tuple[int, int, int]:
        """People, days, kinds."""
        people, days, kinds = self.open.shape
        return people, days, kinds
