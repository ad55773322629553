"""Rules and their values in force as programs read them, by HTTP and by `--json`."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from api.judging.shapes import SourceOut


class AsideOut(BaseModel):
    """A value that another sets aside."""

    value: int
    text: str
    since: date
    until: date | None
    article: str
    url: str
    level: str


class ValueOut(BaseModel):
    """
    A value of a rule on the day (null: not in force yet), in `unit`.

    `floor` and `ceiling`: how far an agreement may move it (`branch_only`: the branch's alone);
    `authorised`: an authorisation. `initial`: the first that it had. `shared`: a rule listed before
    has it too.
    """

    name: str
    label: str
    unit: str
    value: int | None
    text: str
    since: date | None = None
    until: date | None = None
    article: str = ""
    url: str = ""
    level: str = ""
    floor: int | None = None
    ceiling: int | None = None
    authorised: tuple[int | None, int | None] | None = None
    initial: int | None = None
    branch_only: bool = False
    shared: bool
    set_aside: list[AsideOut] = []


class RuleOut(BaseModel):
    """A rule, its values on the day and its articles."""

    id: str
    title: str
    unit: str
    severity: str = Field(examples=["public_order"])
    severity_label: str = Field(examples=["ordre public"])
    effect: str = Field(examples=["block"])
    effect_label: str = Field(examples=["bloque la publication"])
    values: list[ValueOut]
    sources: list[SourceOut]


class RulesOut(BaseModel):
    """The rules on a day, with the values of a branch agreement (empty: of none)."""

    on: date
    agreement: str = Field(examples=["eclat"])
    rules: list[RuleOut]


class ProvisionOut(BaseModel):
    """What a branch agreement says and nothing computes."""

    id: str
    title: str
    text: str
    article: str
    url: str
    note: str


class AgreementOut(BaseModel):
    """A branch agreement's card."""

    id: str
    name: str
    idcc: int
    strength: str
    stated: date
    not_computed: list[ProvisionOut]
    warnings: list[str]


class ProfileOut(BaseModel):
    """The values in force for an agency (empty: for all), and the branch agreement it applies."""

    on: date
    agency: str
    agreement: AgreementOut | None
    rules: list[RuleOut]
