"""Make the bodies of rows over HTTP: shown, added, changed; only RH see some fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from api.data.rows.columns import Kind
from api.french.expected import expected, quoted
from api.web.answer import Body, Items, Out
from api.web.problems import Fault
from scheduler.domain.people import AbsenceKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.data.rows.columns import Column

Values = TypeVar("Values", bound=BaseModel)

ADULT = 18
REASONS = (
    AbsenceKind.LEAVE,
    AbsenceKind.UNAVAILABLE,
    AbsenceKind.REST,
    AbsenceKind.RECOVERY,
    AbsenceKind.UNPAID,
)
"""Reasons of absence that a responsable may give: none of them tells of health."""


class RowOut(BaseModel, Generic[Values]):
    """A row: its key, its revision (that of its ETag), its values."""

    key: int = Field(examples=[12])
    number: int = Field(examples=[1])
    values: Values
    remarks: list[str] = Field([], description="Ce qui est pris tel quel, et surprendra.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return the name of a list's items in OpenAPI: `Items_RowOfContrats_`."""
        return f"RowOf{params[0].__name__}"


class SheetOut(Out):
    """
    What a file of rows changed, or would have (not `written`): added, changed, kept as they are.

    `remarks`: how it was read, where it may surprise.
    """

    written: bool
    added: int
    changed: int
    kept: int
    remarks: list[str]


class FieldChangeOut(Out):
    """A field's value before and after a change (null: it had none, or has none any more)."""

    field: str = Field(examples=["end"])
    before: Any = Field(examples=["2026-03-13"])
    after: Any = Field(examples=["2026-03-14"])


class RowChangeOut(Out):
    """
    What was changed of a row: `ajouter`, `modifier` or `supprimer`; only fields that changed.

    `by`: who did it, by name, or what stands for an account that is erased or that there never was.
    """

    at: datetime
    by: str = Field(examples=["Anaïs Le Floch"])
    action: str = Field(examples=["modifier"])
    fields: list[FieldChangeOut]


class RowChange(Body):
    """
    One of several changes made together.

    `ajouter`: `values`. `modifier`: `key`, `number` (the revision that it was read at), `values`.
    `supprimer`: `key` and `number`.
    """

    action: Literal["ajouter", "modifier", "supprimer"]
    kind: str = Field(max_length=40, examples=["personnes"])
    key: int | None = Field(default=None, ge=1, le=2**31 - 1)
    number: int | None = Field(default=None, ge=1, le=2**31 - 1)
    values: dict[str, Any] = Field(default_factory=dict)


class Changes(Body):
    """Changes that are made together, or not at all: a person with a contract, for one."""

    changes: list[RowChange] = Field(
        min_length=1,
        max_length=200,
        examples=[[{"action": "supprimer", "kind": "souhaits", "key": 12, "number": 1}]],
    )


class AnyRowOut(BaseModel):
    """A row of some kind."""

    kind: str
    key: int
    number: int
    values: dict[str, Any]


class ChangedOut(Items[AnyRowOut]):
    """The rows made and changed; `remarks`: what is taken as it is, and will surprise."""

    remarks: list[str]


@dataclass(frozen=True)
class Shapes:
    """The three bodies of a kind: to show a row, to add one, to change one."""

    kind: Kind
    partial: bool

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the fields that this address hides."""
        return self.kind.private if self.partial else ()

    @property
    def columns(self) -> list[Column]:
        """Return the columns that this address shows, in their order."""
        return [c for c in self.kind.columns.values() if c.field not in self.hidden]

    @property
    def whose(self) -> str:
        """
        Return the field that names the person whom hidden fields are about (empty: none are).

        It must not change: another person could then read the hidden fields in their own account.
        """
        if not self.hidden:
            return ""
        naming = (c.field for c in self.kind.columns.values() if c.names == "personnes")
        return next(naming, "id")

    @cached_property
    def made(self) -> type[BaseModel]:
        """Return the body that adds a row."""
        if not self.partial or self.kind.name != "absences":
            return _whole(self.kind)
        fields = _fields(self.kind, ())
        fields["kind"] = (
            Literal[tuple(reason.value for reason in REASONS)],
            Field(description="Motif ; ceux de santé sont l’affaire des RH."),
        )
        return _model(self.kind, "AbsenceAjoutee", fields)

    @cached_property
    def changed(self) -> type[BaseModel]:
        """Return the body that changes a row; hidden fields keep their value."""
        if not self.hidden:
            return _whole(self.kind)
        return _model(self.kind, f"{_name(self.kind)}Modifiees", _fields(self.kind, self.hidden))

    @cached_property
    def shown(self) -> type[BaseModel]:
        """Return the body that shows a row."""
        if not self.hidden:
            return _whole(self.kind)
        fields = _fields(self.kind, self.hidden)
        if self.kind.name == "personnes":
            words = "Dernier jour où la personne est mineure (null : majeure, ou âge inconnu)."
            fields["minor_until"] = (date | None, Field(default=None, description=words))
        return _model(self.kind, f"{_name(self.kind)}Visibles", fields)

    def checked(
        self, values: Mapping[str, Any], where: str, *, adding: bool
    ) -> tuple[dict[str, Any], list[Fault]]:
        """
        Return values in the shape of the body that adds, or changes, a row; or what is wrong.

        `where`: the path of the row in the request (empty: the body).
        """
        model = self.made if adding else self.changed
        try:
            return model.model_validate(values).model_dump(mode="json"), []
        except ValidationError as error:
            return {}, [
                Fault(
                    field=".".join([*filter(None, [where]), *map(str, fault["loc"])]),
                    received=quoted(fault),
                    expected=expected(fault),
                )
                for fault in error.errors()
            ]

    def view(self, values: Mapping[str, Any], today: date) -> dict[str, Any]:
        """Return those values of a row that may be shown."""
        seen = {name: value for name, value in values.items() if name not in self.hidden}
        if self.partial and self.kind.name == "personnes":
            seen["minor_until"] = minor_until(values["birth"], today)
        return seen


def minor_until(birth: str | None, today: date) -> str | None:
    """Return the last day on which a person is a minor, if it isn't past (None: it is)."""
    if birth is None:
        return None
    born = date.fromisoformat(birth)
    try:
        adult = born.replace(year=born.year + ADULT)
    except ValueError:  # the 29th of February: of age on the 1st of March
        adult = date(born.year + ADULT, 3, 1)
    last = date.fromordinal(adult.toordinal() - 1)
    return last.isoformat() if last >= today else None


def _name(kind: Kind) -> str:
    return "".join(part.capitalize() for part in kind.name.split("_"))


def _fields(kind: Kind, hidden: tuple[str, ...]) -> dict[str, Any]:
    fields = kind.model.model_fields.items()
    return {name: (info.annotation, info) for name, info in fields if name not in hidden}


@cache
def _whole(kind: Kind) -> type[BaseModel]:
    """Return the model of a kind's rows with all fields, built at once."""
    return _model(kind, _name(kind), _fields(kind, ()))


def _model(kind: Kind, name: str, fields: dict[str, Any]) -> type[BaseModel]:
    config = ConfigDict(extra="forbid", frozen=True, title=name)
    return create_model(name, __config__=config, __doc__=kind.model.__doc__, **fields)
