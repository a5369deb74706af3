"""Papers that an office sends: one model, rendered as DOCX, XLSX, HTML; charts as SVG."""

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from infra.papers import docx, html, xlsx
from infra.papers.paper import Paper

FormName = Literal["html", "docx", "xlsx"]


class Form(Struct, frozen=True):
    media_type: str
    render: Callable[[Paper], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMS: Mapping[FormName, Form] = {
    "html": Form("text/html", html.render),
    "docx": Form(f"{_OFFICE}wordprocessingml.document", docx.render),
    "xlsx": Form(f"{_OFFICE}spreadsheetml.sheet", xlsx.render),
}
