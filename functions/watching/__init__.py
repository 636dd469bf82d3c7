"""Writing with feedback: an alert's mails beside its findings in a browser, new with every save.

files ─► `saving` (which, and whether a save is over) ─► `maker` (a process of its own) ─► `mails`
─► `board` (what is shown, and the last good mails) ─► `page` and `server` ─► browsers
"""
