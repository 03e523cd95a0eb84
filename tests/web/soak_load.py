"""Twenty people at once, each with a dossier of their own: nothing lost, nothing mixed up, memory back where it was.

`python tests/web/soak_load.py [people]`; also measures the time from drop to result against the command.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil

SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"
NAMES = ("chi-bo-kiem-tra-faulty", "chi-bo-kiem-tra-clean")
PORT = 18777
BASE = f"http://127.0.0.1:{PORT}"


def drop(name):
    """Upload, wait, confirm, take the report; return it with the seconds until the result could be seen."""
    files = [("files", (f"{name}/{path.name}", path.read_bytes())) for path in sorted((SAMPLES / name).iterdir())]
    with httpx.Client(base_url=BASE, headers={"origin": BASE}, timeout=120) as client:
        begun = time.monotonic()
        address = client.post("/ho-so", files=files).headers["location"]
        while "hx-redirect" not in client.get(f"{address}/tien-do").headers:
            time.sleep(0.1)
        client.post(f"{address}/xac-nhan", data={"goi": "an-phu-2026", "ngay_xet": "20/11/2026"})
        assert client.get(address).status_code == 200
        seconds = time.monotonic() - begun
        report = json.loads(client.get(f"{address}/tai/json").text)
        client.post("/ket-thuc")
    return name, report, seconds


def command(name):
    """Seconds of the command on the same dossier, as a person runs it."""
    begun = time.monotonic()
    code = "from engine.cli.main import main; main()"
    arguments = ["check", str(SAMPLES / name), "--pack", "an-phu-2026", "--on", "2026-11-20", "--format", "json"]
    made = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)
    return json.loads(made.stdout), time.monotonic() - begun


def memory(server):
    """MiB of the server and its processes."""
    own = psutil.Process(server.pid)
    return sum(process.memory_info().rss for process in (own, *own.children(recursive=True))) / 2**20


def main():
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"TMPDIR": folder, "HOSO_CONFIG": f"{folder}/config"}
        boot = [sys.executable, "-c", "from engine.cli.main import main; main()", "serve", "--no-browser"]
        server = subprocess.Popen([*boot, "--port", str(PORT)], env=environment, stderr=subprocess.DEVNULL)
        try:
            measure(server, people, Path(folder))
        finally:
            server.terminate()
            server.wait(30)
        left = [path.name for path in Path(folder).iterdir() if path.name.startswith("hoso-web-")]
        assert left == [], left


def measure(server, people, folder):
    time.sleep(5)
    right = {name: command(name) for name in NAMES}
    drop(NAMES[0])
    drop(NAMES[1])
    alone = statistics.median(drop(NAMES[0])[2] for _ in range(3))
    theirs = statistics.median(command(NAMES[0])[1] for _ in range(3))
    print(f"drop to result {alone:.2f} s, command {theirs:.2f} s, ratio {alone / theirs:.2f} (hold <= 1.5)")
    before = memory(server)
    for number in range(2):
        begun = time.monotonic()
        with ThreadPoolExecutor(people) as pool:
            found = list(pool.map(drop, [NAMES[number % 2] for number in range(people)]))
        took = time.monotonic() - begun
        wrong = [name for name, report, _ in found if prints(report) != prints(right[name][0])]
        slowest = max(seconds for *_, seconds in found)
        print(
            f"round {number + 1}: {people} people, {took:.1f} s, slowest {slowest:.1f} s, wrong or lost: {len(wrong)}"
        )
        assert wrong == []
    time.sleep(3)
    after = memory(server)
    kept = list(folder.glob("hoso-web-*/*/*"))
    print(f"memory {before:.0f} MiB before, {after:.0f} MiB after; files kept: {len(kept)}")
    assert kept == []
    assert after <= before * 1.25 + 60


def prints(report):
    return [(item["fingerprint"], item["severity"]) for item in report["findings"]]


if __name__ == "__main__":
    main()
