"""The measured side of `endpoint.py`: starts it, and gives real worlds whose AWS it is."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from functions.settings import NEEDS, read_settings
from functions.wiring import World, use
from tests.fakes import KEYS


@contextmanager
def answering(function: str) -> Iterator[World]:
    """The deployed world of `function`, wired by its environment to an AWS that answers at once.

    What other benches left in memory is nothing that the collector should walk through meanwhile.
    """
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = _certificate(Path(folder))
        command = [sys.executable, "-m", "tests.bench.endpoint", str(certificate), str(key)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout
                port = int(server.stdout.readline())
                environment = _environment(function, port, certificate)
                with patch.dict(os.environ, environment), _world(function) as world:
                    gc.collect()
                    gc.freeze()  # as `wiring.world` does
                    yield world
            finally:
                gc.unfreeze()
                server.terminate()


def _world(function: str) -> AbstractContextManager[World]:
    return use(World(read_settings(function)))


def _environment(function: str, port: int, certificate: Path) -> dict[str, str]:
    names = {name: name.lower().replace("_", "-") for name in NEEDS[function]}
    urls = {name: f"https://localhost:{port}/1/{name}" for name in names if name.endswith("_URL")}
    return (
        names
        | urls
        | {
            "TOKEN_KEYS": KEYS,
            "LOG_LEVEL": "WARNING",
            "AWS_ENDPOINT_URL": f"https://localhost:{port}",
            "AWS_CA_BUNDLE": str(certificate),
            "AWS_REGION": "us-east-2",
            "AWS_DEFAULT_REGION": "us-east-2",
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
        }
    )


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that vouches for itself, and its key, both in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    return folder / "certificate.pem", folder / "key.pem"
