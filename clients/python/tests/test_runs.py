"""Runs as they are kept, on both databases."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import textwrap
import threading

from support import SOURCE, on_both_databases

import annals


@on_both_databases
class Runs:
    def test_a_run_is_kept_with_all_that_is_told_of_it(self) -> None:
        options = {"trigger": "cron", "session": "s", "user": "ada", "tags": ["b", "a"]}
        with annals.run(flow="whole", inputs={"day": 1}, metadata={"host": "x"}, **options) as run:
            self.assertIs(annals.current(), run)
            self.assertEqual(self.only_run("whole")["status"], "running")
            run.note("half done", metadata={"rows": 3})
            run.metadata["rows"] = 3
            run.outputs = {"rows": 42}
        self.assertIsNone(annals.current())
        kept = self.only_run("whole")
        expected = {
            "id": run.id,
            "status": "success",
            "inputs": {"day": 1},
            "outputs": {"rows": 42},
            "metadata": {"host": "x", "rows": 3},
            "trigger_type": "cron",
            "session_id": "s",
            "user_id": "ada",
            "tags": ["a", "b"],
            "executor": "external",
        }
        self.assertEqual({name: kept[name] for name in expected}, expected)
        entries = self.server.get(f"/api/v1/tasks/{run.flow_id}/history?order=asc")["entries"]
        told = [(entry["context_type"], entry["content"]) for entry in entries]
        self.assertIn(("execution_step", "half done"), told)
        self.assertEqual(told[-1], ("status_change", "run #1: success"))

    def test_an_exception_is_kept_and_goes_on(self) -> None:
        with self.assertRaises(ZeroDivisionError):
            with annals.run(flow="broken"):
                1 / 0
        kept = self.only_run("broken")
        self.assertEqual((kept["status"], kept["error_type"]), ("failure", "exit"))
        self.assertIn("1 / 0\n", kept["error_message"])
        self.assertTrue(kept["error_message"].endswith("ZeroDivisionError: division by zero\n"))

    def test_how_a_program_ends_is_how_its_run_ends(self) -> None:
        for flow, error, status in [
            ("exit 0", SystemExit(0), "success"),
            ("exit 3", SystemExit(3), "failure"),
            ("interrupt", KeyboardInterrupt(), "cancelled"),
            ("memory", MemoryError(), "failure"),
            ("long", ValueError("x" * 20_000 + "\0" + "\ud800"), "failure"),
        ]:
            with self.subTest(flow), self.assertRaises(type(error)):
                with annals.run(flow=flow):
                    raise error
            self.assertEqual(self.only_run(flow)["status"], status)
        self.assertEqual(self.only_run("exit 3")["error_message"], "exited with 3")
        self.assertEqual(self.only_run("memory")["error_type"], "out_of_memory")

    def test_whatever_is_no_json_is_kept_as_it_looks(self) -> None:
        class Odd:
            def __repr__(self) -> str:
                return "an odd thing"

        circle: dict = {}
        circle["self"] = circle
        values = {"odd": Odd(), 3: float("nan"), "big": 2**70, "circle": circle, "set": {1}}
        with annals.run(flow="odd", inputs=values) as run:
            run.outputs = Odd()
        kept = self.only_run("odd")
        self.assertEqual(kept["outputs"], "an odd thing")
        del kept["inputs"]["circle"]
        inputs = {"odd": "an odd thing", "3": "nan", "big": str(2**70), "set": [1]}
        self.assertEqual(kept["inputs"], inputs)

    def test_a_function_is_recorded_by_its_decorator(self) -> None:
        @annals.flow
        def plain_function(a: int, b: int = 2, *rest: int, **more: int) -> int:
            """What it is for."""
            return a + b

        @annals.flow(name="named", tags=["t"], record_inputs=False, record_outputs=False)
        async def later(secret: str) -> str:
            return secret

        self.assertEqual(plain_function(1, 3, 4, c=5), 4)
        self.assertEqual(plain_function.__doc__, "What it is for.")
        self.assertEqual(asyncio.run(later("hidden")), "hidden")
        kept = self.only_run("plain_function")
        self.assertEqual(kept["inputs"], {"a": 1, "b": 3, "rest": [4], "more": {"c": 5}})
        self.assertEqual(kept["outputs"], 4)
        named = self.only_run("named")
        self.assertEqual((named["inputs"], named["outputs"], named["tags"]), (None, None, ["t"]))

    def test_a_wish_to_cancel_is_heard(self) -> None:
        with self.assertRaises(annals.Cancelled):
            with annals.run(flow="cancelled", heartbeat_timeout=0.8) as run:
                # It waits for the run's end, which comes once the run has heard of it.
                path = f"/api/v1/runs/{run.id}/cancel"
                asking = threading.Thread(target=lambda: self.server.open(path, {}).close())
                asking.start()
                try:
                    while True:
                        run.check()
                        threading.Event().wait(0.01)
                finally:
                    self.addCleanup(asking.join)
        self.assertEqual(self.only_run("cancelled")["status"], "cancelled")

    def test_a_killed_program_is_a_failed_run(self) -> None:
        program = textwrap.dedent("""
            import annals, sys
            with annals.run(flow="killed", heartbeat_timeout=1) as run:
                print(run.id, flush=True)
                sys.stdin.read()
        """)
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )
        with process:
            run = process.stdout.readline().decode().strip()
            self.assertEqual(self.only_run("killed")["status"], "running")
            process.kill()
        self.server.wait_for_end(run)
        kept = self.only_run("killed")
        self.assertEqual((kept["status"], kept["error_type"]), ("failure", "timeout"))
        self.assertRegex(kept["error_message"], "heard of last at .* its limit of 1 s")

    def test_a_program_that_goes_on_stays_alive(self) -> None:
        # Three times as long as it may be silent, as another run that is silent shows.
        with annals.run(flow="alive", heartbeat_timeout=1) as run:
            for _ in range(3):
                silent = {"flow_name": "silent", "heartbeat_timeout_seconds": 1}
                with self.server.open("/api/v1/flow-runs/", silent) as answer:
                    other = json.load(answer)["id"]
                self.server.wait_for_end(other)
            self.assertEqual(self.only_run("alive")["status"], "running")
        self.assertEqual(self.only_run("alive")["status"], "success")
        self.assertIsNotNone(run.id)
