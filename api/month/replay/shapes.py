"""Shapes of a publication made again, over HTTP and as `rota replay --json` writes it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from api.month.replay.service import Replay
    from api.month.replay.solving import Recalculation


class ReplayedFindingsOut(BaseModel):
    """
    The findings of a rule, as of the publication's moment, in the register's terms.

    `subjects`: the people whom they are about, as the register calls them, never by name.
    """

    model_config = ConfigDict(from_attributes=True)

    rule: str = Field(examples=["daily_rest_11h"])
    verdict: str = Field(examples=["to_confirm"])
    blocks: bool
    number: int
    acknowledged: int
    subjects: list[str] = Field(examples=[["0a1b2c3d"]])


class CarryOverOut(BaseModel):
    """
    The past that publications carried over to the month, against the whole register.

    `same`: null where it isn't kept any more.
    """

    model_config = ConfigDict(from_attributes=True)

    same: bool | None
    sentence: str


class RecalculationOut(BaseModel):
    """
    Whether the calculation of a publication gives the same rota again, in a sentence.

    `state`: as that of `ReplayOut`.
    """

    state: str = Field(examples=["identique"])
    words: str


class ReplayOut(BaseModel):
    """
    A publication made again from its version, and the data and the register of its moment.

    `state`: « identique », « differe » or « incertain ». `again`: the hash that comes (null: it
    couldn't be made). `differences`, `missing`: in sentences.
    """

    state: str = Field(examples=["identique"])
    publication: int
    month: str = Field(examples=["2026-12"])
    made: datetime
    hash: str
    again: str | None
    differences: list[str]
    missing: list[str]
    calculation: str | None
    carried: CarryOverOut | None
    findings: list[ReplayedFindingsOut]


def replay_out(answer: Replay) -> ReplayOut:
    """Return the answer as HTTP writes it."""
    carried = answer.carried
    return ReplayOut(
        state=answer.verdict.value,
        publication=answer.number,
        month=f"{answer.month:%Y-%m}",
        made=answer.made,
        hash=answer.hash,
        again=answer.again or None,
        differences=list(answer.differences),
        missing=list(answer.missing),
        calculation=answer.calculation or None,
        carried=None if carried is None else CarryOverOut.model_validate(carried),
        findings=[ReplayedFindingsOut.model_validate(group) for group in answer.findings],
    )


def recalculation_out(again: Recalculation) -> RecalculationOut:
    """Return what a calculation made again gave, as HTTP and `--json` write it."""
    return RecalculationOut(state=again.verdict.value, words=again.sentence)
