"""The account of `server`, started in a process of its own, and what people and tools see of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

import boto3

from tests.conftest import NO_ACCOUNT
from tests.infra.fragments import ROOT, STAGE

STACK = f"action-alerts-{STAGE}"


@dataclass(frozen=True, slots=True)
class Account:
    """An empty AWS account at `url`."""

    url: str
    _clients: dict[str, Any] = field(default_factory=dict)

    @property
    def environment(self) -> Mapping[str, str]:
        """What leads a process to it, and to no other."""
        return {
            "PATH": os.environ["PATH"],
            "AWS_REGION": NO_ACCOUNT["AWS_DEFAULT_REGION"],
            "AWS_ENDPOINT_URL": self.url,
            **NO_ACCOUNT,
        }

    def client(self, service: str) -> Any:
        """The boto3 client of a service."""
        if service not in self._clients:
            made: Any = boto3.Session().client(service, endpoint_url=self.url)  # type: ignore[call-overload]
            self._clients[service] = made
        return self._clients[service]

    def close(self) -> None:
        """Close the connections: a forgotten one is a warning, and warnings are errors."""
        for client in self._clients.values():
            client.close()

    def outbox(self) -> list[dict[str, Any]]:
        """Every mail that SES took: `to` and `text`."""
        with urlopen(f"{self.url}/outbox", timeout=10) as answer:  # noqa: S310 - our own server
            mails: list[dict[str, Any]] = json.load(answer)
        return mails

    def stacks(self) -> list[str]:
        """The names of all stacks."""
        return [
            one["StackName"]
            for one in self.client("cloudformation").list_stacks()["StackSummaries"]
        ]

    def buckets(self) -> list[str]:
        """The names of all buckets."""
        return [one["Name"] for one in self.client("s3").list_buckets()["Buckets"]]

    def queued(self) -> dict[str, int]:
        """Queue → how many messages are in it, for the queues that are not empty."""
        sqs, found = self.client("sqs"), dict[str, int]()
        for url in sqs.list_queues()["QueueUrls"]:
            told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            counts = [int(told[name]) for name in told if name.startswith("ApproximateNumber")]
            if sum(counts):
                found[url.rpartition("/")[2]] = sum(counts)
        return found

    def template(self) -> dict[str, Any]:
        """The deployed template."""
        answer = self.client("cloudformation").get_template(StackName=STACK)
        found: dict[str, Any] = json.loads(json.dumps(answer["TemplateBody"]))
        return found

    def resources(self) -> dict[str, str]:
        """Logical id → physical id of everything in the stack."""
        pages = self.client("cloudformation").get_paginator("list_stack_resources")
        return {
            one["LogicalResourceId"]: one["PhysicalResourceId"]
            for page in pages.paginate(StackName=STACK)
            for one in page["StackResourceSummaries"]
        }


@contextmanager
def open_account() -> Iterator[Account]:
    """Start an account, and forget it at the end."""
    command = [sys.executable, "-m", "tests.deployed.server"]
    told = {"PATH": os.environ["PATH"], **NO_ACCOUNT}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as logs,
        subprocess.Popen(
            command, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=logs, text=True
        ) as process,
    ):
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        if not port:
            logs.seek(0)
        assert port, logs.read()
        account = Account(f"http://127.0.0.1:{port}")
        try:
            yield account
        finally:
            account.close()
            process.terminate()
