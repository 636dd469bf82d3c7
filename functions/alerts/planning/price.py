"""What AWS charges: one dated table, for the estimate before a send and for the benchmarks.

US$ per unit in us-east-2, from AWS's public price pages. Nothing else in the product has a price.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

AS_OF = date(2026, 11, 1)

Unit = Literal[
    "ses_message",
    "dynamodb_write",
    "dynamodb_read",
    "lambda_gb_second",
    "lambda_request",
    "sqs_request",
    "sns_request",
    "s3_put",
    "s3_get",
]

_MILLION = 1_000_000

# US$ of a message by SES's word for the account's plan (API v2, PricingAttributes). NONE is à la
# carte; new accounts have ESSENTIALS since July 2026 and can be switched.
SES_PLANS: Mapping[str, float] = {"NONE": 0.10 / 1_000, "ESSENTIALS": 0.16 / 1_000}

PRICES: Mapping[Unit, float] = {
    "ses_message": SES_PLANS["ESSENTIALS"],  # an estimate must not be too low
    "dynamodb_write": 0.625 / _MILLION,  # on demand, each KB begun
    "dynamodb_read": 0.125 / _MILLION,  # consistent, each 4 KB begun; half of it otherwise
    "lambda_gb_second": 0.0000133334,  # arm64
    "lambda_request": 0.20 / _MILLION,
    "sqs_request": 0.40 / _MILLION,
    "sns_request": 0.50 / _MILLION,  # publishing; the delivery to a queue is free
    "s3_put": 5.00 / _MILLION,
    "s3_get": 0.40 / _MILLION,
}


def cost(usage: Mapping[Unit, float]) -> float:
    """US$ for so many of each unit. KeyError for a unit that has no price."""
    return sum(PRICES[unit] * number for unit, number in usage.items())


def usage_of(recipients: int, *, batches: int, supporters: int, parts: int) -> dict[Unit, float]:
    """What a send uses, by the protocol: nobody throttled, in doubt or called twice.

    `supporters` are read to freeze the audience in `parts`, `recipients` of them in `batches`.
    """
    events = 2 * recipients  # Send and Delivery of each
    invocations = batches / 5 + events / 100 + parts  # send_batch, record_event, freeze_audience
    return {
        "ses_message": recipients,
        # Claim and record; settling touches only batches with a doubt.
        "dynamodb_write": 2 * batches,
        # Freezing reads some 250 bytes a supporter in pages, inconsistently. A batch reads the send
        # with the switch (2), itself and, consistently, each supporter; settling reads it again.
        "dynamodb_read": supporters / 32 + 4 * batches + recipients,
        # send_batch 0.6 s a call, record_event 1 ms an event, freeze_audience 15 µs a supporter.
        "lambda_gb_second": 0.5 * (0.6 * batches + 0.001 * events) + supporters * 15e-6,
        "lambda_request": invocations,
        # A batch message is put ten at a time, received and deleted; an event is put by SNS one by
        # one, received and deleted ten at a time.
        "sqs_request": 1.3 * batches + 1.2 * events + 3 * parts,
        "sns_request": events,
        "s3_put": 2 * parts + events / 100,
        "s3_get": 2 * parts + batches / 50 + events / 100,
    }
