"""The pure core: no AWS, no environment, no clock, no randomness; all of it is passed in."""
