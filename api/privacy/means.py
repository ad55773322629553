"""Keep the mean of a team from telling what one of its people had."""

FEWEST = 5
"""
People of a team, oneself included, from which its mean is told.

Of two, the mean gives the other's number; of three or four, whoever knows their partner's and the
référent's, as one does, is left with the last one's. Of five, two colleagues' remain unknown.
"""


def may_tell(people: int) -> bool:
    """Whether the mean of so many people tells nothing of any one of them."""
    return people >= FEWEST
