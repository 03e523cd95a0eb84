"""What the tests of the command line share."""

import pytest


@pytest.fixture
def own_folders(monkeypatch, tmp_path):
    """Keep settings, cache and environment of whoever runs the tests out of a command."""
    monkeypatch.setenv("HOSO_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("HOSO_CACHE", str(tmp_path / "cache"))
    for name in ("HOSO_LANG", "HOSO_RULES"):
        monkeypatch.delenv(name, raising=False)
