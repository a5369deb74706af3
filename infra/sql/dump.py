"""What the migrations amount to, as one file to read and to compare: infra/sql/schema.sql.

`python -m infra.sql.dump` writes it anew, from a server of its own.
"""

import asyncio
import re
import subprocess
import tempfile
from pathlib import Path

from infra.config import Config
from infra.database import prepare
from infra.embedded import EmbeddedServer

SCHEMA = Path(__file__).parent / "schema.sql"

# Comments, session settings and psql commands differ from release to release and say nothing.
_NOISE = re.compile(r"^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\.*)\n", re.MULTILINE)
_PROSE = re.compile(r"\n{3,}")


def dump(pg_dump: Path, url: str) -> str:
    """The schema of the database, normalised. `url` is a superuser's."""
    result = subprocess.run(  # noqa: S603  a program of the wheel and a URL of ours
        [pg_dump, "--schema-only", "--dbname", url], check=True, capture_output=True, text=True
    )
    return _PROSE.sub("\n\n", _NOISE.sub("", result.stdout)).strip() + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        database = asyncio.run(prepare(Config(home=Path(home))))
        server = EmbeddedServer(Path(home))
        assert database.admin_url  # noqa: S101  the embedded server's own
        SCHEMA.write_text(dump(server.program("pg_dump"), database.admin_url), "utf-8")
        server.stop()


if __name__ == "__main__":
    main()
