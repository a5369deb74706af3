"""What townships need before they exercise a power: in which forms they are trained."""

from collections.abc import Iterator

from domain.kernel.pack import Pack
from tenants.checks.common import nobody
from tenants.fault import Fault, below


def training(pack: Pack) -> Iterator[Fault]:
    """Check that there is a form, and that organs named are there (XG23-25, RA22-21)."""
    terms = pack.training
    if terms is None:
        return
    if not terms.forms:
        yield Fault("training.forms", "写明培训有哪些形式：至少列一种")
    for form, words in terms.forms.items():
        if not words.strip():
            yield Fault(below("training.forms", form), "办理人员要看，不能空着")
    roles = {role for organ in pack.organ for role in organ.roles}
    yield from nobody(pack, "training.by", (name for name in terms.by if name not in roles))
    yield from nobody(pack, "training.invite", terms.invite)


def handover(pack: Pack) -> Iterator[Fault]:
    """Check that what is handed over has names, and that blanks are of it (XG23-65)."""
    terms = pack.handover
    if terms is None:
        return
    for table, named in (("systems", terms.systems), ("materials", terms.materials)):
        for code, words in named.items():
            if not words.strip():
                yield Fault(below(f"handover.{table}", code), "办理人员要看，不能空着")
    known = ", ".join(sorted(terms.materials))
    for kind in terms.blanks:
        if kind not in terms.materials:
            yield Fault("handover.blanks", f"“{kind}”不在材料之内：{known}")
    if terms.checked and not terms.blanks:
        yield Fault("handover.checked", "没有按号段转交的空白证书，无从核对号段：请写 blanks")
