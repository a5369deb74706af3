"""How a county supervises: what it calls the situations that accountability is opened in."""

from collections.abc import Iterator

from domain.kernel.pack import Pack
from tenants.fault import Fault, below

_RESERVED = "refusal"


def accountability(pack: Pack) -> Iterator[Fault]:
    """Check the situations in which accountability is opened (ZZ22-37, XG23-79)."""
    terms = pack.accountability
    if terms is None:
        return
    if not terms.triggers:
        yield Fault("accountability.triggers", "至少列一种情形；没有就整段不写")
    for code, words in terms.triggers.items():
        if not words.strip():
            yield Fault(below("accountability.triggers", code), "办理人员要看，不能空着")
        if code == _RESERVED:
            reason = "拒不改正无须列出，平台自己认定：请换一个编号"
            yield Fault(below("accountability.triggers", code), reason)
