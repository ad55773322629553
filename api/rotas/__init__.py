"""Plannings: drafts and their versions, how they are edited, judged, compared and published."""
