"""What `alerts doctor` knows: facts about a deployed stack ─► points, each with what to do.

One file per group of checks; each has its facts (plain data, gathered by `functions/aws/`) and a
pure function from them to `Point`s. `signature` reads a mail that arrived, `measurement` a run
to SES's mailbox simulator.
"""
