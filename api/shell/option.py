"""A choice that a form offers: what is sent, and what people read."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Option:
    """
    A value of a field and what it is called.

    `group`: under which title it stands. `chosen`: whether it is the one in force.
    """

    value: str
    label: str
    group: str = ""
    chosen: bool = False
