"""`alerts doctor`: looks at a deployed stack and says what is wrong with it.

patient ─► facts, read by `functions/aws/` and `records` ─► points (`functions/alerts/health/`)
`simulator` mails to Amazon's mailbox simulator through the pipeline, and measures.
"""
