"""What became of a send: events, doubts settled, receipts, reminders."""
