"""What crosses HTTP of addresses of events: typed once by form and JSON, the secret hidden."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from api.database.tables.events import WebhookRow
from api.events.facts import EventType
from api.web.answering.answer import Body, Out
from api.web.texts import Line


class NewWebhook(Body):
    """An address that is to be sent events of these types, of an agency (empty: of all)."""

    url: Annotated[str, Line(WebhookRow.url), Field(examples=["https://exemple.org/roulement"])]
    types: Annotated[
        tuple[EventType, ...], Field(min_length=1, max_length=20, examples=[["month.published"]])
    ]
    agency: Annotated[str, Line(WebhookRow.agency), Field(examples=["ville"])] = ""


class AddressDeed(StrEnum):
    """What is done with an address, as the journal calls it (see `api.events.service.act`)."""

    ROTATE = "renouveler"
    SUSPEND = "suspendre"
    RESUME = "reprendre"
    REPLAY = "renvoyer"
    DELETE = "effacer"


class WebhookDeed(Body):
    """What to do with an address."""

    deed: AddressDeed = Field(examples=["renouveler"])


class WebhookOut(Out):
    """
    An address of events; `closed`: since when it takes no more, as it answered itself (410).

    `secret`: what signs, shown when it is new (else empty).
    """

    id: str
    url: str
    types: tuple[EventType, ...]
    agency: str
    made: datetime
    paused: datetime | None
    closed: datetime | None
    secret: str


def webhook_out(row: WebhookRow, *, secret: str = "") -> WebhookOut:
    """Write an address, without its secret unless it is new."""
    return WebhookOut.model_validate(row).model_copy(update={"secret": secret})
