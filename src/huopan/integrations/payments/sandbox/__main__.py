"""python -m huopan.integrations.payments.sandbox --port 8010"""

from __future__ import annotations

import argparse
import os
import sys

from huopan.integrations.payments.sandbox.book import Book
from huopan.integrations.payments.sandbox.courier import Courier
from huopan.integrations.payments.sandbox.desk import Desk
from huopan.integrations.payments.sandbox.server import Sandbox

LOCAL_SECRET = "sandbox-secret-for-local-use-only"  # noqa: S105 - the platform's default too; no money moves


def main() -> None:
    asked = _arguments().parse_args()
    secret = os.environ.get("HUOPAN_SANDBOX_SECRET") or LOCAL_SECRET
    desk = Desk(Book(asked.state, is_trusting=asked.trusting), Courier(secret), asked.late_seconds)
    server = Sandbox((asked.host, asked.port), desk, secret)
    sys.stdout.write(f"Payment sandbox on http://{asked.host}:{server.server_port}\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m huopan.integrations.payments.sandbox",
        description="A payment provider that moves no money. Its secret comes from HUOPAN_SANDBOX_SECRET.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8010, help="0 takes a free port and prints it")
    parser.add_argument("--state", default=":memory:", metavar="FILE", help="keep payments here across restarts")
    parser.add_argument("--trusting", action="store_true", help="refund payments it has no record of")
    parser.add_argument("--late-seconds", type=float, default=60.0, help="how late a late notice is")
    return parser


if __name__ == "__main__":
    main()
