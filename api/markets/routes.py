"""Routes that tell markets, as JSON and as CSV."""

from __future__ import annotations

from fastapi import Response

from api.access.door import Router
from api.access.reach import FUNDERS, OVERSEERS
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.markets.documents import markets_csv
from api.markets.service import statements
from api.markets.shapes import MarketOut, market_out
from api.web.answer import Items
from api.web.clock import Now
from api.web.paging import Page

READERS = OVERSEERS | FUNDERS
router = Router(prefix="/api/v1", tags=["marchés"])
CSV = "text/csv; charset=utf-8"


@router.get("/marches", may=role(*READERS))
def markets(who: Who, session: Reading, page: Page, *, now: Now) -> Items[MarketOut]:
    """Donne les marchés que l’on suit ou que l’on paie : fait, prévu, reste, mois par mois."""
    return page.part(statements(who, session, now), market_out)


@router.get(
    "/marches.csv",
    may=role(*READERS),
    response_class=Response,
    responses={200: {"content": {CSV: {}}, "description": "Le tableau."}},
)
def table(who: Who, session: Reading, *, now: Now) -> Response:
    """Donne les mêmes marchés en CSV : une ligne par marché et par mois, sans personne."""
    headers = {"Content-Disposition": 'attachment; filename="marches.csv"'}
    return Response(markets_csv(statements(who, session, now)), media_type=CSV, headers=headers)
