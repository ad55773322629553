"""Name the device of a session by what its browser says of itself."""

from __future__ import annotations

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Version/", "Safari"),
)
"""Words of browsers, and what people call them: most name others too, so the first one counts."""


def device_words(reader: str) -> str:
    """Name a device: `Chrome sur Android`, `Safari sur iPhone` (unknown: `appareil inconnu`)."""
    browser = next((name for word, name in BROWSERS if word in reader), "")
    system = next((name for word, name in SYSTEMS if word in reader), "")
    return " sur ".join(filter(None, (browser, system))) or "appareil inconnu"
