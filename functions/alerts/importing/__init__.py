"""What other systems export, read as supporters: a file of bytes becomes rows that can be merged.

encoding ─► separator and columns ─► records ─► entries ─► merged by address
"""
