"""Render a page: a template filled, French words, and what a browser may do with it."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse

from api.french import moments, words
from api.french.plural import figure, plural
from api.shell.assets.files import address_of
from api.shell.guides import guide_at
from api.shell.icons import pictogram
from api.shell.menu import menu_of, place_of
from api.shell.typography import Bound
from api.web.months import first_of
from scheduler.domain.time import civil_day

TEMPLATES = Path(__file__).parent / "templates"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page may load and send: what this service serves. No inline script or style is run."""

SHUT = frozenset({403, 404})
"""Statuses of pages that their reader may not open, whose guide they may not read either."""

HEADERS = {"Content-Security-Policy": POLICY}
"""Headers of each page, beside those of all answers."""

HEAD_END = "</head>"
"""What `base.html` writes where a page's head ends."""

MENU_MOST = 7
"""The most entries in a row: where there are more, the last ones fold under « Plus »."""

DEMONSTRATION = "demonstration"
"""Where a demonstration keeps the accounts that pages offer to click; no other service has any."""

COUNTS = "counts"
"""Where a page that counts leaves what the menu says: how much waits, by address."""


@cache
def environment() -> Environment:
    """Return the templates: every text is escaped, and a missing name raises an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Bound],
    )
    made.globals |= {"asset": address_of, "pictogram": pictogram}
    made.filters |= {
        "brief_date": words.brief_date,
        "capital": words.capital,
        "after_de": words.after_de,
        "day_of_month": words.day_of_month,
        "figure": figure,
        "duration": moments.length_words,
        "hours": words.hours,
        "day": moments.day_words,
        "civil": civil_day,
        "instant": words.instant_words,
        "long_date": words.long_date,
        "month_label": lambda label: words.month_name(first_of(label)),
        "month_name": words.month_name,
        "more": moments.more_words,
        "period": words.period_words,
        "plural": plural,
        "quantity": words.quantity,
        "shift": moments.shift_words,
        "short_date": words.short_date,
        "short_days": moments.with_short_days,
        "short_name": words.brief,
        "stretch": moments.stretch_words,
        "until": moments.hours_words,
        "when": moments.instant_on,
    }
    return made


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """
    Fill a template; it gets what all pages share beside `values`.

    `caller` (None: nobody is signed in), `menu`, in a row (`menu_first`) and folded (`menu_more`),
    `counts` of what waits by address, the accounts of a `demonstration` (none: it isn't one), the
    screen's guide as `help` (None: it has none), `here`, the page's own address, `menu_place`, that
    of the menu's entry that it is part of.
    jinja2.UndefinedError: the template names a value that isn't given.
    """
    text = environment().get_template(template).render(**_context(request, status), **values)
    return HTMLResponse(text, status_code=status, headers=HEADERS)


def render_head_first(request: Request, template: str, **values: Any) -> StreamingResponse:
    """
    Fill a template as `render` does, and send its head while the rest is written.

    A browser asks for style and scripts when it has the head, so they are there when a long page
    is. No refusal can follow: raise them before.
    """
    pieces = environment().get_template(template).generate(**_context(request, 200), **values)
    return StreamingResponse(_head_first(pieces), media_type="text/html", headers=HEADERS)


def _head_first(pieces: Iterator[str]) -> Iterator[str]:
    head = []
    for piece in pieces:
        head.append(piece)
        if HEAD_END in piece:
            break
    yield "".join(head)
    yield "".join(pieces)


def _demonstration(request: Request) -> Sequence[Any]:
    """Return the accounts of a demonstration that a page offers to click (none: it isn't one)."""
    app = request.scope.get("app")
    return () if app is None else getattr(app.state, DEMONSTRATION, ())


def _context(request: Request, status: int) -> dict[str, Any]:
    caller = getattr(request.state, "caller", None)
    menu = menu_of(request, caller)
    shown = len(menu) if len(menu) <= MENU_MOST else MENU_MOST - 1
    return {
        "caller": caller,
        "menu": menu,
        "menu_first": menu[:shown],
        "menu_more": menu[shown:],
        "counts": getattr(request.state, COUNTS, {}),
        "demonstration": _demonstration(request),
        "help": None if status in SHUT else guide_at(request.scope),
        "here": request.url.path,
        "menu_place": place_of(request.url.path),
        "saved": getattr(request.state, "saved", ""),
    }
