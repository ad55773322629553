"""What a POST of a page may answer."""

import httpx2
import pytest

from tests.api.posted import shown_by_a_post


def answered(path: str, status: int, kind: str = "text/html; charset=utf-8") -> None:
    request = httpx2.Request("POST", f"http://testserver{path}")
    shown_by_a_post(request, httpx2.Response(status, headers={"content-type": kind}))


def test_a_page_that_a_post_shows_without_fault_is_refused() -> None:
    with pytest.raises(AssertionError, match="POST /moi/souhaits : 200"):
        answered("/moi/souhaits", 200)


def test_a_redirection_a_form_with_faults_and_a_trial_may_be() -> None:
    answered("/moi/souhaits", 303)
    answered("/moi/souhaits", 422)
    answered("/donnees/absences/importer", 200)
    answered("/api/v1/souhaits", 200, "application/json")
