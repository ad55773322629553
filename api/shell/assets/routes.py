"""
Serve the static files of the pages.

They bypass FastAPI's machinery: a first visit waits for them while the service writes its page, and
each turn that they take between threads waits for that writing.
"""

from pathlib import PurePosixPath

from starlette.requests import Request
from starlette.responses import Response

from api.access.door import DirectRoute, Router
from api.access.rights.rule import PUBLIC
from api.shell.assets.files import ROOT, TYPES, contents, digest, zipped
from api.web.refusing.problems import answered, not_found

router = Router(include_in_schema=False)
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
FILE = f"{ROOT}/{{version}}/{{name:path}}"


@router.get("/favicon.ico", may=PUBLIC)
def favicon(request: Request) -> Response:
    """Give the icon to browsers, which ask for it even though no page names it."""
    return _serve(request, "icon.svg", kept=A_DAY)


async def static_file(request: Request) -> Response:
    """Give a file; under the address of another version it is given uncached."""
    request.scope["route"] = FIRST[0]
    version, name = request.path_params["version"], request.path_params["name"]
    return _serve(request, name, kept=FOR_EVER if version == digest() else "no-store")


def _serve(request: Request, name: str, *, kept: str) -> Response:
    content = contents().get(name)
    if content is None:
        return answered(not_found())
    headers = {"Cache-Control": kept}
    if "gzip" in request.headers.get("accept-encoding", "") and name in zipped():
        content = zipped()[name]
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(content, media_type=TYPES[PurePosixPath(name).suffix], headers=headers)


FIRST = (DirectRoute(FILE, static_file, ["GET"], may=PUBLIC),)
"""Routes to try before all others."""
