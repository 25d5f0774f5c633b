"""What becomes of a program whose server is away, or does not want it."""

from __future__ import annotations

import os
import threading
import unittest
from typing import Any

from support import TOKEN, Server, WithServer, free_port

import annals


class Away(unittest.TestCase):
    def setUp(self) -> None:
        self.port = free_port()
        os.environ["ANNALS_URL"] = f"http://127.0.0.1:{self.port}/"
        os.environ["ANNALS_TOKEN"] = TOKEN

    def server(self) -> Server:
        server = Server(port=self.port)
        self.addCleanup(server.remove)
        return server

    def test_the_program_goes_on(self) -> None:
        with self.assertLogs("annals", "WARNING") as logged:
            with annals.run(flow="nobody", patience=0.2) as run:
                run.note("into the void")
                done = True
        self.assertTrue(done)
        self.assertIsNone(run.id)
        self.assertIn("how the run ended is not recorded", logged.output[-1])

    def test_its_own_exception_is_the_one_that_is_raised(self) -> None:
        with self.assertLogs("annals", "WARNING"), self.assertRaises(LookupError):
            with annals.run(flow="nobody", patience=0.2):
                raise LookupError("its own")

    def test_who_is_strict_is_told(self) -> None:
        with self.assertRaises(annals.Away):
            with annals.run(flow="nobody", patience=0.2, strict=True):
                self.fail("it must not begin")
        self.assertIsNone(annals.current())
        server = self.server()
        with self.assertRaises(annals.Away):
            with annals.run(flow="gone", patience=0.2, strict=True):
                server.stop()
        server.start()

    def test_a_server_that_comes_later_hears_of_everything(self) -> None:
        with self.assertLogs("annals", "WARNING"):
            with annals.run(flow="late", inputs={"a": 1}, patience=30) as run:
                run.note("early")
                run.metadata["changed"] = True
                server = self.server()
                run.outputs = 7
        kept = server.runs("late")
        self.assertEqual(len(kept), 1)
        told = (kept[0]["status"], kept[0]["inputs"], kept[0]["outputs"], kept[0]["metadata"])
        self.assertEqual(told, ("success", {"a": 1}, 7, {"changed": True}))
        entries = server.get(f"/api/v1/tasks/{run.flow_id}/history")["entries"]
        self.assertIn("early", [entry["content"] for entry in entries])

    def test_a_server_that_goes_and_comes_again_is_told(self) -> None:
        server = self.server()
        with annals.run(flow="again", patience=30) as run:
            server.stop()
            send = run._transport.send
            coming = threading.Thread(target=server.start)

            def missed(*args: Any) -> Any:
                try:
                    return send(*args)
                except annals.Away:
                    if not coming.ident:
                        coming.start()
                    raise

            run._transport.send = missed  # type: ignore[method-assign]
        coming.join()
        self.assertEqual([kept["status"] for kept in server.runs("again")], ["success"])

    def test_an_answer_that_was_lost_is_looked_up(self) -> None:
        self.server()
        with annals.run(flow="lost", patience=30, strict=True) as run:
            send, lost = run._transport.send, []

            def lose_one(method: str, path: str, body: Any, *key: Any) -> Any:
                answer = send(method, path, body, *key)
                if method == "PATCH" and body.get("status") and not lost:
                    lost.append(answer)
                    raise annals.Away("the answer is lost")
                return answer

            run._transport.send = lose_one  # type: ignore[method-assign]
        self.assertEqual(lost[0]["status"], "success")


class Refused(WithServer):
    def test_a_wrong_token_breaks_nothing(self) -> None:
        client = annals.Client(token="wrong")
        with self.assertLogs("annals", "WARNING") as logged:
            with client.run("refused"):
                pass
        self.assertIn("401", logged.output[0])
        with self.assertRaises(annals.Refused) as raised:
            with client.run("refused", strict=True):
                self.fail("it must not begin")
        self.assertEqual(raised.exception.status, 401)

    def test_a_bad_address_breaks_nothing(self) -> None:
        for url in ["nonsense", "http://[", "http://127.0.0.1:1/\n"]:
            with self.subTest(url), self.assertLogs("annals", "WARNING"):
                with annals.Client(url).run("nowhere", patience=0):
                    pass

    def test_a_run_that_is_deleted_meanwhile_breaks_nothing(self) -> None:
        with self.assertLogs("annals", "WARNING"):
            with annals.run(flow="deleted") as run:
                path = f"/api/v1/flows/{run.flow_id}"
                self.server.open(path, method="DELETE").close()

    def test_a_forked_child_tells_nothing(self) -> None:
        with annals.run(flow="forked") as run:
            child = os.fork()
            if child == 0:
                run.__exit__(ValueError, ValueError("the child's"), None)
                os._exit(0)
            os.waitpid(child, 0)
        self.assertEqual(self.only_run("forked")["status"], "success")
