"""How pages are sent: whole, or their head before the rest."""

import asyncio
from collections.abc import AsyncIterable

from starlette.requests import Request

from api.shell.document import render, render_head_first

TEMPLATE = "statement/accessibility.html"
REQUEST = Request(
    {"type": "http", "method": "GET", "path": "/accessibilite", "headers": [], "query_string": b""}
)


async def chunks(body: AsyncIterable[str | bytes | memoryview]) -> list[str]:
    return [str(chunk) async for chunk in body]


def test_the_head_of_a_long_page_is_sent_before_the_rest_of_the_same_page() -> None:
    answer = render_head_first(REQUEST, TEMPLATE)

    head, rest = asyncio.run(chunks(answer.body_iterator))

    whole = render(REQUEST, TEMPLATE)
    assert (head + rest).encode() == whole.body
    assert head.count("</head>") == 1
    assert "<h1>" not in head
    assert "<h1>" in rest
    assert answer.headers["content-security-policy"] == whole.headers["content-security-policy"]
    assert answer.headers["content-type"] == whole.headers["content-type"]
