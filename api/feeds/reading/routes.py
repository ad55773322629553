"""
The addresses that calendars read.

They bypass FastAPI's machinery, because phones ask every few minutes for bytes that seldom change.
An address that is no feed, or no longer one, answers as any unknown address does.
"""

import math
import re
from datetime import UTC, datetime

from fastapi.responses import PlainTextResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.door import DirectRoute, Router
from api.access.rights.rule import PUBLIC, SECRET
from api.access.secrets.secret import digest
from api.feeds.reading.answers import FeedAnswer, Feeds
from api.feeds.reading.receipts import FeedReading, program
from api.feeds.reading.replies import OK, Reply, reply
from api.french.plural import plural
from api.web.refusing.problems import Refusal, answered, not_found

router = Router(include_in_schema=False)

QUIET = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
"""What a subscription's secret looks like; anything else is looked for nowhere."""

HOUR = 3600.0
MANY = 20_000
"""Feeds remembered; over that number, those with their whole allowance back are forgotten."""

FEED, REST = "/feeds/{token}.ics", "/feeds/{rest:path}"


class Rate:
    """
    Lets through `limit` reads at once, and as many in each hour after, evenly.

    It keeps, for each feed, the moment at which the whole allowance is back. Each process counts
    for itself.
    """

    def __init__(self, limit: int) -> None:
        self.each = HOUR / limit
        self._rested: dict[str, float] = {}

    def wait(self, feed: str, now: float) -> int:
        """Count a read and return 0, or return how many seconds to wait before the next one."""
        rested = max(self._rested.get(feed, now), now) + self.each
        over = rested - now - HOUR
        if over > 1e-6:  # noqa: PLR2004 - floats: the last read of the hour is let through
            return math.ceil(over)
        if len(self._rested) >= MANY:
            self._rested = {feed: at for feed, at in self._rested.items() if at > now}
        self._rested[feed] = rested
        return 0


class Flux:
    """Answer GET and HEAD of a feed's address."""

    path = FEED
    """What log and measures call it: never by the address."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["route"] = self
        now = datetime.now(UTC)
        feeds = feeds_of(scope["app"])
        token, answer = scope["path_params"]["token"], None
        if TOKEN.fullmatch(token):
            kept = digest(token)
            answer = feeds.at_hand(kept, now) if feeds.quick else None
            if answer is None:
                try:
                    answer = await run_in_threadpool(feeds.find, kept, now)
                except Refusal as busy:
                    await _refusal(busy)(scope, receive, send)
                    return
        if answer is None:
            await _refusal(not_found())(scope, receive, send)
            return
        method = scope["method"]
        answered_with = reply(answer.served, method, scope["headers"], now)
        if answered_with.status == OK:
            wait = rate_of(scope["app"]).wait(answer.feed, now.timestamp())
            if wait:
                await _refusal(too_many(wait))(scope, receive, send)
                return
        if method == "GET":
            await _note(feeds, answer, scope, now)
        await _send(answered_with, send)


async def _note(feeds: Feeds, answer: FeedAnswer, scope: Scope, now: datetime) -> None:
    """Record which publication a reader now has; record a new one before sending its bytes."""
    agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
    seen = FeedReading(at=now, reader=program(agent.decode("latin-1")))
    if answer.new:
        await run_in_threadpool(feeds.note, answer, seen)
    else:
        feeds.note(answer, seen)


async def _send(made: Reply, send: Send) -> None:
    await send(
        {"type": "http.response.start", "status": made.status, "headers": list(made.headers)}
    )
    await send({"type": "http.response.body", "body": made.body})


def feeds_of(app: ASGIApp) -> Feeds:
    """Return the feeds of an app, made with its first use."""
    state = app.state  # type: ignore[attr-defined]  # the app is FastAPI's
    if not hasattr(state, "feeds"):
        is_set = "public_url" in state.settings.model_fields_set
        state.feeds = Feeds(state.engine, state.settings.shown_url if is_set else "")
    feeds: Feeds = state.feeds
    return feeds


def rate_of(app: ASGIApp) -> Rate:
    """Return the counts of reads of an app, made with their first use."""
    state = app.state  # type: ignore[attr-defined]  # the app is FastAPI's
    if not hasattr(state, "feed_rate"):
        state.feed_rate = Rate(state.settings.feed_rate)
    rate: Rate = state.feed_rate
    return rate


def too_many(wait: int) -> Refusal:
    """Say that a feed is read too often."""
    return Refusal(
        429,
        "trop_de_lectures",
        f"Ce flux est lu trop souvent : réessayez dans {plural(wait, 'seconde')}.",
        headers={"Retry-After": str(wait)},
    )


def _refusal(refusal: Refusal) -> ASGIApp:
    answer = answered(refusal)
    answer.headers.update(QUIET)
    return answer


class Nothing:
    """Answer an address that can't be a feed's exactly like an unknown one."""

    path = REST

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["route"] = self
        await _refusal(not_found())(scope, receive, send)


FIRST = (
    DirectRoute(FEED, Flux(), ["GET", "HEAD"], may=SECRET),
    DirectRoute(REST, Nothing(), ["GET", "HEAD"], may=SECRET),
)
"""Routes to try before all others."""


@router.get("/robots.txt", may=PUBLIC, response_class=PlainTextResponse)
def robots() -> str:
    """Let calendars' robots read feeds; the feeds themselves ask not to be indexed."""
    return "User-agent: *\nAllow: /feeds/\nDisallow: /api/\n"
