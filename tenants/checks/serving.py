"""How applicants are served: styles, why they may be made to come again; who keeps old seals."""

from collections.abc import Iterator

from domain.kernel.pack import Pack
from tenants.checks.common import organ_ids, unknown
from tenants.fault import Fault, below


def styles(pack: Pack) -> Iterator[Fault]:
    for style, name in pack.style.items():
        if not name.strip():
            yield Fault(below("style", style), "办理人员要看，不能空着")


def visits(pack: Pack) -> Iterator[Fault]:
    """Check that what is called unwarranted or chosen is a reason (ZZ22-29, -30, B-51)."""
    terms = pack.visits
    if terms is None:
        return
    if not terms.reasons:
        yield Fault("visits.reasons", "再次到场要写明原因：至少列一个")
    for code, words in terms.reasons.items():
        if not words.strip():
            yield Fault(below("visits.reasons", code), "办理人员要看，不能空着")
    known = ", ".join(sorted(terms.reasons))
    for field, codes in (("unwarranted", terms.unwarranted), ("chosen", terms.chosen)):
        for code in codes:
            if code not in terms.reasons:
                yield Fault(f"visits.{field}", f"“{code}”不在原因之内：{known}")
    for code in terms.chosen:
        if code in terms.unwarranted:
            reason = f"“{code}”在“无故”之内：群众自愿来的不能算无故"
            yield Fault("visits.chosen", reason)


def old_seals(pack: Pack) -> Iterator[Fault]:
    if pack.old_seals is not None:
        by = pack.old_seals.retention_by
        yield from unknown("old_seals.retention_by", [by], organ_ids(pack), "organ")
