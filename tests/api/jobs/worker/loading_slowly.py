"""Loading this module takes longer than the calculation of a test may search."""

from __future__ import annotations

import time

time.sleep(4.0)
