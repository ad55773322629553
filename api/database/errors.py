"""Define the errors of a database."""

from scheduler.errors import RoulementError


class NotEmptyError(RoulementError):
    """A database or file isn't empty, and may not be replaced."""


class NotThereError(RoulementError):
    """No row has this key."""


class BadBackupError(RoulementError):
    """A file is no backup of ours, or has changed since it was written."""


class SchemaError(RoulementError):
    """The database's tables are not those that this version of the program knows."""
