"""A run while it goes on: what is told of it, and the thread that tells it."""

from __future__ import annotations

import collections
import contextvars
import json
import logging
import os
import random
import threading
import time
import traceback
import uuid
from datetime import datetime, timezone
from types import TracebackType
from typing import Any, Callable, Deque, Dict, Optional, Tuple, Type

from ._plain import plain
from ._transport import AnnalsError, Away, Refused, Transport

log = logging.getLogger("annals")

#: The longest time between two tries, in seconds.
MOST_PAUSE = 5.0
#: The most characters of a traceback that are kept.
TRACEBACK = 10_000
#: The most notes that wait for a server that is away; older ones go.
NOTES = 1000

_current: contextvars.ContextVar[Optional["Run"]] = contextvars.ContextVar("annals_run", default=None)


class Cancelled(Exception):
    """The run's end was asked for; raised by :meth:`Run.check`."""


def current() -> Optional["Run"]:
    """The run that this code is part of."""
    return _current.get()


def now() -> str:
    """This instant as the server reads it."""
    return datetime.now(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Run:
    """A run that is recorded; use it in a ``with`` statement.

    ``outputs`` is what the run gave, any JSON value. ``metadata`` is a dictionary that is kept with it,
    told with the next sign of life after it changed. ``id`` is the run's id once the server knows it.
    """

    def __init__(
        self, transport: Transport, opening: Dict[str, Any], timeout: float, patience: float, strict: bool
    ) -> None:
        self.outputs: Any = None
        self.metadata: Dict[str, Any] = dict(opening.pop("metadata", None) or {})
        self.id: Optional[str] = None
        self.flow_id: Optional[str] = None
        self._transport = transport
        self._opening = opening
        self._interval = timeout / 4
        self._patience = patience
        self._strict = strict
        self._key = uuid.uuid4().hex
        self._cancel = False
        self._over: Optional[Refused] = None
        self._told_metadata: Optional[str] = None
        self._notes: Deque[Tuple[str, Dict[str, Any]]] = collections.deque(maxlen=NOTES)
        self._sending = threading.Lock()
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._process = os.getpid()
        self._token: Optional[contextvars.Token[Optional[Run]]] = None

    @property
    def cancel_requested(self) -> bool:
        """Whether somebody asked for the run's end, as of the last sign of life."""
        return self._cancel

    def check(self) -> None:
        """Raises :class:`Cancelled` if the run's end was asked for."""
        if self._cancel:
            raise Cancelled("the run's end was asked for")

    def note(
        self, text: str, context_type: str = "execution_step", metadata: Optional[Dict[str, Any]] = None
    ) -> None:
        """Writes an entry into the timeline. It is sent in the background."""
        entry: Dict[str, Any] = {"context_type": context_type, "content": plain(str(text))}
        if metadata is not None:
            entry["metadata"] = plain(metadata)
        self._notes.append((uuid.uuid4().hex, entry))
        self._wake.set()

    def __enter__(self) -> "Run":
        self._opening["started_at"] = now()
        if self.metadata:
            self._opening["metadata"] = plain(self.metadata)
        self._token = _current.set(self)
        try:
            self._patiently(lambda _: self._record(), self._patience if self._strict else 0)
        except AnnalsError as error:
            if self._strict:
                self._leave()
                raise
            self._given_up("the run is not recorded yet", error)
        beat = threading.Thread(target=self._beat, name="annals", daemon=True)
        try:
            beat.start()
        except RuntimeError as error:  # no thread to be had
            log.warning("no signs of life are given: %s", error)
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._leave()
        if os.getpid() != self._process:
            return
        self._stopped.set()
        self._wake.set()
        closing = {"ended_at": now(), **_outcome(kind, error, trace)}
        if self.outputs is not None:
            closing["outputs"] = plain(self.outputs)
        try:
            self._finish(closing)
        except AnnalsError as failure:
            if self._strict and error is None:
                raise
            log.warning("how the run ended is not recorded: %s", failure)
        except Exception:  # noqa: BLE001 - the user's program goes on
            log.warning("how the run ended is not recorded", exc_info=True)

    def _leave(self) -> None:
        if self._token is not None:
            try:
                _current.reset(self._token)
            except ValueError:  # ended in another context than it began in
                _current.set(None)
            self._token = None

    def _given_up(self, what: str, error: AnnalsError) -> None:
        if isinstance(error, Refused):
            self._over = error
        log.warning("%s: %s", what, error)

    # What is sent. One thread at a time.

    def _record(self) -> None:
        """Records the run, unless it is."""
        if self.id is not None:
            return
        # Sent again, the same key stands for the same body.
        row = self._transport.send("POST", "/api/v1/flow-runs/", self._opening, self._key)
        self._told_metadata = json.dumps(self._opening.get("metadata", {}))
        self.flow_id, self.id = str(row.get("flow_id")), str(row.get("id"))

    def _tell_notes(self) -> None:
        while self._notes:
            key, entry = self._notes[0]
            path = f"/api/v1/tasks/{self.flow_id}/history"
            try:
                self._transport.send("POST", path, {**entry, "run_id": self.id}, key)
            except Refused as error:
                log.warning("a note is not kept: %s", error)
            if self._notes and self._notes[0][0] == key:
                self._notes.popleft()

    def _changed_metadata(self) -> Dict[str, Any]:
        metadata = plain(self.metadata)
        if json.dumps(metadata) == self._told_metadata:
            return {}
        return {"metadata": metadata}

    def _tell(self, body: Dict[str, Any]) -> None:
        body = {**body, **self._changed_metadata()}
        row = self._transport.send("PATCH", f"/api/v1/flow-runs/{self.id}", body)
        self._told_metadata = json.dumps(body["metadata"]) if "metadata" in body else self._told_metadata
        self._cancel = bool(row.get("cancel_requested"))

    def _beat(self) -> None:
        """Gives signs of life until the run has ended or the server refuses them."""
        tries = 0 if self.id else 1
        while self._over is None and not self._stopped.is_set():
            if tries:
                self._stopped.wait(_pause(tries))
            else:
                self._wake.wait(self._interval)
                self._wake.clear()
            try:
                with self._sending:
                    if self._stopped.is_set():
                        return
                    self._record()
                    self._tell_notes()
                    self._tell({})
                tries = 0
            except Refused as error:
                self._given_up("the run is not recorded any more", error)
            except Away as error:
                tries += 1
                log.debug("trying again: %s", error)
            except Exception:  # noqa: BLE001 - the user's program goes on
                log.warning("no more signs of life are given", exc_info=True)
                return

    def _finish(self, closing: Dict[str, Any]) -> None:
        """Tells how the run ended, trying again for as long as there is patience."""
        if self._over is not None:
            raise self._over

        def all_of_it(tries: int) -> None:
            self._record()
            self._tell_notes()
            self._end(closing, sent_before=tries > 0)

        self._patiently(all_of_it, self._patience)

    def _patiently(self, send: Callable[[int], None], patience: float) -> None:
        """Sends, and again for so many seconds while the server is away."""
        deadline, tries = time.monotonic() + patience, 0
        while True:
            try:
                with self._sending:
                    return send(tries)
            except Away:
                tries += 1
                pause = _pause(tries)
                if time.monotonic() + pause > deadline:
                    raise
                time.sleep(pause)

    def _end(self, closing: Dict[str, Any], sent_before: bool) -> None:
        try:
            self._tell(closing)
        except Refused as error:
            # Its answer may have been lost when it was sent before.
            if error.status != 409 or not sent_before:
                raise
            row = self._transport.send("GET", f"/api/v1/flow-runs/{self.id}", None)
            if row.get("status") != closing["status"]:
                raise


def _pause(tries: int) -> float:
    """Seconds before the next try: twice as long each time, and not all programs at once."""
    return min(0.1 * 2.0 ** min(tries, 10), MOST_PAUSE) * random.uniform(0.5, 1.0)


def _outcome(
    kind: Optional[Type[BaseException]],
    error: Optional[BaseException],
    trace: Optional[TracebackType],
) -> Dict[str, Any]:
    """How a run ended that ``error`` ended, or nothing."""
    if error is None or kind is None:
        return {"status": "success"}
    if isinstance(error, (Cancelled, KeyboardInterrupt)):
        return {"status": "cancelled"}
    if isinstance(error, SystemExit):
        if error.code in (None, 0):
            return {"status": "success"}
        return {"status": "failure", "error_message": f"exited with {plain(error.code)}"}
    try:
        text = "".join(traceback.format_exception(kind, error, trace))
    except Exception:  # noqa: BLE001 - whatever an exception of the user's does
        text = kind.__name__
    outcome = {"status": "failure", "error_message": plain(text.replace("\0", "\\0")[-TRACEBACK:])}
    if isinstance(error, MemoryError):
        outcome["error_type"] = "out_of_memory"
    return outcome
