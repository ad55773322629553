"""Posts of a month as they cross HTTP."""

from __future__ import annotations

from api.web.answer import Out


class PostsOut(Out):
    """
    Posts of a month: a post is one person wanted on one slot (see `scheduler.domain.posts`).

    `minimum`, `target`: wanted; `have`: held; `open`: to fill, `under` a minimum among them.
    """

    slots: int
    minimum: int
    target: int
    have: int
    open: int
    under: int
