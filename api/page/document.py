"""Render a page: a template filled, French words, and what a browser may do with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.french import words
from api.french.plural import plural
from api.page.assets.files import address_of
from api.page.guides import guide_at
from api.page.menu import menu_of, place_of

if TYPE_CHECKING:
    from starlette.requests import Request

TEMPLATES = Path(__file__).parent / "templates"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load and send: what this service serves. No inline script or style is run."""

SHUT = frozenset({403, 404})
"""Statuses of pages that their reader may not open, whose guide they may not read either."""

HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
"""Headers of each page: it holds personal data, so no cache may keep it."""

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
    )
    made.globals |= {"asset": address_of}
    made.filters |= {
        "hours": words.hours,
        "long_date": words.long_date,
        "month_name": words.month_name,
        "plural": plural,
        "short_date": words.short_date,
    }
    return made


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """
    Fill a template; it gets what all pages share beside `values`.

    `caller` (None: nobody is signed in), `menu`, `counts` of what waits by address, the screen's
    guide as `help` (None: it has none), `here`, the page's own address, and `menu_place`, that of
    the menu's entry that it is part of.

    Raises
    ------
    jinja2.UndefinedError
        The template names a value that isn't given.
    """
    caller = getattr(request.state, "caller", None)
    shared = {
        "caller": caller,
        "menu": menu_of(caller),
        "counts": getattr(request.state, COUNTS, {}),
        "help": None if status in SHUT else guide_at(request.scope),
        "here": request.url.path,
        "menu_place": place_of(request.url.path),
    }
    text = environment().get_template(template).render(**shared, **values)
    return HTMLResponse(text, status_code=status, headers=HEADERS)
