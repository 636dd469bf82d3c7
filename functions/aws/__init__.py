"""The only code that talks to AWS: one service per file, named as in `infra/` and `tests/aws/`."""
