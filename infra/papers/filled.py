"""The templates beside this module, filled in: whatever people wrote is escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from infra.papers.paper import printable


def _shown(value: object) -> object:
    return printable(value) if type(value) is str else value  # markup was made here


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    finalize=_shown,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def fill(template: str, **names: object) -> str:
    return _TEMPLATES.get_template(template).render(names)
