"""Links with https: a certificate that is right, and those that browsers warn of."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from functions.links.asking import Asker
from functions.links.visit import visit


class AnyTime:
    def at(self, host: str) -> nullcontext[None]:
        return nullcontext()


def certificate(file: Path) -> Path:
    """One for site.example, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("site.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(key.private_bytes(pem, *plain) + made.public_bytes(pem))
    return file


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A safe site's port and certificate; it answers 200 to whoever trusts it."""
    file = certificate(tmp_path / "site.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line, suppress(OSError), context.wrap_socket(line, server_side=True) as safe:
                safe.recv(8_192)
                safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], file
        server.shutdown(socket.SHUT_RDWR)


def state(port: int, host: str, trusted: Path | None) -> str:
    context = ssl.create_default_context(cafile=str(trusted) if trusted else None)
    asker = Asker(reach=lambda _: ("127.0.0.1",), context=context)
    return visit(f"https://{host}:{port}/page", asker, AnyTime()).state


def test_a_certificate_that_is_right_lets_the_page_be_seen(site: tuple[int, Path]) -> None:
    port, trusted = site
    assert state(port, "site.example", trusted) == "works"


def test_one_of_another_site_makes_browsers_warn(site: tuple[int, Path]) -> None:
    port, trusted = site
    assert state(port, "else.example", trusted) == "unsafe"


def test_one_that_nobody_vouches_for_makes_browsers_warn(site: tuple[int, Path]) -> None:
    port, _ = site
    assert state(port, "site.example", None) == "unsafe"
