"""A browser that goes back to what a POST answered asks whether to send it again: none may."""

import re

import httpx2

SHOWN = {
    r"/admin/comptes-de-service(/[0-9a-f]+/jeton)?": "a token: no address may hold it",
    r"/connexion": "the form that waited while nobody was signed in, which goes nowhere else",
    r"/moi/conges": "what a leave would hit, with the note that was typed: no address may hold it",
    r"/donnees/\w+/nouveau": "the form with more lines, and what was typed",
    r"/equipe/ajouter": "the table with more lines, and what was typed",
    r"/equipe/coller": "what was understood of a pasted list, which is longer than an address",
    r"/semaine-type/[^/]+": "the form with more rows, a copy, a break, and what was typed",
    r"/donnees/(\w+/)?importer": "the trial of a file that waits in the page; its script goes on",
}
"""The POST of pages that answer with a page without any fault, by address: why they do."""


def shown_by_a_post(request: httpx2.Request, answer: httpx2.Response) -> None:
    """
    Refuse a page that answers a POST with HTML and no fault: it must answer 303.

    A form that comes back with faults has their status. All tests of pages go through here.

    Raises
    ------
    AssertionError
        A page did.
    """
    html = answer.headers.get("content-type", "").startswith("text/html")
    if request.method == "POST" and answer.status_code == 200 and html:
        path = request.url.path
        assert any(re.fullmatch(known, path) for known in SHOWN), f"POST {path} : 200"
