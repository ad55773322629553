"""Errors of the register."""

from scheduler.errors import RoulementError


class MovedError(RoulementError):
    """The month was published, or the association changed, since a publication was prepared."""


class EmptyPublicationError(RoulementError):
    """The publication would change nothing: all of it is published already, or it is empty."""
