"""SQL lives in .sql files; each query there is named and described."""

import re
from pathlib import Path

_NAME = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)


def queries(path: Path) -> dict[str, str]:
    """The named queries of a file: a line `-- name: x`, then its description and its text."""
    parts = _NAME.split(path.read_text("utf-8"))[1:]
    return dict(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True))
