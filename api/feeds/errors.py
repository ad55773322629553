"""What can go wrong with subscriptions."""

from __future__ import annotations

from scheduler.errors import RoulementError


class UnknownFeedError(RoulementError):
    """There is no such subscription, or none that the caller may have."""


class TooManyFeedsError(RoulementError):
    """The account has as many subscriptions as it may."""
