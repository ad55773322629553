"""The guides in a browser, which asks nothing of another host for any of their pages."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from tests.guides.building import built

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_their_pages_and_their_search_ask_no_other_host(chromium: Browser, tmp_path: Path) -> None:
    site = built(tmp_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}/"
    page = chromium.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    try:
        for path in sorted(site.rglob("*.html")):
            page.goto(f"{here}{path.relative_to(site)}", wait_until="networkidle")
        page.goto(here)
        page.get_by_role("textbox", name="Rechercher").click()
        page.keyboard.type("sauvegarde")
        page.locator(".md-search-result__link").first.wait_for()
    finally:
        page.close()
        server.shutdown()
        server.server_close()

    assert len(sent) > len(list(site.rglob("*.html")))
    assert [url for url in sent if not url.startswith((here, "data:", "blob:"))] == []
