"""Wait until what a page needs is read, as `api.shell.preparing` says."""

from api.shell.preparing import JUDGED, PREPARED

__all__ = ["JUDGED", "PREPARED"]
