"""One id for what belongs together: given by the caller, or made, and always sent back."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Request

CORRELATION = "Tongban-Correlation"
_KEY = "tongban.correlation"


def of(request: Request[Any, Any, Any]) -> UUID:
    """The request's correlation: one that is no UUID is replaced here and refused elsewhere."""
    known = request.scope.get(_KEY)
    if isinstance(known, UUID):
        return known
    try:
        made = UUID(request.headers.get(CORRELATION, ""))
    except ValueError:
        made = uuid4()
    return note(request, made)


def note(request: Request[Any, Any, Any], correlation: UUID) -> UUID:
    request.scope[_KEY] = correlation  # type: ignore[literal-required]  # a key of our own
    return correlation
