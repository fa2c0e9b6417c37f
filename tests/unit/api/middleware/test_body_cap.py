from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from starlette.types import Message, Receive, Scope, Send

from codementor_cli.api.middleware.body_cap import BodyCapMiddleware
from codementor_cli.api.problems import ProblemError


class Held:
    """An application that reads a body and holds it until it is told to answer."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.holding = asyncio.Semaphore(0)

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        self.holding.release()
        await self.may_answer.wait()


async def post(app: BodyCapMiddleware, parts: Sequence[bytes]) -> None:
    left = list(parts)

    async def receive() -> Message:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(_message: Message) -> None:
        raise AssertionError("nothing is answered")

    await app({"type": "http", "path": "/", "headers": []}, receive, send)


def capped(held: Held) -> BodyCapMiddleware:
    return BodyCapMiddleware(held, most_bytes=60, most_seconds=60, most_together_bytes=100)


def test_bodies_that_are_held_together_are_bounded_and_give_their_room_back() -> None:
    async def run() -> None:
        held = Held()
        app = capped(held)
        first = asyncio.create_task(post(app, [b"x" * 30, b"x" * 30]))
        await held.holding.acquire()
        with pytest.raises(ProblemError) as caught:
            await post(app, [b"x" * 50])
        assert (caught.value.status_code, (caught.value.headers or {})["Retry-After"]) == (503, "2")
        second = asyncio.create_task(post(app, [b"x" * 40]))
        await held.holding.acquire()
        held.may_answer.set()
        await asyncio.gather(first, second)
        await asyncio.gather(*(post(app, [b"x" * 50]) for _ in range(2)))

    asyncio.run(run())


def test_a_body_that_is_too_large_is_refused_as_it_comes() -> None:
    async def run() -> None:
        held = Held()
        held.may_answer.set()
        app = capped(held)
        for _ in range(5):
            with pytest.raises(ProblemError) as caught:
                await post(app, [b"x" * 40, b"x" * 40, b"never asked for"])
            assert caught.value.status_code == 413

    asyncio.run(run())
