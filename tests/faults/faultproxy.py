"""A TCP proxy that cuts connections at random: what a bad network does between a server and its database.

Prints its port. Of what the client sends, `rate` of the chunks end the connection, half of them after they were
delivered: then the database has done the work, and nobody hears of it.
"""

from __future__ import annotations

import asyncio
import random
import sys


async def main(host: str, port: int, rate: float, seed: int) -> None:
    chance = random.Random(seed)

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(host, port)
        ways = [_out(reader, there_writer), _back(there_reader, writer)]
        _, pending = await asyncio.wait([asyncio.ensure_future(way) for way in ways], return_when="FIRST_COMPLETED")
        for way in pending:
            way.cancel()
        writer.transport.abort()
        there_writer.close()

    async def _out(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65_536):
            is_cut = chance.random() < rate
            if not is_cut or chance.random() < 0.5:
                writer.write(chunk)
                await writer.drain()
            if is_cut:
                return

    async def _back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65_536):
            writer.write(chunk)
            await writer.drain()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
