"""What a send would do, told before it does: its segment as written, its cost, its end."""
