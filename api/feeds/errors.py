"""Errors of subscriptions."""

from __future__ import annotations

from scheduler.errors import RoulementError


class UnknownFeedError(RoulementError):
    """There is no such subscription, or none that the caller may have."""


class NothingToShowError(RoulementError):
    """A subscription without use: its address would answer nothing, or that it is closed."""


class TooManyFeedsError(RoulementError):
    """The account has as many subscriptions as it may."""
