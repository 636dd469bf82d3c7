"""The Calls to Action site: campaigns to pages, feeds and calendars, as files."""
