"""The address of the page: a port of its own, kept when the page is started again."""

import socket

from engine.web.server import Wanted, _listen


def test_the_page_started_again_at_once_keeps_its_address():
    """The system holds a port for a minute after connections that the server closed."""
    first = _listen(Wanted(port=0))
    port = first.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)) as browser:
        accepted, _address = first.accept()
        accepted.close()
        first.close()
        assert browser.recv(1) == b""
    with _listen(Wanted(port=port)) as again:
        assert again.getsockname()[1] == port


def test_a_port_another_page_listens_on_is_not_shared():
    with _listen(Wanted(port=0)) as first:
        port = first.getsockname()[1]
        with _listen(Wanted(port=port)) as second:
            assert second.getsockname()[1] != port
