"""Keep every run of your program in Annals.

    import annals

    with annals.run(flow="nightly", inputs={"day": 1}) as run:
        run.outputs = {"rows": 42}

The server is the one that ``ANNALS_URL`` names, with the token ``ANNALS_TOKEN``.
"""

from __future__ import annotations

from ._client import Client, flow, run
from ._run import Cancelled, Run, current
from ._transport import AnnalsError, Away, Refused

__all__ = [
    "AnnalsError",
    "Away",
    "Cancelled",
    "Client",
    "Refused",
    "Run",
    "current",
    "flow",
    "run",
]
__version__ = "0.1.0"
