"""What foreign clients do otherwise on their routes: tokens in headers of their own, slashes at the ends of paths."""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from codementor_cli.domain.access.token import is_token_text

JUDGE0, PISTON, JOBE = "judge0", "piston", "jobe"
NAMES = (JUDGE0, PISTON, JOBE)
"""The interfaces that can be switched on."""
PATHS = MappingProxyType(
    {
        JUDGE0: (
            *("/submissions", "/languages", "/statuses", "/about", "/version", "/config_info", "/system_info"),
            *("/authenticate", "/authorize"),
        ),
        PISTON: ("/api/v2",),
        JOBE: ("/jobe/index.php/restapi",),
    }
)
"""Where their routes are: these paths, and all below."""
_HEADERS = MappingProxyType({JUDGE0: "x-auth-token", JOBE: "x-api-key"})
_UNAUTHORIZED, _FORBIDDEN = 401, 403


class ForeignClientMiddleware:
    """Makes the token of a foreign client a bearer token, and leaves out a slash at the end of its path.

    What has not the form of our tokens counts as none: clients send keys of other servers, and a service of a single
    user needs none. Jobe's clients take 401 for a limit of runs; they are told 403, as Jobe does.
    """

    def __init__(self, app: ASGIApp, *, names: Collection[str]) -> None:
        """Take the interfaces that are switched on.

        Args:
            app: What is called.
            names: Of ``NAMES``.
        """
        self._app = app
        self._names = tuple(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        name = self._name_of(scope["path"]) if scope["type"] == "http" else None
        if name is None:
            await self._app(scope, receive, send)
            return
        path = scope["path"].rstrip("/")  # the servers of these clients take both
        changed = {**scope, "path": path, "headers": _with_bearer(name, Headers(scope=scope))}
        await self._app(changed, receive, _as_jobe_refuses(send) if name == JOBE else send)

    def _name_of(self, path: str) -> str | None:
        """Return the interface that a path belongs to."""
        for name in self._names:
            if any(path == start or path.startswith(f"{start}/") for start in PATHS[name]):
                return name
        return None


def _with_bearer(name: str, headers: Headers) -> list[tuple[bytes, bytes]]:
    """Return the headers of a request, with one for the token where a foreign one holds it."""
    given = headers.getlist("authorization")
    if name == PISTON and len(given) == 1 and not given[0].lower().startswith("bearer "):
        text: str | None = given[0]
        kept = [(key, value) for key, value in headers.raw if key != b"authorization"]
    else:
        text = headers.get(_HEADERS[name]) if name in _HEADERS and not given else None
        kept = list(headers.raw)
    if text is None or not is_token_text(text.strip(" ")):
        return kept
    return [*kept, (b"authorization", f"Bearer {text.strip(' ')}".encode())]


def _as_jobe_refuses(send: Send) -> Send:
    """Return ``send`` for an answer to a client of Jobe's."""

    async def send_changed(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == _UNAUTHORIZED:
            message = {**message, "status": _FORBIDDEN}
            del MutableHeaders(scope=message)["www-authenticate"]
        await send(message)

    return send_changed
