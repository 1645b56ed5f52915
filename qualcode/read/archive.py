"""Zip files (docx, xlsx) opened without trust: nothing is written to disk, and no part grows past the limits."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from qualcode.errors import ReadError
from qualcode.messages import _

LARGEST_UNPACKED = 200_000_000
MOST_MEMBERS = 10_000
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = 10_000_000

_PIECE = 262_144
_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = 30
_NAME_LENGTHS = struct.Struct("<HH")
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error)


class Archive:
    """The members of a zip file that passed every check.

    Raises
    ------
    ReadError
        If the file is damaged, or is built to do harm: too many or double members, paths that lead out,
        members that overlap, are encrypted, or unpack to too much.
    """

    def __init__(self, content: bytes) -> None:
        if content.count(_ENTRY) > MOST_MEMBERS:
            raise ReadError(_("more than {n} files are packed into it.").format(n=MOST_MEMBERS))
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except _DAMAGE:
            raise _damaged() from None
        self._unpacked = 0
        self._members = {_checked_name(member).casefold(): member for member in self._zip.infolist()}
        self._check(content)

    def _check(self, content: bytes) -> None:
        members = self._zip.infolist()
        if len(self._members) < len(members):
            raise ReadError(_("two files of the same name are packed into it. Open it in its program and save it."))
        for member in members:
            if member.flag_bits & _ENCRYPTED or member.compress_type not in _METHODS:
                raise ReadError(_("it is encrypted or packed in an unusual way. Save it again without a password."))
            _check_sizes(member.file_size, member.compress_size)
        _check_sizes(sum(member.file_size for member in members), len(content))
        _check_apart(content, members, self._zip.start_dir)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a member in pieces, counting what is unpacked.

        Raises
        ------
        ReadError
            If the member is missing or damaged, or the archive unpacks to more than it may.
        """
        if name not in self:
            raise ReadError(_("the part {part} is missing in it. Save it again in its program.").format(part=name))
        try:
            with self._zip.open(self._members[name.casefold()]) as member:
                while piece := member.read(_PIECE):
                    self._unpacked += len(piece)
                    _check_sizes(self._unpacked, self._unpacked)
                    yield piece
        except _DAMAGE:
            raise _damaged() from None


def _damaged() -> ReadError:
    return ReadError(_("the file is damaged or cut short. Copy it again from where it came."))


def _checked_name(member: zipfile.ZipInfo) -> str:
    name = member.orig_filename
    leads_out = name.startswith("/") or "\\" in name or "\0" in name or ":" in name[:2] or ".." in name.split("/")
    if not name or leads_out or stat.S_ISLNK(member.external_attr >> 16):
        raise ReadError(_("a file packed into it has a path that leads out of it. It is not opened."))
    return name


def _check_sizes(unpacked: int, packed: int) -> None:
    if unpacked > LARGEST_UNPACKED:
        raise ReadError(_("it unpacks to more than 200 MB. Split it, or take the pictures out."))
    if unpacked > RATIO_COUNTS_FROM and unpacked > HIGHEST_RATIO * packed:
        raise ReadError(_("it unpacks to more than 200 times its size, as a zip bomb does. It is not opened."))


def _check_apart(content: bytes, members: list[zipfile.ZipInfo], stop: int) -> None:
    """Refuse members whose bytes overlap, as a zip bomb's do."""
    for member in sorted(members, key=lambda member: member.header_offset, reverse=True):
        start = member.header_offset + _LOCAL_HEADER
        try:
            start += sum(_NAME_LENGTHS.unpack_from(content, start - _NAME_LENGTHS.size))
        except struct.error:
            raise _damaged() from None
        if start + member.compress_size > stop:
            raise ReadError(_("the files packed into it overlap, as in a zip bomb. It is not opened."))
        stop = member.header_offset
