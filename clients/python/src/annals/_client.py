"""The ways to begin a run: a ``with`` statement or a decorator."""

from __future__ import annotations

import functools
import inspect
import os
from typing import Any, Callable, Dict, Iterable, Optional, TypeVar, Union, cast, overload

from ._plain import plain
from ._run import Run
from ._transport import Transport

F = TypeVar("F", bound=Callable[..., Any])

#: The server where none is named.
URL = "http://127.0.0.1:7878"


class Client:
    """A server to record runs at; ``ANNALS_URL`` and ``ANNALS_TOKEN`` unless given."""

    def __init__(self, url: Optional[str] = None, token: Optional[str] = None) -> None:
        url = url or os.environ.get("ANNALS_URL") or URL
        self._transport = Transport(url, token or os.environ.get("ANNALS_TOKEN"))

    def run(
        self,
        flow: str,
        *,
        inputs: Optional[Dict[str, Any]] = None,
        metadata: Optional[Dict[str, Any]] = None,
        tags: Optional[Iterable[str]] = None,
        trigger: Optional[str] = None,
        session: Optional[str] = None,
        user: Optional[str] = None,
        heartbeat_timeout: float = 120.0,
        patience: float = 10.0,
        strict: bool = False,
    ) -> Run:
        """A run of the flow called ``flow``, to be used in a ``with`` statement.

        It ends as a failure once nothing was heard of it for ``heartbeat_timeout`` seconds. When it
        ends while the server is away, that is tried again for ``patience`` seconds. With ``strict``
        an :class:`AnnalsError` is raised where it could not be recorded.
        """
        if not heartbeat_timeout > 0:
            raise ValueError("heartbeat_timeout must be more than 0")
        opening = {
            "flow_name": plain(str(flow)),
            "status": "running",
            "inputs": plain(inputs) if inputs is not None else None,
            "metadata": metadata,
            "tags": [plain(str(tag)) for tag in tags] if tags is not None else None,
            "trigger_type": trigger,
            "session_id": session,
            "user_id": user,
            "heartbeat_timeout_seconds": heartbeat_timeout,
        }
        given = {name: value for name, value in opening.items() if value is not None}
        return Run(self._transport, given, heartbeat_timeout, patience, strict)

    @overload
    def flow(self, function: F) -> F: ...

    @overload
    def flow(
        self,
        *,
        name: Optional[str] = ...,
        record_inputs: bool = ...,
        record_outputs: bool = ...,
        **options: Any,
    ) -> Callable[[F], F]: ...

    def flow(
        self,
        function: Optional[F] = None,
        *,
        name: Optional[str] = None,
        record_inputs: bool = True,
        record_outputs: bool = True,
        **options: Any,
    ) -> Union[F, Callable[[F], F]]:
        """Records each call of a function as a run of the flow ``name``, else of its own name.

        Further options are those of :meth:`run`.
        """
        return _decorated(lambda: self, function, name, record_inputs, record_outputs, options)


def run(flow: str, **options: Any) -> Run:
    """:meth:`Client.run` at the server that the environment names."""
    return Client().run(flow, **options)


@overload
def flow(function: F) -> F: ...


@overload
def flow(
    *,
    name: Optional[str] = ...,
    record_inputs: bool = ...,
    record_outputs: bool = ...,
    **options: Any,
) -> Callable[[F], F]: ...


def flow(
    function: Optional[F] = None,
    *,
    name: Optional[str] = None,
    record_inputs: bool = True,
    record_outputs: bool = True,
    **options: Any,
) -> Union[F, Callable[[F], F]]:
    """:meth:`Client.flow` at the server that the environment names when the function is called."""
    return _decorated(Client, function, name, record_inputs, record_outputs, options)


def _decorated(
    client: Callable[[], Client],
    function: Optional[F],
    name: Optional[str],
    record_inputs: bool,
    record_outputs: bool,
    options: Dict[str, Any],
) -> Union[F, Callable[[F], F]]:
    if function is None:
        again = functools.partial(_decorated, client)
        return lambda f: cast(F, again(f, name, record_inputs, record_outputs, options))
    called = name or function.__name__

    def begun(args: Any, kwargs: Any) -> Run:
        inputs = _arguments(function, args, kwargs) if record_inputs else None
        return client().run(called, **{"inputs": inputs, **options})

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def later(*args: Any, **kwargs: Any) -> Any:
            with begun(args, kwargs) as one:
                value = await function(*args, **kwargs)
                if record_outputs and one.outputs is None:
                    one.outputs = value
            return value

        return cast(F, later)

    @functools.wraps(function)
    def at_once(*args: Any, **kwargs: Any) -> Any:
        with begun(args, kwargs) as one:
            value = function(*args, **kwargs)
            if record_outputs and one.outputs is None:
                one.outputs = value
        return value

    return cast(F, at_once)


def _arguments(function: Callable[..., Any], args: Any, kwargs: Any) -> Dict[str, Any]:
    """The arguments of a call by their names."""
    try:
        bound = inspect.signature(function).bind(*args, **kwargs)
    except (TypeError, ValueError):  # the call itself says what is wrong
        return {"args": list(args), "kwargs": dict(kwargs)}
    return dict(bound.arguments)
