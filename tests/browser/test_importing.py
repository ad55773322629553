"""A folder chosen in a browser, tried, and imported as it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.month.folder.test_routes import zipped
from tests.api.page.importing.sending import HERE, petit
from tests.browser.accessibility import faults

if TYPE_CHECKING:
    from tests.browser.site import Site


def test_a_folder_is_tried_then_imported(site: Site) -> None:
    page = site.page("rh")
    page.goto(HERE)
    content = zipped(petit(personnes=("Ada Lemoine", "Ada Duval")))

    page.set_input_files(
        "#files", {"name": "petit.zip", "mimeType": "application/zip", "buffer": content}
    )
    page.get_by_role("button", name="Essayer").click()
    page.get_by_role("heading", name="Ce que l’import changerait").wait_for()
    assert "Ada Duval" in page.inner_text("main")
    assert faults(page) == []
    page.get_by_role("button", name="Importer").click()
    page.wait_for_url("**fait=oui")

    assert "L’import est fait" in page.inner_text("main")
