"""The deployments that infra/parameters.yml can ask for: the example's, and all one's own."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLE = {
    "kms_key": "aws",
    "mail_domain": "icirr.example",
    "mail_from": "bounce",
    "site_domain": "alerts.icirr.example",
    "site_certificate": "none",
    "console_domain": "none",
}
# Each says all that a condition asks for: whoever writes other parameters has the same tests.
VARIANTS: Mapping[str, Mapping[str, str]] = {
    "example": EXAMPLE,
    "own": {
        **EXAMPLE,
        "kms_key": "new",
        "site_certificate": "12345678-1234-1234-1234-123456789012",
        "console_domain": "console.icirr.example",
    },
    "given": {
        **EXAMPLE,
        "kms_key": "12345678-1234-1234-1234-123456789012",
        "mail_from": "none",
    },
}
