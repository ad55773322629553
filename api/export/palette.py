"""Choose the colours of documents, one for each kind of entry, light enough to print."""

from api.planning.chips import ChipKind
from scheduler.domain.posts import Posts

#: Background and edge of each kind; text is always near black (contrast above 7).
KINDS = {
    ChipKind.DAY: ("#DCEBFA", "#2F6DB5"),
    ChipKind.EVENING: ("#FFE8C2", "#B86E00"),
    ChipKind.NIGHT: ("#DAD4F2", "#4B3C9A"),
    ChipKind.STANDBY: ("#FFFFFF", "#20705B"),
    ChipKind.TEAM: ("#F6DFEC", "#9C3A74"),
    ChipKind.TRAINING: ("#E4F3DF", "#4D8A3A"),
    ChipKind.ABSENCE: ("#DDDDDD", "#8A8A8A"),
    ChipKind.OUTSIDE: ("#FFFFFF", "#C4C4C4"),
}
WEEKEND = "#F1F1EC"
HOLIDAY = "#F9DFE6"
COVERAGE = {"full": "#D5EBD0", "short": "#FFE3A8", "vital": "#F5B9B3"}
"""By the state of a day's posts: all held, below the target, below a minimum."""
ALERT = "#B3261E"
INK = "#1A1A1A"
COLOURS = {
    "kinds": {kind.value: list(pair) for kind, pair in KINDS.items()},
    "weekend": WEEKEND,
    "holiday": HOLIDAY,
    "alert": ALERT,
    "ink": INK,
    **COVERAGE,
}
"""What templates of PDF files know them by."""


def state_of(posts: Posts) -> str:
    """Return `full`, `short` (below the target) or `vital` (below a minimum)."""
    return "vital" if posts.vital else "short" if posts.open else "full"
