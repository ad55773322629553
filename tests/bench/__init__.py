"""What the engine and the audit cost, measured and printed: never asserted as seconds."""
