"""Personal data as the log holds it: ciphertext under a key per data subject, never plain."""

from typing import Literal

from msgspec import Struct


class Sealed(Struct, frozen=True):
    """Encrypted personal data. `subject` is a keyed hash: same person, same subject, no number.

    `data` is ciphertext and tag; tenant and subject are bound to it as associated data.
    """

    algorithm: Literal["AES-256-GCM"]
    subject: str
    nonce: bytes
    data: bytes
