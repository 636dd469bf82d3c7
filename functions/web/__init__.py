"""What the functions behind the HTTP API share: requests in, answers out."""
