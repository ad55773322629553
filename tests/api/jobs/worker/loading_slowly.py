"""Loading this module takes longer than the calculation of a test may search."""

import time

time.sleep(4.0)
