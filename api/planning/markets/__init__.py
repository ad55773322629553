"""What markets are due, what of it was done, is planned and is left."""
