"""What crosses HTTP of addresses of events: typed once by form and JSON, the secret hidden."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.database.tables.events import WebhookRow
from api.events.facts import EventType
from api.web.answer import Body, Out
from api.web.texts import Line


class NewWebhook(Body):
    """An address that is to be sent events of these types, of an agency (empty: of all)."""

    url: Annotated[str, Line(WebhookRow.url), Field(examples=["https://exemple.org/roulement"])]
    types: Annotated[
        tuple[EventType, ...], Field(min_length=1, max_length=20, examples=[["month.published"]])
    ]
    agency: Annotated[str, Line(WebhookRow.agency), Field(examples=["ville"])] = ""


class WebhookOut(Out):
    """An address of events; `closed`: since when it takes no more, as it answered itself (410)."""

    id: str
    url: str
    types: tuple[EventType, ...]
    agency: str
    made: datetime
    paused: datetime | None
    closed: datetime | None


class SecretOut(WebhookOut):
    """An address with the secret that signs what it is sent, shown this once."""

    secret: str
