"""The door: who may ask at all, how much may come in, and what every answer says to the browser.

Outermost, around everything else: an error inside can neither leak nor reach the log with words from a dossier.
"""

from __future__ import annotations

import ipaddress
import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.locale.words import N_, Tr
from engine.web.limits import WebLimits

log = logging.getLogger("hoso.web")

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Pages written elsewhere in this program that carry their own style; no script runs in them.
BESIDE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # «no-referrer» would make browsers send «Origin: null» with our own forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_UPLOADS = frozenset({"/ho-so", "/api/check"})


TOO_LARGE = "more than is allowed"


class TooLarge(MultiPartException):
    """More came in than is allowed; of this kind, so that the form parser closes what it holds."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names this server answers to: DNS rebinding comes with another one."""

    hosts: frozenset[str]
    port: int
    any_address: bool = False  # bound to all interfaces: every literal address is ours, names are not
    secure: bool = False

    def knows(self, host: str) -> bool:
        """True when a Host header names this server."""
        try:
            parts = urlsplit(f"//{host}")
            name, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return False
        if port is None:
            port = 443 if self.secure else 80
        return port == self.port and (name in self.hosts or (self.any_address and _is_address(name)))

    def is_own(self, origin: str, host: str) -> bool:
        """True when an Origin header is the page itself."""
        scheme = "https" if self.secure else "http"
        return origin.lower() == f"{scheme}://{host.lower()}"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


@dataclass(slots=True)
class Guard:
    """Checks before, headers after, silence about errors."""

    app: ASGIApp
    names: Names
    limits: WebLimits
    admits: Callable[[Scope], bool] = field(default=lambda _scope: True)
    state: Any = None
    tr: Tr = str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one connection."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(send, scope["path"].startswith("/tinh/"))
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        counted = _Counted(receive, self._allowed(scope))
        try:
            await self.app(scope, counted, answer)
        except Exception as error:
            _note(error)
            if not answer.begun:
                words = self.tr(N_("Phần mềm gặp lỗi ngoài dự kiến. Hãy quay lại trang trước và thử lại."))
                await _said(500, words)(scope, receive, answer)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self.names.knows(host):
            return _said(421, self.tr(N_("Địa chỉ này không phải của trang hoso.")))
        if scope["method"] not in _SAFE and not self._is_ours(headers, host):
            return _said(403, self.tr(N_("Yêu cầu đến từ một trang khác nên không được thực hiện.")))
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self._allowed(scope):
            words = N_("Dung lượng gửi lên quá lớn. Hãy chọn một hồ sơ, hoặc nén ảnh nhỏ lại.")
            return _said(413, self.tr(words))
        return None if self.admits(scope) else _turned_away(scope, self.tr(N_("Cần mã truy cập.")))

    def _is_ours(self, headers: Headers, host: str) -> bool:
        """A browser names the page a form comes from; programs without a browser name none."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None:
            return self.names.is_own(origin, host)
        return site in (None, "same-origin", "none")

    def _allowed(self, scope: Scope) -> int:
        return self.limits.upload if scope["path"] in _UPLOADS else self.limits.form


class _Answer:
    """Adds the headers every answer carries."""

    def __init__(self, send: Send, lasting: bool) -> None:
        self.send, self.lasting, self.begun = send, lasting, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if headers.get("x-hoso-policy") == BESIDE:
                headers["content-security-policy"] = BESIDE
                del headers["x-hoso-policy"]
            if not self.lasting:
                headers["cache-control"] = "no-store"
        await self.send(message)


class _Counted:
    """Counts the bytes that really come in, whatever was announced."""

    def __init__(self, receive: Receive, most: int) -> None:
        self.receive, self.left = receive, most

    async def __call__(self) -> Message:
        message = await self.receive()
        if message["type"] == "http.request":
            self.left -= len(message.get("body", b""))
            if self.left < 0:
                raise TooLarge(TOO_LARGE)
        return message


def _said(status: int, words: str) -> PlainTextResponse:
    return PlainTextResponse(words, status)


def _turned_away(scope: Scope, words: str) -> PlainTextResponse:
    if scope["method"] in ("GET", "HEAD") and not scope["path"].startswith("/api/"):
        return PlainTextResponse(words, 303, {"location": "/vao"})
    return PlainTextResponse(words, 401, {"www-authenticate": "Bearer"})


def _note(error: BaseException) -> None:
    """Log the kind and the place of an error, never its words: they may hold names or texts of a dossier."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    places: Iterable[str] = (f"{frame.name}:{frame.lineno}" for frame in last)
    log.error("%s in %s", type(error).__name__, ", ".join(places))
