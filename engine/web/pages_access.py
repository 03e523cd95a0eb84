"""The access code of a server on the local network."""

from __future__ import annotations

import hmac
import secrets
import time
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.datastructures import Address

from engine.locale.words import N_
from engine.web.pages import SiteHere, go, new_session, remember, show
from engine.web.refusals import Refused

router = APIRouter(include_in_schema=False)

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike on paper
_LENGTH = 12
_TRIES, _WINDOW = 8, 300.0
_tries: dict[str, list[float]] = {}


def new_code() -> str:
    """Return a code that is easy to read out and too long to guess."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def too_many_tries(client: Address | None) -> bool:
    """True for an address that has tried wrong codes too often in the last minutes."""
    name, now = client.host if client else "", time.monotonic()
    recent = [moment for moment in _tries.get(name, []) if now - moment < _WINDOW]
    if recent:
        _tries[name] = recent
    else:
        _tries.pop(name, None)
    return len(recent) >= _TRIES


def note_try(client: Address | None, *, right: bool) -> None:
    """Remember a try."""
    name = client.host if client else ""
    if right:
        _tries.pop(name, None)
    else:
        _tries.setdefault(name, []).append(time.monotonic())


@router.get("/vao")
def ask(request: Request, site: SiteHere) -> Response:
    """Ask for the code."""
    if site.settings.code is None:
        return go("/")
    return show(request, "access.html", wrong=False)


@router.post("/vao")
def enter(request: Request, site: SiteHere, ma: Annotated[str, Form(max_length=100)]) -> Response:
    """Let in who knows the code."""
    code = site.settings.code
    if code is None:
        return go("/")
    if too_many_tries(request.client):
        raise Refused(N_("Đã nhập sai mã quá nhiều lần."), N_("Chờ 5 phút rồi thử lại."), 429)
    shown = "".join(ma.split()).replace("-", "").upper()
    right = hmac.compare_digest(shown.encode(), code.encode())
    note_try(request.client, right=right)
    if not right:
        return show(request, "access.html", 403, wrong=True)
    token, _session = new_session(site, admitted=True)
    response = go("/")
    remember(response, site, token)
    return response
