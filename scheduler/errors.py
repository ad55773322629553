"""
Define the errors of the product, as one tree.

RoulementError
├── InvalidProblemError      the data contradict themselves or are out of bounds
│   ├── NaiveTimeError       a datetime without a time zone
│   └── ImpossibleTimeError  a local time that the clock change skips
├── NotInForceError          a dated value asked for a day before its first entry
├── UnlawfulDerogationError  an agreement asks for more than the law lets it change
├── EncodingMismatchError    the solver's rota fails our own audit: a bug of ours
└── SolverCrashError         the child process died (memory, abort)
    └── NurseryDiedError     it was killed together with the process that it was forked from

Messages are in French: they reach users through the command line and the API.
"""

from __future__ import annotations


class RoulementError(Exception):
    """Root of all errors that the product raises on purpose."""


class InvalidProblemError(RoulementError, ValueError):
    """The data contradict themselves or are out of bounds."""


class NaiveTimeError(InvalidProblemError):
    """A datetime has no time zone: inputs must have one."""


class ImpossibleTimeError(InvalidProblemError):
    """A local time that does not exist, such as 02:30 on the last Sunday of March."""


class NotInForceError(RoulementError):
    """A dated value was asked for on a day before its first entry."""


class UnlawfulDerogationError(RoulementError):
    """The law doesn't let an agreement change this value that far."""


class EncodingMismatchError(RoulementError):
    """The solver accepted a rota that the audit refuses: a bug of ours, not a user's mistake."""


class SolverCrashError(RoulementError):
    """The solving process died."""


class NurseryDiedError(SolverCrashError):
    """
    The solving process was killed together with the process it was forked from.

    No solve can kill both by itself: the calculation isn't at fault, as when a machine stops.
    """
