"""A campaign becomes editions: one mail per language and interval between deadlines."""
