"""What stands in the files: the organization, campaigns in their languages, asks, deadlines."""
