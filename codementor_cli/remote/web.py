"""HTTP over TLS, or to this machine: httpx2 with a pool of connections.

A thread of its own reads each answer, so that the judging thread can stop waiting at any time: a read of httpx2's
cannot be ended from outside. A thread that is left ends when its connection does, or after the silence that is allowed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from queue import Empty, Full, Queue

import httpx2

from codementor_cli.remote.address import Address
from codementor_cli.remote.transport import (
    CONNECT_SECONDS,
    SILENCE_SECONDS,
    Ask,
    BrokenAnswerError,
    PassingError,
)

_POOL_COUNT = 64
"""As many as a grading judges at a time."""
_KEEP_SECONDS = 30.0
_WAITING_CHUNKS = 16
"""How far a thread may read ahead."""
_END = b""


class WebTransport:
    """Pooled connections to one server; meets ``Transport``."""

    def __init__(self, address: Address) -> None:
        """Take the address; connections open when they are needed."""
        is_plain = address.url.startswith("http://")
        self._client = httpx2.Client(
            base_url=address.url,
            follow_redirects=False,
            timeout=httpx2.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx2.Limits(max_connections=_POOL_COUNT, keepalive_expiry=_KEEP_SECONDS),
            trust_env=not is_plain,  # a proxy must not see what stays on this machine
        )

    def send(self, ask: Ask) -> WebAnswer:
        """Meet ``Transport``."""
        answer = WebAnswer(self._client, ask)
        try:
            answer.begin()
        except BaseException:
            answer.close()
            raise
        return answer

    def close(self) -> None:
        """Meet ``Transport``."""
        self._client.close()


class WebAnswer:
    """A response that a thread reads; meets ``Answer``."""

    def __init__(self, client: httpx2.Client, ask: Ask) -> None:
        self._client = client
        self._ask = ask
        self._come: Queue[bytes | tuple[int, Mapping[str, str]] | Exception] = Queue(_WAITING_CHUNKS)
        self._left = threading.Event()
        """Set when nobody waits any more."""
        self.status = 0
        self.headers: Mapping[str, str] = {}

    def begin(self) -> None:
        """Send the request and wait for the head of its answer; raises what ``Transport.send`` raises."""
        threading.Thread(target=self._read, name="codementor-remote", daemon=True).start()
        head = self._next()
        if isinstance(head, tuple):
            self.status, self.headers = head

    def chunks(self) -> Iterator[bytes]:
        """Meet ``Answer``."""
        while part := self._next():
            if isinstance(part, bytes):
                yield part

    def cut(self) -> None:
        """Meet ``Answer``."""
        self._left.set()
        try:
            self._come.put_nowait(PassingError("the wait was ended"))
        except Full:
            return  # there is something to read, after which the flag is seen

    def close(self) -> None:
        """Meet ``Answer``: the thread gives the connection back, or closes it."""
        self._left.set()

    def _next(self) -> bytes | tuple[int, Mapping[str, str]]:
        if self._left.is_set():
            raise PassingError("the wait was ended")
        wait = self._ask.wait_seconds()
        try:
            found = self._come.get(timeout=wait)
        except Empty:
            self._ask.wait_seconds()
            raise PassingError(f"the server was silent for {wait:.0f} s") from None
        if isinstance(found, Exception):
            raise found
        return found

    def _read(self) -> None:
        """Send, and hand over what comes, until the end or until nobody waits."""
        ask = self._ask
        try:
            with self._client.stream(ask.method, ask.path, headers=dict(ask.headers), content=ask.body) as response:
                self._hand_over((response.status_code, {name.lower(): text for name, text in response.headers.items()}))
                for part in response.iter_raw():
                    if part and not self._hand_over(part):
                        return
            self._hand_over(_END)
        except Exception as error:  # noqa: BLE001 - a thread's error must reach the thread that waits
            self._hand_over(_passing(error))

    def _hand_over(self, part: bytes | tuple[int, Mapping[str, str]] | Exception) -> bool:
        """Return whether somebody still waits for more."""
        while not self._left.is_set():
            try:
                self._come.put(part, timeout=1.0)
            except Full:
                continue
            return True
        return False


def _passing(error: Exception) -> Exception:
    """Return what an error of httpx2's means."""
    said = str(error)
    if not isinstance(error, httpx2.TransportError):
        return error
    if isinstance(error, httpx2.ConnectTimeout):
        return PassingError("no connection within 2 s", is_absent=True)
    if isinstance(error, httpx2.TimeoutException):
        return PassingError("the server did not answer in time")
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return BrokenAnswerError("comes from a server whose certificate is not trusted")
    if "illegal" in said or isinstance(error, (httpx2.LocalProtocolError, httpx2.UnsupportedProtocol)):
        return BrokenAnswerError("is not HTTP")
    lost = f"the connection failed: {said}" if said else "the connection failed"
    return PassingError(lost, is_absent=isinstance(error, httpx2.ConnectError))
