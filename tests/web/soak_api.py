"""The API under schemathesis: `python tests/web/soak_api.py [examples]` (needs `pip install schemathesis`)."""

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import uvicorn

from engine.web.app import create_app
from engine.web.site import Settings


def main():
    examples = sys.argv[1] if len(sys.argv) > 1 else "100"
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(create_app(Settings(port=port, openapi=True)), log_config=None, access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        time.sleep(2)
        tool = Path(sys.executable).with_name("schemathesis")
        url = f"http://127.0.0.1:{port}/openapi.json"
        checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
        code = subprocess.run(
            [tool, "run", url, "--checks", checks, "--max-examples", examples, "--request-timeout", "60"], check=False
        ).returncode
        server.should_exit = True
        thread.join(30)
    return code


if __name__ == "__main__":
    sys.exit(main())
