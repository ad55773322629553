"""Long horizons: windows in turn, then all of it at once."""
