"""Files people write, read with the place of everything and checked line by line."""
