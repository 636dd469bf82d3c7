"""What a careful colleague would notice about an alert that can be read and compiled.

`reading/` and `content/` say what keeps a file from being used; this looks at what people will
read, follow and see. Parsed + organization ─► Draft ─► each check reports ─► findings.
"""
