"""The forms in which a server can repeat a secret, and where a text contains one of them.

A server can repeat a secret in another form than it received: in lower case as the host of a redirect,
escaped as JSON or as a URL, in base64, with its white space folded, or cut short. So a text is not searched
for the secret itself. Both are brought into the same plain form, and every run of `RUN` characters that they
share is found.
"""

from __future__ import annotations

import html
import re
import unicodedata
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

#: This many consecutive characters of a secret are hidden; a shorter secret is hidden completely.
RUN = 6
# A shorter piece of a form, such as base64 of three characters, would be found in ordinary text.
_SHORTEST = 4
# How many nested escapes are undone.
_DEEPEST = 4


class _Folded(NamedTuple):
    """A text in a plain form, and where each of its characters comes from in the original text."""

    text: str
    spans: list[tuple[int, int]]


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """Replace every part of a text that repeats a secret in any form.

    Examples
    --------
    >>> without_secrets("no such key: SESAME%2Dopen", ["sesame-open"])
    'no such key: ***'
    """
    needles = [_needles(secret) for secret in secrets]
    if not needles:
        return text
    hide = bytearray(len(text))
    for view in _views(text):
        for number, fold in enumerate(_FOLDS):
            folded = fold(view)
            for start, end in _found(folded.text, set().union(*(of_secret[number] for of_secret in needles))):
                first, last = folded.spans[start][0], folded.spans[end - 1][1]
                hide[first:last] = b"\x01" * (last - first)
    shown = "".join("\0" if hidden else char for char, hidden in zip(text, hide, strict=True))
    return re.sub("\0+", "***", shown)


def _found(text: str, needles: set[str]) -> Iterator[tuple[int, int]]:
    runs = {needle for needle in needles if len(needle) == RUN}
    for start in range(len(text) - RUN + 1):
        if text[start : start + RUN] in runs:
            yield start, start + RUN
    for needle in needles - runs:
        for match in re.finditer(f"(?={re.escape(needle)})", text):  # also where it overlaps itself
            yield match.start(), match.start() + len(needle)


@lru_cache(maxsize=64)
def _needles(secret: str) -> tuple[set[str], ...]:
    """Return the runs of every form of a secret to search for, one set per way to fold a text."""
    found: tuple[set[str], ...] = tuple(set() for _ in _FOLDS)
    for form in FORMS:
        for spelt in form(secret):
            for needles, fold in zip(found, _FOLDS, strict=True):
                folded = fold(_plain(spelt)).text.strip()
                if len(folded) >= RUN:
                    needles.update(folded[at : at + RUN] for at in range(len(folded) - RUN + 1))
                elif fold is not _letters and len(folded) >= (1 if form is _as_given else _SHORTEST):
                    needles.add(folded)
    return found


# --- the forms of a secret that cannot be undone character by character ------------------------------------


def _as_given(secret: str) -> Iterator[str]:
    yield secret
    yield secret.upper()
    yield secret.lower()


def _read_as_escaped(secret: str) -> Iterator[str]:
    # A server may unescape a secret that looks escaped, and repeat the result.
    for view in _views(secret):
        yield view.text


def _in_base64(secret: str) -> Iterator[str]:
    for plain in (secret, quote(secret, safe="")):
        raw = plain.encode("utf-8", "surrogatepass")
        for before in range(3):  # the text before it decides where its groups of three bytes begin
            for encode in (b64encode, urlsafe_b64encode):
                cut = encode(b"\0" * before + raw).decode().rstrip("=")
                yield cut[(0, 2, 3)[before] :][: len(raw) * 4 // 3 - 1]


def _in_hexadecimal(secret: str) -> Iterator[str]:
    yield secret.encode("utf-8", "surrogatepass").hex()


def _as_a_host(secret: str) -> Iterator[str]:
    for label in (secret, *secret.split(".")):
        with suppress(UnicodeError):
            yield label.lower().encode("punycode").decode()


def _in_another_encoding(secret: str) -> Iterator[str]:
    raw = secret.encode("utf-8", "surrogatepass")
    for encoding in ("latin-1", "cp1252"):
        once = raw.decode(encoding, "replace")
        yield once
        yield once.encode().decode(encoding, "replace")  # two programs made the same mistake
    for mark in ("", "?", "\ufffd"):
        yield "".join(char if char.isascii() else mark for char in secret)


#: The forms of a secret besides letter case, white space and escapes.
FORMS = (_as_given, _read_as_escaped, _in_base64, _in_hexadecimal, _as_a_host, _in_another_encoding)


# --- escapes of one character each -------------------------------------------------------


def _plain(text: str) -> _Folded:
    return _Folded(text, [(at, at + 1) for at in range(len(text))])


def _views(text: str) -> Iterator[_Folded]:
    """Yield the text unchanged, with each kind of escape undone alone, and with all of them undone."""
    view = _plain(text)
    yield view
    for pattern, char_of in _ESCAPES:
        alone = _undone(view, pattern, char_of)
        if alone.text != view.text:
            yield alone
    for _ in range(_DEEPEST):
        before = view.text
        for pattern, char_of in _ESCAPES:
            view = _undone(view, pattern, char_of)
        if view.text == before:
            return
        yield view


def _undone(view: _Folded, pattern: re.Pattern[str], char_of: Callable[[re.Match[str]], str]) -> _Folded:
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for match in pattern.finditer(view.text):
        plain = char_of(match)
        parts += (view.text[at : match.start()], plain)
        spans += view.spans[at : match.start()]
        spans += [(view.spans[match.start()][0], view.spans[match.end() - 1][1])] * len(plain)
        at = match.end()
    return _Folded("".join([*parts, view.text[at:]]), spans + view.spans[at:])


def _of_bytes(match: re.Match[str]) -> str:
    raw = bytes.fromhex(match[0].replace(match[0][0], ""))
    return raw.decode("utf-8", "replace") if len(raw) > 1 else raw.decode("latin-1")


def _of_code(match: re.Match[str]) -> str:
    """Return the character of an escaped code; two halves of a surrogate pair are one character."""
    codes = [int(code, 16) for code in re.findall(r"(?<=[uUx{])[0-9a-fA-F]+", match[0])]
    chars = "".join(map(chr, codes)) if max(codes) <= 0x10FFFF else ""
    return chars.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_UTF8 = "[c-fC-F][0-9a-fA-F](?:{0}[89abAB][0-9a-fA-F]){{1,3}}|[0-9a-fA-F]{{2}}"
_ESCAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile("%(?:" + _UTF8.format("%") + ")"), _of_bytes),
    (re.compile("=(?:" + _UTF8.format("=") + ")"), _of_bytes),
    (re.compile(r"\+"), lambda match: " "),
    (re.compile(r"\\+[uU]00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}"), _of_code),  # of Python, also in lower case
    (
        re.compile(
            r"\\+[uU][dD][89abAB][0-9a-fA-F]{2}\\+[uU][dD][c-fC-F][0-9a-fA-F]{2}"
            r"|\\+[uU][0-9a-fA-F]{4}|\\+u\{[0-9a-fA-F]{1,6}\}|\\+x[0-9a-fA-F]{2}"
        ),
        _of_code,
    ),
    (re.compile(r"\\+([0-3][0-7]{2})"), lambda match: chr(int(match[1], 8))),
    (re.compile(r"\\+[abfnrtv0]"), lambda match: " "),
    (re.compile(r"&#?\w{1,32};?"), lambda match: html.unescape(match[0])),
)


# --- folding: what two spellings of the same text have in common -------------------------------------------


def _readable(view: _Folded) -> _Folded:
    """Ignore letter case, accents, backslashes and control characters; white space becomes one space."""
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    for char, span in zip(view.text, view.spans, strict=True):
        for plain in _base(char):
            if plain.isspace():
                if not chars or chars[-1] != " ":
                    chars.append(" ")
                    spans.append(span)
            elif plain != "\\" and not unicodedata.category(plain).startswith(("C", "M")):
                chars.append(plain)
                spans.append(span)
    return _Folded("".join(chars), spans)


def _letters(view: _Folded) -> _Folded:
    """Keep only ASCII letters and digits: they survive quoting, masking and a foreign character set."""
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    for char, span in zip(view.text, view.spans, strict=True):
        kept = [plain for plain in _base(char) if plain.isascii() and plain.isalnum()]
        chars += kept
        spans += [span] * len(kept)
    return _Folded("".join(chars), spans)


def _base(char: str) -> str:
    if char.isascii():
        return char.lower()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())


def _exact(view: _Folded) -> _Folded:
    return view


_FOLDS = (_readable, _letters, _exact)
