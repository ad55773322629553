"""What each commanditaire pays for: hours or visits done, planned and left, and nobody's name."""
