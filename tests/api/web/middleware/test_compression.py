import gzip

from fastapi import FastAPI, Response
from fastapi.testclient import TestClient

from api.web.middleware import compression

LINE = "0123456789abcdef" * 64


def client(text: str, media: str) -> TestClient:
    app = FastAPI()
    app.add_api_route("/", lambda: Response(text, media_type=media))
    compression.add(app)
    return TestClient(app)


def encoding(text: str, media: str, accepted: str = "gzip") -> str | None:
    answer = client(text, media).get("/", headers={"Accept-Encoding": accepted})
    assert answer.text == text
    return answer.headers.get("content-encoding")


def test_pages_and_json_of_a_kilobyte_are_compressed() -> None:
    assert encoding(LINE, "text/html") == encoding(LINE, "application/json") == "gzip"
    assert encoding(LINE[1:], "text/html") is None


def test_whoever_does_not_take_gzip_gets_plain_text() -> None:
    assert encoding(LINE, "text/html", "identity") is None


def test_events_feeds_and_documents_are_sent_as_they_are() -> None:
    for media in ("text/event-stream", "text/calendar", "application/pdf", "image/png"):
        assert encoding(LINE, media) is None


def test_what_is_sent_is_a_twentieth_of_a_page_that_repeats_itself() -> None:
    with client(LINE * 100, "text/html").stream("GET", "/") as answer:
        sent = b"".join(answer.iter_raw())
    assert gzip.decompress(sent).decode() == LINE * 100
    assert len(sent) * 20 < len(LINE * 100)
