"""A demonstration says on screens that all is invented, and leaves paper to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.demonstration import DemoAccount
from api.shell.document import DEMONSTRATION

if TYPE_CHECKING:
    from tests.browser.site import Site


def test_the_banner_of_a_demonstration_is_not_printed(site: Site) -> None:
    accounts = (DemoAccount(email="rh@exemple.org", title="RH", words="de l’association"),)
    setattr(site.service.app.state, DEMONSTRATION, accounts)
    page = site.page("responsable")
    page.goto("/plannings")
    banner = page.locator(".demo")

    on_screen = banner.is_visible()
    page.emulate_media(media="print")

    assert (on_screen, banner.is_visible()) == (True, False)
