"""Runs the page: names, port, certificate, a browser window, and a clean end."""

from __future__ import annotations

import atexit
import contextlib
import ipaddress
import logging
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import uvicorn

from engine.errors import SystemFault, UsageError
from engine.locale.words import said
from engine.web.app import create_app
from engine.web.pages_access import new_code
from engine.web.site import OfficeStore, Settings, Site
from engine.web.tls import make_certificate

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_WILD = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound to
_NEARBY = 20  # ports tried when the first is taken


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was asked for."""

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    key: Path | None = None
    browser: bool = True
    rules_dirs: tuple[Path, ...] = ()
    office: OfficeStore = field(default_factory=OfficeStore)
    lang: str = "vi"


@dataclass(frozen=True, slots=True)
class Open:
    """A page that is about to answer: what the person must know."""

    address: str
    code: str | None
    fingerprint: str | None
    elsewhere: tuple[str, ...] = ()  # for other machines of the network


def serve(wanted: Wanted, tell: Callable[[Open], None]) -> None:
    """Serve the page until Ctrl+C. Raises UsageError and SystemFault."""
    _check(wanted)
    listening = _listen(wanted)
    settings = _settings(wanted, listening.getsockname()[1])
    app = create_app(settings)
    site: Site = app.state
    atexit.register(site.close)
    try:
        files, fingerprint = _tls(wanted, settings, site)
        opened = Open(_address(wanted, settings), settings.code, fingerprint, _elsewhere(wanted, settings))
        tell(opened)
        if wanted.browser:
            threading.Timer(0.8, webbrowser.open, [opened.address]).start()
        _run(app, listening, files)
    finally:
        site.close()
        listening.close()


def is_local(host: str) -> bool:
    """True for this machine only."""
    return host in LOOPBACK


def _check(wanted: Wanted) -> None:
    if (wanted.certificate is None) != (wanted.key is None):
        raise UsageError(
            said("Phải cho cả chứng thư và khóa."),
            said("Dùng cùng lúc --certificate và --key, hoặc bỏ cả hai để máy tự tạo."),
        )
    for path in (wanted.certificate, wanted.key):
        if path is not None and not path.is_file():
            raise UsageError(f"Không có tệp «{path}».", en=f"There is no file «{path}».")


def _settings(wanted: Wanted, port: int) -> Settings:
    plain = Settings(port=port, rules_dirs=wanted.rules_dirs, office=wanted.office, lang=wanted.lang)
    if is_local(wanted.host):
        return plain
    seen_only = replace(wanted.office, save=None)  # visitors do not change the settings of this machine's user
    wild = wanted.host in _WILD
    names = {*LOOPBACK, *_own_names()} if wild else {wanted.host.lower()}
    return replace(plain, hosts=frozenset(names), any_address=wild, secure=True, code=new_code(), office=seen_only)


def _own_names() -> set[str]:
    names = {socket.gethostname().lower()}
    with contextlib.suppress(OSError):
        names |= {socket.getfqdn().lower()} | {str(row[4][0]) for row in socket.getaddrinfo(socket.gethostname(), None)}
    return names | _address_in_network()


def _address_in_network() -> set[str]:
    """The address others reach this machine by; the system knows it by its routes, nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documents: only the route to it is looked up
        except OSError:
            return set()
        return {str(probe.getsockname()[0])}


def _listen(wanted: Wanted) -> socket.socket:
    """Take the port, or one of the next where it is taken by another window of this program."""
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    last: OSError | None = None
    for port in range(wanted.port, wanted.port + _NEARBY if wanted.port else 1):
        listening = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":  # started again at once it keeps its address; on Windows this would share a taken port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((wanted.host, port))
            listening.listen(128)
        except OSError as error:
            listening.close()
            last = error
        else:
            return listening
    what = said("Không mở được cổng {port} ở địa chỉ «{host}».", port=wanted.port, host=wanted.host)
    raise SystemFault(what, said("Chọn cổng khác bằng --port.")) from last


def _tls(wanted: Wanted, settings: Settings, site: Site) -> tuple[tuple[Path, Path] | None, str | None]:
    if not settings.secure:
        return None, None
    if wanted.certificate and wanted.key:
        return (wanted.certificate, wanted.key), None
    certificate, key, fingerprint = make_certificate(site.storage.folder(), settings.hosts)
    return (certificate, key), fingerprint


def _address(wanted: Wanted, settings: Settings) -> str:
    scheme = "https" if settings.secure else "http"
    host = "127.0.0.1" if wanted.host in _WILD else wanted.host
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}/"


def _elsewhere(wanted: Wanted, settings: Settings) -> tuple[str, ...]:
    """Return what other machines type where the page is open on all interfaces: addresses, no names that may not do."""
    if wanted.host not in _WILD:
        return ()
    return tuple(f"https://{name}:{settings.port}/" for name in sorted(settings.hosts) if _is_reachable(name))


def _is_reachable(name: str) -> bool:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.version == 4 and not address.is_loopback and not address.is_link_local


def _run(app: object, listening: socket.socket, files: tuple[Path, Path] | None) -> None:
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # its words may hold names of files
    certificate, key = (str(files[0]), str(files[1])) if files else (None, None)
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        ws="none",
        proxy_headers=False,
        limit_concurrency=200,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    uvicorn.Server(config).run(sockets=[listening])
