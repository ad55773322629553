"""What a phone asks for to install one's own pages, and to open them without network."""

from typing import Any

from fastapi.responses import JSONResponse, Response

from api.access.door import Router
from api.access.rights.rule import PUBLIC
from api.shell.assets.files import TYPES, address_of, contents
from api.shell.phone import HERE, WORKER

router = Router(include_in_schema=False)
MANIFEST = "/moi/manifeste.webmanifest"
INK = "#20465f"
"""The colour of `icon.svg`, which a phone puts round the page."""

ICONS = {"icon-192.png": "192x192", "icon-512.png": "512x512"}

WORKER_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
    "Service-Worker-Allowed": HERE,
}
"""The worker stands below the page that it serves; it may ask this service, and nobody else."""


@router.get(MANIFEST, may=PUBLIC)
def manifest() -> Response:
    """Say how a phone installs one's own pages (W3C, Web Application Manifest)."""
    content: dict[str, Any] = {
        "id": HERE,
        "name": "Roulement",
        "short_name": "Roulement",
        "description": "Mes services, même sans réseau.",
        "lang": "fr",
        "start_url": HERE,
        "scope": "/",  # the login page too opens in the installed application
        "display": "standalone",
        "theme_color": INK,
        "background_color": "#ffffff",
        "icons": [
            {"src": address_of(name), "sizes": sizes, "type": TYPES[".png"], "purpose": purpose}
            for name, sizes in ICONS.items()
            for purpose in ("any", "maskable")
        ],
    }
    return JSONResponse(content, media_type="application/manifest+json")


@router.get(WORKER, may=PUBLIC)
def worker() -> Response:
    """Give the script that keeps the last rota; a browser asks again for it at each visit."""
    return Response(contents()["offline.js"], media_type=TYPES[".js"], headers=WORKER_HEADERS)
