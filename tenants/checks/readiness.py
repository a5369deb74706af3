"""What townships need before they exercise a power: in which forms they are trained."""

from collections.abc import Collection, Iterator

from domain.kernel.pack import Pack
from domain.kernel.words import ACTS
from tenants.checks.common import keyed, nobody, repeated, unknown
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


def readiness(pack: Pack) -> Iterator[Fault]:
    """Check that what a condition asks for is there to be had (XG23-69)."""
    yield from repeated("readiness", (condition.id for condition in pack.readiness))
    modes, seals = {mode.id for mode in pack.mode}, {seal.id for seal in pack.seal}
    terms = pack.handover
    known: dict[str, tuple[str, Collection[str]]] = {
        "system": ("handover.systems", terms.systems if terms else ()),
        "material": ("handover.materials", terms.materials if terms else ()),
        "seal": ("seal", seals),
    }
    for key, condition in keyed("readiness", pack.readiness):
        yield from unknown(below(key, "mode"), condition.mode, modes, "mode")
        for act in condition.step:
            if act not in ACTS:
                yield Fault(below(key, "step"), f"没有“{act}”这种环节：{', '.join(ACTS)}")
        if condition.kind in known:
            table, names = known[condition.kind]
            yield from unknown(below(key, "of"), [condition.of], names, table)
        elif condition.of:
            yield Fault(below(key, "of"), f"“{condition.kind}”不用写 of")
        if condition.kind in ("training", "trained_staff") and pack.training is None:
            yield Fault(below(key, "kind"), "没有规定培训：请写 [training]", ("training",))


def contacts(pack: Pack) -> Iterator[Fault]:
    """Check that roles have names, and that those who answer are among them (XG23-26)."""
    terms = pack.contacts
    if terms is None:
        return
    if not terms.roles:
        yield Fault("contacts.roles", "写明指定哪些人员：至少列一种")
    for role, words in terms.roles.items():
        if not words.strip():
            yield Fault(below("contacts.roles", role), "办理人员要看，不能空着")
    for role in terms.answering:
        if role not in terms.roles:
            known = ", ".join(sorted(terms.roles))
            yield Fault("contacts.answering", f"“{role}”不在身份之内：{known}")


def work_plans(pack: Pack) -> Iterator[Fault]:
    """Check for which programme who makes a plan (XG23-29, XG22-27)."""
    yield from repeated("work_plan", (terms.id for terms in pack.work_plan))
    programmes = {it.id for it in pack.programme}
    for key, terms in keyed("work_plan", pack.work_plan):
        yield from unknown(below(key, "programme"), [terms.programme], programmes, "programme")
        yield from nobody(pack, below(key, "by"), terms.by)
