"""Keep publications in an append-only chain, and the months as the last one leaves them."""
