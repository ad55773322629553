"""The page of markets."""
