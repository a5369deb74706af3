"""Organs, their names, groups and seal numbers; documents and what they rest on."""

import re
from collections.abc import Iterator
from typing import get_args

from domain.kernel.pack import PACK_SCHEMA, OrganKind, Pack
from domain.kernel.seat import PRINCIPAL
from tenants.checks.common import circle, keyed, organ_ids, repeated, unknown, unresolved
from tenants.fault import Fault, below, row
from tenants.names import names_of

_REGION = re.compile(r"\d{6}")


def header(pack: Pack) -> Iterator[Fault]:
    if pack.schema != PACK_SCHEMA:
        yield Fault("schema", f"本系统读第{PACK_SCHEMA}版格式，这里写的是第{pack.schema}版")
    for key in ("region", "parents"):
        value = getattr(pack.jurisdiction, key)
        for code in value if isinstance(value, tuple) else (value,):
            if not _REGION.fullmatch(code):
                yield Fault(below("jurisdiction", key), f"“{code}”不是六位行政区划代码")


def organs(pack: Pack) -> Iterator[Fault]:
    known = organ_ids(pack)
    yield from repeated("organ", (organ.id for organ in pack.organ))
    for key, organ in keyed("organ", pack.organ):
        yield from unknown(below(key, "parent"), [organ.parent], known, "organ")
    yield from circle("organ", {o.id: (o.parent,) for o in pack.organ if o.parent})


def posts(pack: Pack) -> Iterator[Fault]:
    """Check that an organ can have a head: who signs, appoints and consents is asked by this id."""
    if PRINCIPAL not in pack.post:
        yield Fault("post", f"没有岗位“{PRINCIPAL}”（主要负责人）：机构没有人对外，请补上")


def organ_names(pack: Pack) -> Iterator[Fault]:
    """Check that a printed name leads to one organ only (B-16)."""
    claimed: dict[str, str] = {}
    for key, organ in keyed("organ", pack.organ):
        for name in names_of(organ):
            owner = claimed.setdefault(name, organ.id)
            if owner != organ.id:
                yield Fault(below(key, "aliases"), f"“{name}”已经是机构“{owner}”的名称：请改一处")


def naming(pack: Pack) -> Iterator[Fault]:
    """Check that organs are called as the county's document says (ZZ22-07)."""
    by_id = {organ.id: organ for organ in pack.organ}
    for place, rule in enumerate(pack.naming):
        key = below(row("naming", place), "pattern")
        try:
            rule.pattern.format(parent=_Blank)
        except (ValueError, LookupError, AttributeError):
            reason = f"“{rule.pattern}”不是能用的样式：只能用 {{parent.name}} 和 {{parent.short}}"
            yield Fault(key, reason)
            continue
        for organ_key, organ in keyed("organ", pack.organ):
            parent = by_id.get(organ.parent or "")
            if organ.kind != rule.kind:
                continue
            if parent is None:
                reason = f"没有写上级，而 {rule.kind} 的名称要用上级的名称：请补上 parent"
                yield Fault(below(organ_key, "parent"), reason, ("naming",))
            elif organ.name != (name := rule.pattern.format(parent=parent)):
                reason = f"“{organ.name}”应当叫“{name}”（{rule.clause}）"
                yield Fault(below(organ_key, "name"), reason, ("naming",))


class _Blank:
    """What a pattern may name of a parent."""

    name = short = ""


def groups(pack: Pack) -> Iterator[Fault]:
    ids, kinds = organ_ids(pack), {organ.kind for organ in pack.organ}
    names = {name for organ in pack.organ for name in names_of(organ)}
    for group, members in pack.group.items():
        key = below("group", group)
        if group in names:
            yield Fault(key, "这也是一个机构的名称：印出来的名称只能有一个意思，请改一处")
        for member in members:
            if member in get_args(OrganKind) and member not in kinds:
                yield Fault(key, f"没有“{member}”这一类的机构", ("organ",))
            elif member not in get_args(OrganKind):
                yield from unknown(key, [member], ids, "organ")


def seal_numbers(pack: Pack) -> Iterator[Fault]:
    """Check that the first organ with a number has the first number, and so on (XG23-82).

    The number on a seal names its holder; organs stand in the pack in the order of the county's
    own table.
    """
    holders = [(key, o) for key, o in keyed("organ", pack.organ) if o.seal_no is not None]
    for key, organ in holders:
        if not organ.seals:
            reason = f"{organ.name}写了不能持有印章（seals = false），却有编号：请改一处"
            yield Fault(below(key, "seal_no"), reason)
    for rule in pack.seal:
        if rule.numbers is None or not any("{holder.seal_no}" in name for name in rule.names):
            continue  # what its owner numbers says nothing about its holders
        first, last = rule.numbers
        for expected, (key, organ) in enumerate(holders, start=first):
            if organ.seal_no not in range(first, last + 1):
                reason = f"{organ.seal_no} 不是印章“{rule.id}”的编号：应在{first}至{last}之间"
                yield Fault(below(key, "seal_no"), reason, ("seal",))
            elif organ.seal_no != expected:
                reason = f"{organ.name}的编号是{organ.seal_no}，按表的次序应当是"
                yield Fault(below(key, "seal_no"), f"{reason}{expected}", ("seal",))


def documents(pack: Pack) -> Iterator[Fault]:
    known = {document.id for document in pack.document}
    yield from repeated("document", (document.id for document in pack.document))
    for key, document in keyed("document", pack.document):
        yield from unknown(below(key, "basis"), document.basis, known, "document")
        for field in ("issuer", "interpreter"):
            yield from unresolved(pack, below(key, field), [getattr(document, field)])
        yield from unresolved(pack, below(key, "addressees"), document.addressees)
    yield from circle("document", {d.id: d.basis for d in pack.document})
    yield from repeated("programme", (programme.id for programme in pack.programme))
    for key, programme in keyed("programme", pack.programme):
        yield from unknown(below(key, "document"), [programme.document], known, "document")
