"""What stands in the log for a paper or an image that does not: the SHA-256 of its scan."""

_HEX_LENGTH = 64


def is_sha256(text: str) -> bool:
    """Whether it is a SHA-256 in lower-case hex."""
    return len(text) == _HEX_LENGTH and not set(text) - set("0123456789abcdef")
