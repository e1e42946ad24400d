"""Two real nodes of Debian's searchd on loopback, as an operator would run them on two machines."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql

from huopan.integrations.search.sphinx.configuration import Node, configuration
from huopan.integrations.search.sphinx.index import SphinxIndex

PATIENCE = 20.0


def is_installed() -> bool:
    return shutil.which("searchd") is not None


class Cluster:
    def __init__(self, root: Path, size: int = 2) -> None:
        self.nodes = [Node("127.0.0.1", _free_port(), _free_port()) for _ in range(size)]
        self.folders = [root / f"node-{number}" for number in range(size)]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        for node, folder in zip(self.nodes, self.folders, strict=True):
            folder.mkdir(parents=True)
            (folder / "searchd.conf").write_text(configuration(node, self.nodes, folder))

    @property
    def addresses(self) -> list[str]:
        return [f"{node.host}:{node.sphinxql_port}" for node in self.nodes]

    def index(self) -> SphinxIndex:
        return SphinxIndex(self.addresses)

    def start(self, number: int) -> None:
        command = ["searchd", "--nodetach", "--config", str(self.folders[number] / "searchd.conf")]
        self._processes[number] = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _until_answers(self.nodes[number])

    def kill(self, number: int) -> None:
        """As a machine dies: at once."""
        process = self._processes.pop(number)
        process.kill()
        process.wait()

    def pids(self) -> list[int]:
        return [process.pid for process in self._processes.values()]

    def stop(self) -> None:
        for number in list(self._processes):
            self.kill(number)


@contextmanager
def running(root: Path) -> Iterator[Cluster]:
    cluster = Cluster(root)
    try:
        for number in range(len(cluster.nodes)):
            cluster.start(number)
        yield cluster
    finally:
        cluster.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_answers(node: Node) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            pymysql.connect(host=node.host, port=node.sphinxql_port, connect_timeout=1).close()
        except pymysql.err.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
