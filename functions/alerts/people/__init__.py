"""People on the list: their addresses, what they agreed to, and which of two statuses holds."""
