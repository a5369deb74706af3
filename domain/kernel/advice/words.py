"""What a code says to whoever meets it."""

from typing import NamedTuple


class Advice(NamedTuple):
    """What is wrong, and what to do: for officials, and in English."""

    title: str
    title_en: str
    text: str
    text_en: str
