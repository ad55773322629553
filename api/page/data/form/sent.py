"""What a form sent, or an address says, as texts by the name of their field."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query, Request

from api.page.data.form.row_form import BACK, NUMBER
from api.page.data.form.typed import Typed, first, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST = 4000
"""The most fields of a form: a line of what comes with a row has a few, each box ticked is one."""

WITH, DONE, RETURN = "avec", "fait", "retour"
"""Names in the address: ids that rows name, what was done before, where one came from."""

DEEDS = {
    "ajoute": "C’est ajouté.",
    "change": "C’est enregistré.",
    "supprime": "C’est supprimé.",
    "importe": "L’import est fait.",
}
"""What was done before a page, as its address says it, and in French."""

Ids = Annotated[list[str] | None, Query(alias=WITH, max_length=20)]
Done = Annotated[str, Query(alias=DONE, max_length=20)]
Back = Annotated[str, Query(alias=RETURN, max_length=80)]

LOCAL = re.compile(r"/donnees/[a-z_]{1,40}/\d{1,10}")
"""Where one may be sent back to."""


async def _form(request: Request) -> Typed:
    # Columns refuse what no text holds, each in its own field, and all that is wrong at once.
    form = await request.form(max_files=0, max_fields=MOST)
    return by_name((name, text) for name, text in form.multi_items() if isinstance(text, str))


def by_name(pairs: Iterable[tuple[str, str]]) -> Typed:
    """Return texts by name, in their order."""
    texts: dict[str, Sequence[str]] = defaultdict(tuple)
    for name, text in pairs:
        texts[name] = (*texts[name], text)
    return dict(texts)


Sent = Annotated[Typed, Depends(_form)]


def named_in(texts: Iterable[str] | None) -> dict[str, str]:
    """Return by header the ids that an address gives: `personne:ada`."""
    pairs = (text.partition(":") for text in texts or ())
    return {header: ident for header, _, ident in pairs if ident}


def naming(**ids: str) -> list[tuple[str, str]]:
    """Return the part of an address that gives ids, by header."""
    return [(WITH, f"{header}:{ident}") for header, ident in ids.items() if ident]


def back_to(typed: Typed) -> str:
    """Return the page of the row from which one came (empty: from none)."""
    address = first(typed, BACK)
    return address if LOCAL.fullmatch(address) else ""


def number_of(typed: Typed) -> int:
    """Return the revision of the row that a form changes (0: it doesn't say)."""
    return whole(first(typed, NUMBER))
