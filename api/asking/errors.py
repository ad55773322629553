"""Errors of what people ask for and enter, each with the status of its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from api.data.stored.entries import RowFault
from api.french.plural import plural
from api.month.errors import Wrong
from scheduler.errors import RoulementError


class AskingError(RoulementError):
    """
    Root of these errors: `code` is stable, for programs; the message is French.

    `refusal`: fields of the refusal over HTTP, beside its `status`, its `code` and the message.
    """

    status: ClassVar[int]
    refusal: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class WrongValuesError(AskingError):
    """Wrong values in what was sent, all listed at once."""

    status = 422

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = tuple(wrong)
        many = plural(len(self.wrong), "valeur refusée", "valeurs refusées")
        super().__init__("demande_refusee", f"{many}.")
        self.refusal = {"errors": self.wrong}

    @classmethod
    def of(cls, faults: Iterable[RowFault]) -> WrongValuesError:
        """Return the refusal of a row that a request would make, on the fields of the request."""
        return cls(
            Wrong(field=fault.field or "start", received=fault.received, expected=fault.expected)
            for fault in faults
        )


class ConflictError(AskingError):
    """What is asked for can't be done in the present state; `current`: what to know of it."""

    status = 409

    def __init__(self, code: str, message: str, current: Any = None) -> None:
        super().__init__(code, message)
        self.current = current
        self.refusal = {"current": current}


class PassedError(AskingError):
    """Someone else changed it first: `current` is as it is now, `yours` as the caller read it."""

    status = 412

    def __init__(self, current: Any, yours: Any) -> None:
        super().__init__(
            "version_depassee",
            "Quelqu’un d’autre a modifié cela entre-temps ; rien de vous n’a été écrit.",
        )
        self.current = current
        self.yours = yours
        self.refusal = {"current": current, "yours": yours}
