"""A paper as one HTML page for the screen and for print, its charts drawn as SVG within it."""

from infra.papers import chart
from infra.papers.filled import fill
from infra.papers.paper import (
    DRAFT,
    SEAL_PLACE,
    Chart,
    Heading,
    Paper,
    Paragraph,
    Table,
    day,
    text,
)

_FILTERS = {"day": day, "said": text, "svg": chart.draw}
_KINDS: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Table: "table",
    Chart: "chart",
}


def render(paper: Paper) -> bytes:
    page = fill(
        "paper.html",
        **_FILTERS,
        paper=paper,
        parts=[(_KINDS[type(part)], part) for part in paper.parts],
        draft=DRAFT,
        seal_place=SEAL_PLACE,
    )
    return page.encode()
