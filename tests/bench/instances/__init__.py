"""Public instances of shift scheduling, read into the product's own problems and scored apart."""
