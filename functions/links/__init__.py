"""Follows links as a polite reader would, for `alerts check --links`: the checks' only network.

addresses ─► `following` (many at once, one per site) ─► `visit` (one, through its redirects)
─► `reaching` (only to the open internet) ─► Answers, kept an hour by `remembered`
"""
