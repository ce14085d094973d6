"""Streams of a PDF, packed as they are written."""

from __future__ import annotations

import zlib

import pikepdf


def fill(stream: pikepdf.Object, data: bytes) -> None:
    """Give a stream its content, packed now: a file that is saved for several papers is then packed only once.

    Args:
        stream: of a file that is open.
        data: the content.
    """
    stream.write(zlib.compress(data), filter=pikepdf.Name.FlateDecode)
