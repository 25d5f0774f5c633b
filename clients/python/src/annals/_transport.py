"""Speaking to the server: one request at a time, JSON both ways."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Dict, List, Optional

#: How many seconds an answer is waited for.
TIMEOUT = 5.0
#: What the server, or something before it, answers while it cannot do its work.
PASSING = frozenset({429, 500, 502, 503, 504})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class AnnalsError(Exception):
    """A run could not be recorded."""


class Away(AnnalsError):
    """The server cannot be reached, or cannot do its work for now."""


class Refused(AnnalsError):
    """The server refused, with this HTTP status."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token is not carried to where another server points."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Transport:
    """The way to one server. Threads may share it."""

    def __init__(self, url: str, token: Optional[str]) -> None:
        self.url = url.rstrip("/")
        self._headers = {"Content-Type": "application/json", "User-Agent": "annals-python/0.1"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        handlers: List[urllib.request.BaseHandler] = [_NoRedirect()]
        if _is_here(self.url):
            # No proxy leads to this machine.
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def send(
        self, method: str, path: str, body: Optional[Dict[str, Any]], key: Optional[str] = None
    ) -> Dict[str, Any]:
        """Sends ``body`` and answers the JSON object that comes back.

        Raises :class:`Away` where the same may be tried again, else :class:`Refused`.
        """
        headers = dict(self._headers)
        if key:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body).encode()
        try:
            request = urllib.request.Request(
                self.url + path, data=data, headers=headers, method=method
            )
            with self._opener.open(request, timeout=TIMEOUT) as response:
                answer = json.loads(response.read())
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise Away(f"{self.url} cannot be reached: {error}") from None
        except ValueError as error:
            raise Refused(0, f"{self.url} does not speak as Annals does: {error}") from None
        if not isinstance(answer, dict):
            raise Refused(0, f"{self.url} does not speak as Annals does")
        return answer


def _is_here(url: str) -> bool:
    try:
        return urllib.parse.urlsplit(url).hostname in LOOPBACK
    except ValueError:  # said when it is used
        return False


def _refusal(error: urllib.error.HTTPError) -> AnnalsError:
    try:
        detail = str(json.loads(error.read())["detail"])
    except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError):
        detail = str(error.reason)
    if error.code in PASSING:
        return Away(f"{error.code}: {detail}")
    return Refused(error.code, detail)
