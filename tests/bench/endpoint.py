"""An AWS that answers everything at once, over TLS, in a process of its own: its time is not ours.

DynamoDB and S3 give back what was put; a supporter who was never put is made up on the spot. SES
takes every mail. Nothing is checked: what is measured is the side that asks.

Run by `answering`: `python -m tests.bench.endpoint CERTIFICATE KEY`; prints its port.
"""

from __future__ import annotations

import json
import socket
import ssl
import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Item = dict[str, Any]

PAGE = 2_500  # supporters of one page of a query: DynamoDB ends it at 1 MB, about 400 bytes each
SHARD = 15_000  # supporters of one shard: 64 of them make about a million


def supporter_id(shard: str, number: int) -> str:
    """The id of supporter `number` of a shard ("00" to "3f")."""
    return f"{shard}{number:030x}"


class Store:
    """What was put, and who is made up."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.items: dict[tuple[str, str, str], Item] = {}

    def dynamodb(self, operation: str, asked: Mapping[str, Any]) -> Item:
        """Answer one operation of the table API."""
        match operation:
            case "PutItem":
                self.items[_key(asked["TableName"], asked["Item"])] = asked["Item"]
                return {}
            case "GetItem":
                item = self._item(asked["TableName"], asked["Key"])
                return {"Item": item} if item else {}
            case "BatchGetItem":
                found = {
                    table: [item for key in wanted["Keys"] if (item := self._item(table, key))]
                    for table, wanted in asked["RequestItems"].items()
                }
                return {"Responses": found, "UnprocessedKeys": {}}
            case "Query":
                key = next(iter(asked["ExpressionAttributeValues"].values()))["S"]
                return _page(asked, key) if len(key) == 2 else self._items(asked, key)
            case "DescribeTable":
                table = {"TableId": "bench", "ItemCount": SHARD * 64, "CreationDateTime": 0}
                return {"Table": table}
        return {}

    def _items(self, asked: Mapping[str, Any], key: str) -> Item:
        found = [self.items[at] for at in sorted(self.items) if at[:2] == (asked["TableName"], key)]
        return {"Items": found, "Count": len(found), "ScannedCount": len(found)}

    def _item(self, table: str, key: Item) -> Item | None:
        if "shard" in key:
            return _supporter(key["shard"]["S"], key["id"]["S"])
        return self.items.get(_key(table, key))


def _key(table: str, item: Item) -> tuple[str, str, str]:
    return table, item.get("pk", {}).get("S", ""), item.get("sk", {}).get("S", "")


def _page(asked: Mapping[str, Any], shard: str) -> Item:
    first = int(asked.get("ExclusiveStartKey", {"id": {"S": "00"}})["id"]["S"][2:] or "0", 16)
    numbers = range(first + 1, min(first + PAGE, SHARD) + 1)
    wanted = asked.get("ExpressionAttributeNames", {}).values()  # of a projection, or all
    items = [
        {name: value for name, value in person.items() if not wanted or name in wanted}
        for person in (_supporter(shard, supporter_id(shard, number)) for number in numbers)
    ]
    more = numbers.stop <= SHARD
    key = {"shard": {"S": shard}, "id": {"S": supporter_id(shard, numbers[-1])}}
    answer = {"Items": items, "Count": len(items), "ScannedCount": len(items)}
    return answer | ({"LastEvaluatedKey": key} if more else {})


def _supporter(shard: str, name: str) -> Item:
    texts = {
        "shard": shard,
        "id": name,
        "email": f"maria.{name[-6:]}@supporter.example",
        "status": "subscribed",
        "language": "es" if name[-1] == "0" else "en",
        "first_name": "María",
        "last_name": "O’Neil",
        "zip": "60618",
        "district": "IL-H-040",
        "source": "march-2017",
        "joined": "2017-03-21",
    }
    topics = {"topics": {"SS": ["schools", "welcoming"]}}
    return {key: {"S": text} for key, text in texts.items()} | topics


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # one packet an answer
    store = Store()

    def do_GET(self) -> None:
        found = self.store.objects.get(self.path)
        absent = b"<Error><Code>NoSuchKey</Code></Error>"
        self._answer(404, absent) if found is None else self._answer(200, found)

    def do_PUT(self) -> None:
        self.store.objects[self.path] = _content(self._body())
        self._answer(200, b"")

    def do_POST(self) -> None:
        body = self._body()
        target = self.headers.get("X-Amz-Target", "")
        if target.startswith("DynamoDB"):
            answer = self.store.dynamodb(target.rpartition(".")[2], json.loads(body))
        elif self.path.endswith("/outbound-bulk-emails"):
            entries = len(json.loads(body)["BulkEmailEntries"])
            sent = {"Status": "SUCCESS", "MessageId": "0100018c0ffee000-1-000000"}
            answer = {"BulkEmailEntryResults": [sent] * entries}
        else:
            answer = {"MessageId": "0100018c0ffee000-1-000000"}
        self._answer(200, json.dumps(answer, ensure_ascii=False).encode())

    def handle_expect_100(self) -> bool:
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size + 2)[:-2]
        self.rfile.readline()
        return body

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass


def _content(body: bytes) -> bytes:
    """The object in an `aws-chunked` body: chunks, each after its length, and a trailer."""
    head, _, rest = body.partition(b"\r\n")
    try:
        size = int(head.partition(b";")[0], 16)
    except ValueError:
        return body
    return rest[:size] + (_content(rest[size + 2 :]) if size else b"")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, address


def main(certificate: str, key: str) -> None:
    """Serve until the process is ended."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:3])
