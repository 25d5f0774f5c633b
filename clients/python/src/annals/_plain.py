"""Making JSON of any value: what is none is kept as its ``repr``."""

from __future__ import annotations

import math
from typing import Any

#: How deeply lists and objects may lie in each other.
DEPTH = 50


def plain(value: Any, depth: int = DEPTH) -> Any:
    """``value`` as JSON knows it. Never raises."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Half of a surrogate pair is no text.
        return str.__str__(value).encode("utf-8", "replace").decode()
    if isinstance(value, int):
        return int(value) if abs(value) < 2**63 else text(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else text(value)
    if depth > 0:
        try:
            if isinstance(value, dict):
                return {key(k): plain(v, depth - 1) for k, v in list(value.items())}
            if isinstance(value, (list, tuple, set, frozenset)):
                return [plain(item, depth - 1) for item in value]
        except Exception:  # noqa: BLE001 - whatever a class of the user's does
            return text(value)
    return text(value)


def key(value: Any) -> str:
    """A key of an object."""
    return plain(value) if isinstance(value, str) else text(value)


def text(value: Any) -> str:
    """What ``value`` looks like, at most 1,000 characters of it."""
    try:
        shown = repr(value)
    except Exception:  # noqa: BLE001 - whatever a class of the user's does
        shown = f"<{type(value).__name__}>"
    return shown[:1000].encode("utf-8", "replace").decode()
