"""Zip files from strangers, weighed before anything parses them.

The directory of a zip says how large each member gets, and may lie; so every member is inflated once, piece by piece,
and counted against what was declared. Neither keeps more than a piece in memory.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from huopan.kernel.refusal import RefusedError, said

MOST_MEMBERS = 5_000
MOST_UNPACKED = 120_000_000
PIECE = 65_536
_LOCAL_HEADER = struct.Struct("<4s22xHH")


class ZipBrokenError(RefusedError):
    kind = "invalid"
    sentence = said("The file is damaged or cut off; open it on your computer, save it again and send that.")


class ZipTooLargeError(RefusedError):
    kind = "invalid"
    sentence = said(
        "Unpacked, the file would take more than {limit_mb} MB; delete what is not needed or split it into several."
    )


class ZipLyingError(RefusedError):
    kind = "invalid"
    sentence = said("The file does not hold what its own table of contents says; save it again and send that.")


def checked_members(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """The members, none of which can be larger than it says. Raises one of the refusals above."""
    try:
        members = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        raise ZipBrokenError from None
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise ZipTooLargeError(limit_mb=MOST_UNPACKED // 1_000_000)
    return members


def pieces(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's content in small pieces. Raises ZipLyingError as soon as it outgrows what was declared."""
    _seek_content(file, member)
    unpacked = 0
    try:
        for piece in _inflated(file, member):
            unpacked += len(piece)
            if unpacked > member.file_size:
                raise ZipLyingError
            yield piece
    except zlib.error:
        raise ZipBrokenError from None
    if unpacked < member.file_size:
        raise ZipBrokenError


def _seek_content(file: BinaryIO, member: zipfile.ZipInfo) -> None:
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise ZipBrokenError
    _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, 1)


def _inflated(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    left = member.compress_size
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ZipBrokenError
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (packed := file.read(min(PIECE, left))):
        left -= len(packed)
        if member.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield unpacking.decompress(packed, PIECE)
            packed = unpacking.unconsumed_tail
    if member.compress_type == zipfile.ZIP_DEFLATED:
        yield unpacking.flush()
