"""Two packs, explained to a county's legal officer: what changed, in sentences, with the clause."""

from tenants.diff.compare import compare
from tenants.diff.sentences import Change

__all__ = ["Change", "compare"]
