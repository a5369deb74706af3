"""Bars as SVG: text stays text, no script, nothing fetched; same figures, same drawing."""

from markupsafe import Markup

from infra.papers.filled import fill
from infra.papers.paper import Chart

_WIDTH, _HEAD, _BAR, _NUMBER, _CHARACTER = 720, 44, 30, 70, 15  # user units


def draw(chart: Chart) -> Markup:
    """The longest bar reaches the right edge but for its number; a negative one is not drawn."""
    left = max((len(label) for label, _ in chart.bars), default=0) * _CHARACTER + 16
    longest = max((value for _, value in chart.bars), default=0)
    scale = (_WIDTH - left - _NUMBER) / longest if longest > 0 else 0
    drawn = fill(
        "chart.svg",
        chart=chart,
        width=_WIDTH,
        height=_HEAD + _BAR * max(len(chart.bars), 1),
        left=left,
        bars=[
            {
                "label": label,
                "value": value,
                "y": _HEAD + at * _BAR,
                "length": round(max(value, 0) * scale, 1),
            }
            for at, (label, value) in enumerate(chart.bars)
        ],
    )
    return Markup(drawn)  # noqa: S704  a template that escapes made it


def render(chart: Chart) -> bytes:
    return draw(chart).encode()
