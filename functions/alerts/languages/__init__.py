"""Language packs: every phrase of the product in one language, as data."""
