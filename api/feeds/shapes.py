"""What crosses HTTP of subscriptions, by a form or by JSON."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from api.database.tables.feeds import FeedRow
from api.feeds.kinds import FeedKind
from api.feeds.subscriptions import Addresses
from api.web.answering.answer import Body, Out
from api.web.texts import Line


def _number(text: Any) -> Any:
    """Read a form's choice: empty is none."""
    if not isinstance(text, str):
        return text
    return int(text) if text.isdecimal() else text or None


Minutes = Annotated[Literal[0, 30, 60] | None, BeforeValidator(_number)]
Label = Annotated[str, Line(FeedRow.label), Field(examples=["iPhone"])]
Target = Annotated[str, Field(max_length=120, pattern=r"^[^\s;,|\"'/\x00]*$")]


class FeedChoices(Body):
    """A subscription's reminder, for one's own alone, and its name."""

    alarm: Minutes = Field(None, description="Minutes avant chaque service.", examples=[30])
    label: Label = ""


class NewFeed(FeedChoices):
    """
    A subscription to make: to all of one's own, or only when one is busy, for the family.

    Or to what one oversees: `target` is then the id of a site or of a dispositif.
    """

    kind: FeedKind = FeedKind.PERSON
    target: Target = ""


class Leak(Body):
    """Why an address ends: after a leak it answers nothing, at once."""

    reason: Literal["fin", "fuite"] = "fin"

    @property
    def leaked(self) -> bool:
        """Whether someone else may have seen it."""
        return self.reason == "fuite"


class FeedOut(Out):
    """
    A subscription; `user`: whose account.

    `read`, `reader`: when and by which program it was last read. `publication`: the last
    publication that it was given. `closed`: it shows that it is closed since then.
    """

    id: str
    user: str
    kind: str
    target: str
    alarm: int | None
    label: str
    made: datetime
    read: datetime | None
    reader: str
    publication: int | None = Field(validation_alias="read_publication")
    closed: datetime | None = Field(validation_alias="closing")


class NewFeedOut(BaseModel):
    """A subscription just made: its addresses hold its secret and are shown this once."""

    feed: FeedOut
    address: Addresses
