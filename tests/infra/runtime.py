"""A function as Lambda runs it: the real `awslambdaric`, an artifact, and nothing else to import.

Lambda's Runtime API is played by a small server (AWS Lambda Developer Guide, "Using the Lambda
runtime API"): `next` hands out one event, `response` or `error` ends the test's waiting. The
runtime client is partly C++, and crashes without a trace id.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from http.server import BaseHTTPRequestHandler
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, ClassVar

from infra.artifacts.bytecode import interpreter
from infra.artifacts.target import HERE, LAMBDA, Target
from tests.infra.endpoint import serving

_CLIENT = ("awslambdaric", "simplejson", "snapshot-restore-py")  # Lambda brings these itself
# This machine's processor, and Lambda's Python if it is here too; else the Python of the tests.
NEAREST = (
    Target(f"{HERE.name}-{LAMBDA.python}", LAMBDA.python, None)
    if interpreter(LAMBDA.python)
    else HERE
)
_PATIENCE = 60  # seconds for one invocation, process start and all
# Isolated: no site-packages, no environment's paths, not the folder it runs in.
_BEGIN = """
import sys
sys.path[:0] = sys.argv[2:]
from awslambdaric.__main__ import main
main(["awslambdaric", sys.argv[1]])
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the function answered; `error` is what it raised, or how it failed to start.

    `logs` is what it printed.
    """

    answer: Any = None
    error: Any = None
    logs: str = ""


class _RuntimeApi(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    events: ClassVar[queue.Queue[bytes]]
    outcomes: ClassVar[queue.Queue[Outcome]]

    def do_GET(self) -> None:
        event = self.events.get()
        if not event:  # the test has what it wants: the connection closes and the process ends
            return self._answer(410, b"")
        deadline = str(round((time.time() + _PATIENCE) * 1000))
        self._answer(
            200,
            event,
            ("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
            ("Lambda-Runtime-Deadline-Ms", deadline),
            ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-2:1:function:f"),
            ("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0"),
            ("Content-Type", "application/json"),
        )

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"null")
        good = self.path.endswith("/response")
        self._answer(202, b"{}")
        self.outcomes.put(Outcome(answer=body) if good else Outcome(error=body))

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass


def invoke(
    handler: str, task: Path, event: Mapping[str, Any], environment: Mapping[str, str], empty: Path
) -> Outcome:
    """Start the artifact `task`, unpacked, of NEAREST; it answers one event in folder `empty`."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as logs:
        with running(handler, task, environment, empty, logs, NEAREST) as answer:
            outcome = answer(event)
        logs.seek(0)
        return replace(outcome, logs=logs.read())


@contextmanager
def running(
    handler: str,
    task: Path,
    environment: Mapping[str, str],
    empty: Path,
    logs: IO[str],
    target: Target = HERE,
) -> Iterator[Callable[[Mapping[str, Any]], Outcome]]:
    """The function kept warm: it answers one event after another until the block ends."""
    api = type("Api", (_RuntimeApi,), {"events": queue.Queue(), "outcomes": queue.Queue()})
    told = {**environment, "LAMBDA_TASK_ROOT": str(task)}
    python = [str(interpreter(target.python)), "-I", "-S", "-W", "error", "-c", _BEGIN, handler]
    command = [*python, str(task), str(_client_folder(empty.parent, target))]
    with serving(api) as port, _started(command, told, empty, port, logs) as process:

        def answer(event: Mapping[str, Any]) -> Outcome:
            api.events.put(json.dumps(event).encode())  # type: ignore[attr-defined]
            return _outcome(api.outcomes, process)  # type: ignore[attr-defined]

        yield answer
        api.events.put(b"")  # type: ignore[attr-defined]


def _outcome(outcomes: queue.Queue[Outcome], process: subprocess.Popen[str]) -> Outcome:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            return outcomes.get(timeout=0.1)
        except queue.Empty:
            if process.poll() is not None:
                return Outcome(error=f"The process ended with {process.returncode}.")
    return Outcome(error="The function did not answer.")


@contextmanager
def _started(
    command: list[str], environment: Mapping[str, str], empty: Path, port: int, logs: IO[str]
) -> Iterator[subprocess.Popen[str]]:
    told = {
        "PATH": os.environ["PATH"],
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
        "AWS_LAMBDA_FUNCTION_NAME": "f",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        **environment,
    }
    with subprocess.Popen(
        command, cwd=empty, env=told, text=True, stdout=logs, stderr=logs
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


@cache
def _client_folder(place: Path, target: Target) -> Path:
    """The runtime client and what it needs, apart from everything else that is installed."""
    folder = place / f"runtime-client-{target.python}"
    wanted = [f"{name}=={version(name)}" for name in _CLIENT]
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--no-deps"]
    where = ["--python", sys.executable, "--python-version", target.python, "--target", str(folder)]
    subprocess.run([*uv, "--only-binary", ":all:", *where, *wanted], check=True)
    return folder
