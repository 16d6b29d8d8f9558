"""A real HTTP server on 127.0.0.1 that misbehaves by a script, and tools that find leaked secrets."""

from __future__ import annotations

import contextlib
import gzip
import json
import pickle
import socket
import struct
import threading
from dataclasses import dataclass

# Seconds that the server waits for a slow client, so that the server never gives up first.
PATIENCE_S = 20

KEY = "ei_" + "5ec7e7" * 8
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzZWNyZXQiOjF9.c2lnbmF0dXJl"


@dataclass(frozen=True)
class Received:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]


def packed(body):
    """Compress without a time: the result is part of the names of tests."""
    return gzip.compress(body, mtime=0)


class Exchange:
    """What a script can do with the connection of one request."""

    def __init__(self, server, connection):
        self._server, self._connection = server, connection
        self.keep_open = True

    def send(self, *parts):
        self._connection.settimeout(PATIENCE_S)
        for part in parts:
            self._connection.sendall(part.encode() if isinstance(part, str) else part)

    def stall(self):
        """Send nothing until the client closes the connection or the test is over."""
        self._connection.settimeout(0.02)
        while not self._server.is_over.is_set():
            with contextlib.suppress(TimeoutError):
                if not self._connection.recv(1):
                    return

    def drip(self, byte=b"x", seconds=0.05):
        """Send one byte after the other without end, each well within the read timeout."""
        while not self._server.is_over.wait(seconds):
            self.send(byte)

    def reset(self):
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.keep_open = False


class Server:
    """Plays a script: request n gets step n, and the last step serves all that follow.

    A step is bytes to send, or a function of an `Exchange` (and, if it takes two, of the `Received`).
    """

    def __init__(self, *script, wrap=lambda connection: connection):
        self.script, self.received, self.is_over = list(script), [], threading.Event()
        self._wrap, self._lock = wrap, threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self):
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        # Closing alone does not wake the thread that waits in accept().
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(PATIENCE_S + 5)
            assert not thread.is_alive()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, raw):
        raw.settimeout(PATIENCE_S)
        with contextlib.suppress(OSError, EOFError), raw, self._wrap(raw) as connection:
            exchange = Exchange(self, connection)
            while exchange.keep_open:
                self._respond(exchange, self._receive(connection))

    def _respond(self, exchange, received):
        with self._lock:
            step = self.script[min(len(self.received), len(self.script) - 1)]
            self.received.append(received)
        if isinstance(step, bytes):
            exchange.send(step)
        elif step.__code__.co_argcount == 2:
            step(exchange, received)
        else:
            step(exchange)

    def _receive(self, connection):
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more(connection)
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ")
        headers = [tuple(line.split(": ", 1)) for line in lines]
        length = int(next((value for key, value in headers if key.lower() == "content-length"), 0))
        while len(body) < length:
            body += self._more(connection)
        return Received(method, path, headers, body)

    def _more(self, connection):
        connection.settimeout(0.02)
        while not self.is_over.is_set():
            with contextlib.suppress(TimeoutError):
                data = connection.recv(65536)
                if not data:
                    raise EOFError
                return data
        raise EOFError


def answer(body=b"", status=200, **headers):
    """Return the bytes of a complete response; a header of None is omitted."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"Content-Type": "application/json", "Content-Length": len(body)}
    fields.update({name.replace("_", "-"): value for name, value in headers.items()})
    lines = [f"{name}: {value}\r\n" for name, value in fields.items() if value is not None]
    return f"HTTP/1.1 {status} Whatever\r\n{''.join(lines)}\r\n".encode() + body


def zipped(body, **headers):
    return answer(packed(body), Content_Encoding="gzip", **headers)


def chunked(*chunks, **headers):
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return answer(body + b"0\r\n\r\n", Content_Length=None, Transfer_Encoding="chunked", **headers)


def by_path(**bodies):
    """Return a step that responds by path: slashes and dashes are underscores in the names."""

    def step(exchange, received):
        name = received.path.strip("/").replace("/", "_").replace("-", "_")
        exchange.send(bodies.get(name) or answer({"success": False, "error": "No such path"}, 404))

    return step


def closing(*parts, reset=False):
    """Return a step that sends parts of a response, then closes or resets the connection."""

    def step(exchange):
        exchange.send(*parts)
        exchange.keep_open = False
        if reset:
            exchange.reset()

    return step


def refused(message="No such block", status=200, **headers):
    return answer({"success": False, "error": message}, status, **headers)


def impulses(*blocks, **more):
    return answer(
        {"success": True, "impulses": [{"id": 1, "name": "First", "learnBlocks": list(blocks), **more}]}
    )


def block(ident, kind="anomaly", name="Motion", **more):
    return {"id": ident, "type": kind, "name": name, "dsp": [2], "title": "K-means", **more}


# --- leaks -------------------------------------------------------------------------------------------------


def dump(thing):
    """Return everything that `repr`, `dir` and `vars` show of an object and its parts, as text."""
    listed = [repr(getattr(thing, name, "")) for name in dir(thing)]
    return "\n".join([*listed, _dump(thing, 6, set())])


def _dump(thing, depth, seen):
    if depth == 0 or id(thing) in seen or isinstance(thing, type):
        return ""
    seen.add(id(thing))
    inside = []
    if isinstance(thing, dict):
        inside = [*thing.keys(), *thing.values()]
    elif isinstance(thing, list | tuple | set | frozenset):
        inside = list(thing)
    elif hasattr(thing, "__dict__"):
        inside = [vars(thing)]
    shown = [_shown(thing), *(_dump(part, depth - 1, seen) for part in inside)]
    return "\n".join(shown)


def _shown(thing):
    with contextlib.suppress(AttributeError):  # of an object whose __init__ failed
        return f"{thing!r}\n{thing}"
    return ""


def everything_about(error):
    """Return all that a debugger, a log or a saved notebook can show of an error, as text."""
    shown = [pickle.dumps(error).decode("latin-1")]
    chain = [error]
    while chain:
        exc = chain.pop()
        shown.append(dump(exc))
        chain += [linked for linked in (exc.__cause__, exc.__context__) if linked is not None]
        frame = exc.__traceback__
        while frame is not None:
            if "/tests/" not in frame.tb_frame.f_code.co_filename:
                shown += [_shown(value) for value in frame.tb_frame.f_locals.values()]
            frame = frame.tb_next
    return "\n".join(shown)
