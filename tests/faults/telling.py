"""Lives of the relay and of the sender of letters, each a fork: `relay|letters:minute[:crash point]`, in turn.

The mail server is a file that gets a line for each letter before the sender hears that it was taken. Prints how each
life ended, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import timedelta
from pathlib import Path

import django


def main(server: Path, lives: list[str]) -> None:
    print(json.dumps([_end_of(_born(server, *life.split(":"))) for life in lives]), flush=True)


def _born(server: Path, errand: str, minute: str, crash_at: str = "") -> int:
    child = os.fork()
    if child:
        return child
    try:
        live(server, errand, int(minute), crash_at)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a child never returns into its parent's code
        traceback.print_exc()
        os._exit(1)


def _end_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def live(server: Path, errand: str, minute: int, crash_at: str) -> None:
    from django.conf import settings

    from huopan.domains.notifications import actions as notifications
    from huopan.domains.notifications import ports
    from huopan.infra.outbox.relaying import relay_once
    from tests.factories.orders import NOON

    def take(letter: ports.NoticeLetter) -> None:
        with server.open("a") as lines:
            lines.write(f"{letter.mark}\n")

    settings.HUOPAN.crash_at = crash_at
    ports.LETTER_CARRIERS[:] = [take]
    at = NOON + timedelta(minutes=minute)
    if errand == "relay":
        while relay_once(100, at):
            pass
    else:
        notifications.send_letters(at=at)


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]), sys.argv[2:])
