from fastapi import FastAPI, Response
from fastapi.testclient import TestClient

from api.settings import Settings
from api.web.middleware import security_headers

COMMON = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def client(public: str = "http://127.0.0.1:8000") -> TestClient:
    app = FastAPI()

    def own(response: Response) -> str:
        response.headers["Cache-Control"] = "private, max-age=60"
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        return "à soi"

    app.add_api_route("/pareil", lambda: Response(status_code=304, headers={"ETag": '"a"'}))
    app.add_api_route("/page", lambda: "page")
    app.add_api_route("/soi", own)
    security_headers.add(app, Settings(public_url=public))
    return TestClient(app)


def headers(browser: TestClient, path: str) -> dict[str, str]:
    shown = dict(browser.get(path).headers)
    return {name: shown[name] for name in shown if name not in {"content-length", "content-type"}}


def test_every_answer_says_what_a_browser_may_do_with_it_and_is_kept_by_no_cache() -> None:
    assert headers(client(), "/page") == COMMON
    assert headers(client(), "/rien") == COMMON


def test_what_is_unchanged_says_no_more_than_how_long_it_may_be_kept() -> None:
    assert headers(client(), "/pareil") == {"etag": '"a"', "cache-control": "no-store"}


def test_an_answer_that_says_so_itself_is_left_as_it_is() -> None:
    assert headers(client(), "/soi") == COMMON | {
        "cache-control": "private, max-age=60",
        "content-security-policy": "default-src 'self'",
    }


def test_https_is_for_a_year_where_people_come_by_it() -> None:
    shown = headers(client("https://plannings.exemple.org"), "/page")

    assert shown == COMMON | {"strict-transport-security": "max-age=31536000"}
