"""The API under schemathesis: `make soak`, or `python tests/web/soak_api.py [examples]` with requirements/soak.txt."""

import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn

from engine.web.app import create_app
from engine.web.site import Settings

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main():
    examples = sys.argv[1] if len(sys.argv) > 1 else "100"
    with socket.socket() as listening, tempfile.TemporaryDirectory() as folder:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        app = create_app(Settings(port=port, openapi=True, folder=Path(folder)))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.1)
        code = attack(f"http://127.0.0.1:{port}/openapi.json", examples, Path(folder))
        kept = [path.name for path in Path(folder).glob("hoso-web-*/*/*")]
        server.should_exit = True
        thread.join(30)
    print(f"files kept: {len(kept)}")
    return code or bool(kept)


def attack(url, examples, folder):
    """Run the tool; its own code, 0 where it found nothing."""
    tool = Path(sys.executable).with_name("schemathesis")
    if not tool.is_file():
        raise SystemExit("schemathesis is not installed: pip install --require-hashes -r requirements/soak.txt")
    command = [tool, "run", url, "--checks", CHECKS, "--max-examples", examples, "--request-timeout", "60"]
    return subprocess.run(command, check=False, cwd=folder).returncode


if __name__ == "__main__":
    sys.exit(main())
