"""Servers to test against: the program that ANNALS_TEST_BINARY names, on either database."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path
from typing import Any, Dict, List, Optional

SOURCE = Path(__file__).resolve().parent.parent / "src"
sys.path.insert(0, str(SOURCE))

ROOT = Path(__file__).resolve().parents[3]
BINARY = os.environ.get("ANNALS_TEST_BINARY", str(ROOT / "target/debug/annals"))
POSTGRES = os.environ.get("ANNALS_TEST_DATABASE_URL")
TOKEN = "a-token-for-tests"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Server:
    """A server with a data folder of its own."""

    def __init__(self, database: Optional[str] = None, port: int = 0) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="annals-python-")
        self._database = database
        self._port = port
        self.start()

    def start(self) -> None:
        # Nothing of the machine's own settings.
        variables = {k: v for k, v in os.environ.items() if not k.startswith("ANNALS_")}
        variables["ANNALS_ADMIN_TOKEN"] = TOKEN
        listen = f"127.0.0.1:{self._port}"
        command = [BINARY, "serve", "--listen", listen, "--data-dir", self._folder.name]
        if self._database:
            command += ["--database-url", self._database]
        self._log = open(Path(self._folder.name) / "server.log", "ab")
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self._log, text=True, env=variables
        )
        assert self._process.stdout is not None
        ready = self._process.stdout.readline().split()
        if ready[:2] != ["annals", "ready"]:
            raise AssertionError((Path(self._folder.name) / "server.log").read_text())
        self.url = ready[2]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._log.close()

    def remove(self) -> None:
        self.stop()
        self._folder.cleanup()

    def open(self, path: str, body: Any = None, method: Optional[str] = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
        return urllib.request.urlopen(request, timeout=60)

    def get(self, path: str) -> Any:
        with self.open(path) as answer:
            return json.load(answer)

    def runs(self, flow: str) -> List[Dict[str, Any]]:
        """The runs of a flow, the first first, with their payloads."""
        all_runs = self.get("/api/v1/flow-runs/?include=payloads&order_dir=asc&limit=500")
        return [run for run in all_runs if run["flow_name"] == flow]

    def wait_for_end(self, run: str) -> None:
        """Reads the run's events to the last."""
        with self.open(f"/api/v1/runs/{run}/events") as events:
            for _ in events:
                pass


class WithServer(unittest.TestCase):
    """Cases that share a server; the class says on which database."""

    database: Optional[str] = None
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server(cls.database)
        cls.addClassCleanup(cls.server.remove)

    def setUp(self) -> None:
        os.environ["ANNALS_URL"] = self.server.url
        os.environ["ANNALS_TOKEN"] = TOKEN

    def only_run(self, flow: str) -> Dict[str, Any]:
        runs = self.server.runs(flow)
        self.assertEqual(len(runs), 1, runs)
        return runs[0]


def on_both_databases(case: type) -> type:
    """Makes the cases of ``case`` run on SQLite and, where there is one, on PostgreSQL."""
    module = sys.modules[case.__module__]
    databases = {"Sqlite": None, "Postgres": POSTGRES}
    for name, database in databases.items():
        if name == "Postgres" and not database:
            continue
        title = f"{case.__name__}On{name}"
        bases = (case, WithServer)
        own = {"database": database, "__module__": case.__module__, "__qualname__": title}
        setattr(module, title, type(title, bases, own))
    return case
