"""Personal data: plain in commands only; the log holds ciphertext under a key per subject."""

import re
from typing import Literal

from msgspec import Struct

# GB 11643: region, birthday, serial, check digit.
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"\d{3}[0-9Xx](?!\d)",
    re.ASCII,
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


class Plain(Struct, frozen=True):
    """Base of personal data in the clear, which exists in commands only; events have `Sealed`."""


class Sealed(Struct, frozen=True):
    """Encrypted personal data. `subject` is a keyed hash: same person, same subject, no number.

    `data` is ciphertext and tag; tenant and subject are bound to it as associated data.
    """

    algorithm: Literal["AES-256-GCM"]
    subject: str
    nonce: bytes
    data: bytes


def names_a_person(text: str) -> bool:
    """Whether a text holds a citizen's identity number, which could never be erased from it."""
    return any(_checks(number) for number in _IDENTITY.findall(text))


def _checks(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECK[total % len(_CHECK)] == number[-1].upper()
