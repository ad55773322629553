"""Outlines of lawful rosters: what rules and goals say of them, and their arrays."""
