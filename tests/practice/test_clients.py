#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""moneyer-practice among bad clients: whatever they do, it answers the others.

Usage: test_clients.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import pathlib
import resource
import socket
import struct
import sys
import time
import unittest

import test_rpc
from test_rpc import WebSocket

# Not all is given back at once, so that growth is measured from a first round on.
GROWTH_MAX = 64 << 20
# AddressSanitizer keeps what was freed for a while.
if b"__asan_init" in pathlib.Path(sys.argv[1]).read_bytes():
    GROWTH_MAX += 512 << 20
# What a client may leave unread, and what the system and libsoup hold besides.
UNREAD_MAX = 16 << 20

REQUEST = b'{"id":1,"method":"get_chain_id","params":[]}'


def post(body):
    return b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body


class BadClientTest(test_rpc.ChainTest):
    """After each test the server answers others."""

    @classmethod
    def setUpClass(cls):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        if most < 4096:
            raise unittest.SkipTest("this system does not allow so many connections")
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, most))
        super().setUpClass()

    def tearDown(self):
        """After each: it answers, over both, within the time a call has."""
        self.assertEqual(self.server.call("database", "get_chain_id"), self.chain_id)
        client = WebSocket(self.server.port)
        self.assertEqual(client.call(1, "database", "get_chain_id")[0]["result"], self.chain_id)
        client.close()

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.server.port), 20)
        self.addCleanup(client.close)
        return client

    def websocket(self):
        client = WebSocket(self.server.port)
        self.addCleanup(client.close)
        return client

    def memory(self):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024

    def frame(self, first, payload, masked=True):
        size = len(payload)
        bit = 0x80 if masked else 0
        head = struct.pack("!BB", first, bit | size) if size < 126 else \
            struct.pack("!BBH", first, bit | 126, size)
        return head + (b"\0\0\0\0" if masked else b"") + payload

    def read_to_end(self, client):
        """All that comes until the server ends the connection, as it has to."""
        data = b""
        try:
            while True:
                more = client.recv(1 << 16)
                if not more:
                    return data
                data += more
        except ConnectionError:
            return data


class ClientTest(BadClientTest):

    # HTTP

    def test_pipelined(self):
        client = self.connect()
        count = 3000
        client.sendall(post(REQUEST) * count)
        data = b""
        while data.count(self.chain_id.encode()) < count:
            more = client.recv(1 << 20)
            self.assertTrue(more, "ended before all was answered")
            data += more

    def test_deep(self):
        for deep in (b"[" * 500000, b'{"a":' * 100000,
                     b'{"id":1,"method":"get_objects","params":' + b"[" * 200000 + b"]" * 200000
                     + b"}"):
            status, answer = self.server.post(deep)
            self.assertEqual(status, 400)
            # Brackets alone could be the beginning of a batch.
            self.assertIn(answer["error"]["code"], (-32700, -32600))
            client = self.websocket()
            client.send_frame(1, deep)
            self.assertEqual(client.receive()["error"]["code"], answer["error"]["code"])

    # WebSocket

    def test_frames_that_end_it(self):
        huge = struct.pack("!BBQ", 0x81, 0x80 | 127, 1 << 62) + b"\0\0\0\0" + b"x" * 1000
        for name, data in (("unmasked", self.frame(0x81, REQUEST, masked=False)),
                           ("not UTF-8", self.frame(0x81, b'{"id":"\xff\xfe"}')),
                           ("reserved bits", self.frame(0xf1, REQUEST)),
                           ("unknown opcode", self.frame(0x83, REQUEST)),
                           ("continues nothing", self.frame(0x80, REQUEST)),
                           ("long ping", self.frame(0x89, b"x" * 1000)),
                           ("far too large", huge)):
            with self.subTest(name):
                client = self.websocket()
                client.socket.sendall(data)
                client.socket.shutdown(socket.SHUT_WR)
                self.assertNotIn(b"result", self.read_to_end(client.socket))

    def test_frames_that_are_fine(self):
        client = self.websocket()
        for data in (self.frame(0x82, REQUEST),  # binary
                     self.frame(0x01, REQUEST[:7]) + self.frame(0x89, b"ping")
                     + self.frame(0x00, REQUEST[7:20]) + self.frame(0x80, REQUEST[20:]),
                     b"".join(self.frame(0x89, b"x" * 125) for _ in range(5000))
                     + self.frame(0x81, REQUEST)):
            client.socket.sendall(data)
            self.assertEqual(client.receive()["result"], self.chain_id)
        # One byte at a time.
        for byte in self.frame(0x81, REQUEST):
            client.socket.sendall(bytes([byte]))
        self.assertEqual(client.receive()["result"], self.chain_id)

    def test_pipelined_websocket(self):
        client = self.websocket()
        count = 5000
        client.socket.sendall(self.frame(0x81, REQUEST) * count)
        for _ in range(count):
            self.assertEqual(client.receive()["result"], self.chain_id)

    # Many

    def test_many_at_once(self):
        """HTTP with keep-alive and WebSocket, mixed, each asked twice."""
        sockets, kept = [], []
        for i in range(1000):
            if i % 2:
                client = WebSocket(self.server.port)
                self.addCleanup(client.close)
                sockets.append(client)
            else:
                kept.append(self.connect())
        for _ in range(2):
            for client in kept:
                client.sendall(post(REQUEST))
            for client in sockets:
                client.socket.sendall(self.frame(0x81, REQUEST))
            for client in kept:
                data = b""
                while self.chain_id.encode() not in data:
                    data += client.recv(4096)
            for client in sockets:
                self.assertEqual(client.receive()["result"], self.chain_id)

    def test_many_subscribers(self):
        clients = [self.websocket() for _ in range(1000)]
        for client in clients:
            client.call(1, "database", "set_block_applied_callback", 12)
        head = self.server.call("practice", "produce_blocks", 20)
        header = self.server.call("database", "get_block_header", head)
        for client in clients:
            blocks = [client.receive()["params"][1][0] for _ in range(20)]
            self.assertEqual(blocks[-2], header["previous"])

    # Memory

    def test_reads_nothing(self):
        """Notices do not pile up for ever for a client that does not read them."""
        reader, deaf = self.websocket(), self.websocket()
        for client in (reader, deaf):
            client.call(1, "database", "set_subscribe_callback", 11, False)
            client.call(2, "database", "get_objects", ["2.1.0"])
        before = self.memory()
        count = 60000  # of about 600 bytes
        self.server.call("practice", "notice_storm", count)
        highest = 0
        for i in range(count):
            reader.receive()
            if i % 1000 == 0:
                highest = max(highest, self.memory())
        self.assertLess(highest - before, UNREAD_MAX + GROWTH_MAX)
        received = len(self.read_to_end(deaf.socket))
        self.assertLess(received, count * 500)

    def test_asks_and_reads_nothing(self):
        """The same, of answers."""
        client = self.websocket()
        before = self.memory()
        request = self.frame(0x81, b'{"id":1,"method":"get_config","params":[]}')
        client.socket.settimeout(5)
        with self.assertRaises(OSError):
            for _ in range(3000):
                client.socket.sendall(request * 100)
        self.assertLess(self.memory() - before, 2 * UNREAD_MAX + GROWTH_MAX)

    def test_nothing_is_kept(self):
        """What the same clients need, they need once."""
        def visit():
            clients = [self.websocket() for _ in range(300)]
            for client in clients:
                client.call(1, "database", "set_subscribe_callback", 11, False)
                client.call(2, "database", "get_objects", ["2.1.0"])
            self.server.call("practice", "produce_blocks", 1)
            for client in clients:
                client.close()
            return self.memory()
        first = visit()
        self.assertLess(max(visit() for _ in range(4)) - first, GROWTH_MAX / 4)


class PatienceTest(BadClientTest):
    """Clients that take their time, or seem to."""

    patience = 1

    def test_malformed_http(self):
        clients = []
        for text in (b"\r\n" * 1000, b"\0" * 5000 + b"\r\n\r\n", b"GET\r\n\r\n",
                     b"POST / HTTP/9.9\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                     b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
                     b"\xff" * 100000, b"POST /" + b"x" * 200000 + b" HTTP/1.1\r\n\r\n",
                     b"POST / HTTP/1.1\r\n" + b"A: b\r\n" * 50000 + b"\r\n"):
            client = self.connect()
            clients.append((text, client))
            try:
                client.sendall(text)
                client.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        # Some of them seem to be on their way until patience is over.
        for text, client in clients:
            with self.subTest(text[:60]):
                self.assertNotIn(b"HTTP/1.1 200", self.read_to_end(client))

    def test_endless_message(self):
        """Fragments of a message that never ends."""
        client = self.websocket()
        with self.assertRaises(ConnectionError):
            client.socket.sendall(self.frame(0x01, b"["))
            for _ in range(200):
                client.socket.sendall(self.frame(0x00, b"[" * 60000))
            client.receive()

    def test_slow(self):
        slow = []
        for text in (b"", b"P", b"POST / HTTP/1.1\r\nHost: x\r\n", post(REQUEST)[:-1]):
            client = socket.create_connection(("127.0.0.1", self.server.port), 20)
            client.sendall(text)
            slow.append(client)
        dripping = socket.create_connection(("127.0.0.1", self.server.port), 20)
        with self.assertRaises(ConnectionError):
            for byte in post(b" " * 10000):
                dripping.sendall(bytes([byte]))
                time.sleep(0.05)
        for client in [*slow, dripping]:
            try:
                self.assertNotIn(b" 200 ", client.recv(4096))
            except ConnectionError:
                pass
            client.close()

    def test_websocket_without_pong(self):
        client = WebSocket(self.server.port)
        with self.assertRaises(ConnectionError):
            while True:
                client.take(1)
        client.close()


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
