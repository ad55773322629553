"""
What every page is drawn with: layout, menu, guides, typography, style and scripts.

Screens are in their features (`pages.py`); this floor knows none of them.
"""
