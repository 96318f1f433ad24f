"""What differs between two writings: sections in pairs, texts in pieces.

Chinese has no spaces between words, so texts are compared by sentences, and the
sentences that changed by characters.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

SAME, GONE, COME = "same", "gone", "come"
SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+")
MOST = 400_000  # pairs of characters to compare; longer changes are shown whole
ALIKE = 0.4  # part of the characters that changed sentences must share


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A section of the old version beside that of the new one; one may be missing."""

    old: object | None
    new: object | None

    @property
    def pieces(self) -> list[Piece]:
        """What became of the text."""
        return compare(
            self.old.body if self.old else "", self.new.body if self.new else ""
        )

    @property
    def heading(self) -> list[Piece]:
        """What became of the heading."""
        return compare(
            self.old.heading if self.old else "", self.new.heading if self.new else ""
        )

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return all(each.kind == SAME for each in (*self.heading, *self.pieces))


def sentences(text: str) -> list[str]:
    """Return the sentences of ``text``, each with its end; joined they are ``text``."""
    return SENTENCE.findall(text)


def compare(old: str, new: str) -> list[Piece]:
    """Return the pieces: same and gone make ``old``, same and come make ``new``."""
    return list(_joined(_by_sentence(old, new)))


def pairs(old: Sequence, new: Sequence) -> list[Pair]:
    """Return the sections of two versions in pairs, found by their headings.

    Between sections whose headings stayed, the others are paired in their order.
    """
    headings = [[each.heading for each in some] for some in (old, new)]
    matcher = SequenceMatcher(None, *headings, autojunk=False)
    found = []
    for _kind, i1, i2, j1, j2 in matcher.get_opcodes():
        found += [Pair(*both) for both in zip_longest(old[i1:i2], new[j1:j2])]
    return found


def _by_sentence(old: str, new: str) -> Iterator[Piece]:
    one, two = sentences(old), sentences(new)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(one[i1:i2]), "".join(two[j1:j2])
        if kind == "equal":
            yield Piece(SAME, gone)
        else:
            yield from _by_character(gone, come)


def _by_character(gone: str, come: str) -> Iterator[Piece]:
    """Yield what changed within sentences, whole where little of them stayed."""
    if gone and come and len(gone) * len(come) <= MOST:
        matcher = SequenceMatcher(None, gone, come, autojunk=False)
        if matcher.ratio() >= ALIKE:
            for kind, i1, i2, j1, j2 in matcher.get_opcodes():
                if kind == "equal":
                    yield Piece(SAME, gone[i1:i2])
                else:
                    yield Piece(GONE, gone[i1:i2])
                    yield Piece(COME, come[j1:j2])
            return
    yield Piece(GONE, gone)
    yield Piece(COME, come)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield the pieces without empty ones, neighbours of one kind as one."""
    last = Piece(SAME, "")
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind == last.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last.text:
            yield last
        last = piece
    if last.text:
        yield last
