"""How lists and guides come about, and until when power is handed down."""

from collections.abc import Iterator

from domain.kernel.pack import Pack
from tenants.checks.common import keyed, organ_ids, repeated, unknown
from tenants.fault import Fault, below


def list_steps(pack: Pack) -> Iterator[Fault]:
    yield from repeated("list_step", (step.id for step in pack.list_step))
    known = organ_ids(pack)
    for key, step in keyed("list_step", pack.list_step):
        yield from unknown(below(key, "by"), [step.by], known, "organ")
        for field in ("name", "state"):
            if not getattr(step, field).strip():
                yield Fault(below(key, field), "officials read it, so it cannot be empty")
    if pack.list_step and not pack.list_step[-1].publishes:
        yield Fault("list_step", "the last step makes the list public: none says so (XG23-09)")


def guide(pack: Pack) -> Iterator[Fault]:
    if pack.guide is None:
        return
    for content, words in {**pack.guide.contents, "materials": pack.guide.materials}.items():
        if not words.strip():
            yield Fault(below("guide", content), "a content needs the words of its source")


def grant(pack: Pack) -> Iterator[Fault]:
    """Its clocks run from a day that the pack must know."""
    terms = pack.grant
    if terms is None:
        return
    limits = {sla.id for sla in pack.sla}
    yield from unknown("grant.within", [terms.within], limits, "sla")
    yield from unknown("grant.complex", [terms.complex], limits, "sla")
    dated = {document.id: document.issued_on for document in pack.document}
    yield from unknown("grant.document", [terms.document], dated, "document")
    if terms.document in dated and dated[terms.document] is None:
        yield Fault("grant.document", "its day of issue is not known", ("document",))
