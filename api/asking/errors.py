"""Errors of what people ask for and enter, each with the status of its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.data.stored.entries import RowFault
from api.french.plural import plural
from scheduler.errors import RoulementError


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One wrong value: the field, its value, what was expected, in French."""

    field: str
    value: str = ""
    expected: str


class AskingError(RoulementError):
    """Root of these errors: `code` is stable, for programs; the message is French."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class WrongValuesError(AskingError):
    """Wrong values in what was sent, all listed at once."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = tuple(wrong)
        many = plural(len(self.wrong), "valeur refusée", "valeurs refusées")
        super().__init__("demande_refusee", f"{many}.")

    @classmethod
    def of(cls, faults: Iterable[RowFault]) -> WrongValuesError:
        """Return the refusal of a row that a request would make, on the fields of the request."""
        return cls(
            Wrong(field=fault.field or "start", value=fault.received, expected=fault.expected)
            for fault in faults
        )


class ConflictError(AskingError):
    """What is asked for can't be done in the present state; `current`: what to know of it."""

    def __init__(self, code: str, message: str, current: Any = None) -> None:
        super().__init__(code, message)
        self.current = current


class UnknownError(AskingError):
    """No such thing, or none that the caller may see."""

    def __init__(self) -> None:
        super().__init__("introuvable", "Rien à cette adresse, ou rien que vous puissiez voir.")


class PassedError(AskingError):
    """Someone else changed it first: `current` is as it is now, `yours` as the caller read it."""

    def __init__(self, current: Any, yours: Any) -> None:
        super().__init__(
            "version_depassee",
            "Quelqu’un d’autre a modifié cela entre-temps ; rien de vous n’a été écrit.",
        )
        self.current = current
        self.yours = yours
