"""
The pages that people see in a browser: a door, which calls use cases and renders.

A screen is a module whose name ends in `pages`, with the values of its template; what several
screens share, or a large one needs, has a module or a folder. The server renders all templates;
scripts only add comfort, and pages work without them.
"""
