"""What crosses HTTP of subscriptions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.database.tables.feeds import FeedRow
from api.web.answer import Body, Out
from api.web.texts import Line

Minutes = Literal[0, 30, 60]
Label = Annotated[str, Line(FeedRow.label), Field(examples=["iPhone"])]
Target = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\s;,|\"'/\x00]+$")]


class Own(Body):
    """A feed of one's own: all of it, or only when one is busy, for the family."""

    kind: Literal["personne", "occupation"] = "personne"
    alarm: Minutes | None = Field(None, description="Minutes avant chaque service.", examples=[30])
    label: Label = ""


class Shared(Body):
    """A feed of what one oversees."""

    kind: Literal["site", "dispositif", "equipe", "astreinte"] = Field(examples=["site"])
    target: Target = Field(examples=["10"])
    label: Label = ""


class Choice(Body):
    """A subscription's alarm and label."""

    alarm: Minutes | None = None
    label: Label = ""


class Renewal(Body):
    """Why there is to be a new address: after a leak the old one answers nothing, at once."""

    reason: Literal["fin", "fuite"] = "fin"


class FeedOut(Out):
    """
    A subscription.

    `read`, `reader`: when and by which program it was last read. `publication`: the last
    publication that it was given. `closed`: it shows that it is closed since then.
    """

    id: str
    kind: str
    target: str
    alarm: int | None
    label: str
    made: datetime
    read: datetime | None
    reader: str
    publication: int | None = Field(validation_alias="read_publication")
    closed: datetime | None = Field(validation_alias="closing")


class OverseenOut(FeedOut):
    """Anyone's subscription to what one oversees; `user`: whose account."""

    user: str


class MadeOut(BaseModel):
    """A subscription just made: its addresses hold its secret and are shown this once."""

    feed: FeedOut
    https: str
    webcal: str
    google: str
    outlook: str
    office: str
    qr: str = Field(description="L’adresse webcal en SVG.")
    advice: list[str]


class ReceiptOut(Out):
    """Whether a person whom a publication concerns was given it by a calendar of theirs."""

    person: str = Field(validation_alias="mediator")
    feeds: int = Field(description="Abonnements ouverts de la personne (0 : aucun).")
    seen: datetime | None
