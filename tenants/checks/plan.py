"""The work around the matters: agreements, time limits, reports, tasks and the rules cited."""

from collections.abc import Iterator
from typing import get_args

from domain.kernel.pack import OrganKind, Pack
from tenants.checks.common import keyed, organ_ids, repeated, unknown, unresolved
from tenants.fault import Fault, below


def agreement(pack: Pack) -> Iterator[Fault]:
    if pack.agreement is None:
        return
    if pack.agreement.notice_days is not None and pack.agreement.notice_days < 1:
        yield Fault("agreement.notice_days", "a notice is given 1 or more days before the end")
    if not pack.agreement.contents:
        yield Fault("agreement.contents", "an agreement must have contents (XG23-55)")
    for content, words in pack.agreement.contents.items():
        if not words.strip():
            key = below("agreement.contents", content)
            yield Fault(key, "a content needs the document's own words")


def slas(pack: Pack) -> Iterator[Fault]:
    yield from repeated("sla", (sla.id for sla in pack.sla))
    for key, sla in keyed("sla", pack.sla):
        # Pushed at the moment itself, by the platform: on that day (RA22-25).
        if sla.days < 0 or (sla.days == 0 and not _only_pushes(pack, sla.id)):
            yield Fault(below(key, "days"), "a time limit is 1 or more; of pushes alone, 0 or more")
        if sla.lapse is not None and not _accepts_within(pack, sla.id):
            reason = (
                f"{sla.lapse!r} is what follows a missed acceptance; no step of it has this limit"
            )
            yield Fault(below(key, "lapse"), reason, ("mode",))
        if sla.roll and sla.unit == "working_days":
            yield Fault(below(key, "roll"), "a term of working days never ends on a day off")
        if sla.extension is not None and sla.extension.days <= 0:
            yield Fault(below(key, "extension.days"), "a time limit is 1 or more")


def tolerance(pack: Pack) -> Iterator[Fault]:
    if pack.tolerant is not None and pack.tolerant.days <= 0:
        yield Fault("tolerant.days", "a time limit is 1 or more")


def exchange(pack: Pack) -> Iterator[Fault]:
    """Check who gets copies, and by when an inquiry is answered (RA22-20, -23)."""
    if pack.inquiry is not None:
        limits = {sla.id for sla in pack.sla}
        yield from unknown("inquiry.reply_within", [pack.inquiry.reply_within], limits, "sla")
        if pack.inquiry.post is not None:
            yield from unknown("inquiry.post", [pack.inquiry.post], set(pack.post), "post")
    if pack.copies is None:
        return
    ids, kinds = organ_ids(pack), {organ.kind for organ in pack.organ}
    if not pack.copies.to:
        yield Fault("copies.to", "somebody must get the copies")
    for receiver in pack.copies.to:
        if receiver in get_args(OrganKind) and receiver not in kinds:
            yield Fault("copies.to", f"no organ is of kind {receiver!r}", ("organ",))
        elif receiver not in get_args(OrganKind):
            yield from unknown("copies.to", [receiver], ids, "organ")


def _accepts_within(pack: Pack, sla: str) -> bool:
    return any(
        step.kind == "accept" and step.within == sla for mode in pack.mode for step in mode.step
    )


def _only_pushes(pack: Pack, sla: str) -> bool:
    kinds = {
        step.kind for mode in pack.mode for step in mode.step if sla in (step.within, step.anew)
    }
    return kinds == {"push"}


def reports(pack: Pack) -> Iterator[Fault]:
    known = {sla.id for sla in pack.sla}
    yield from repeated("report", (report.id for report in pack.report))
    for key, report in keyed("report", pack.report):
        for field in ("by", "to"):
            yield from unknown(below(key, field), [getattr(report, field)], pack.party, "party")
        yield from unknown(below(key, "due"), [report.due], known, "sla")


def tasks(pack: Pack) -> Iterator[Fault]:
    yield from repeated("task", (task.no for task in pack.task), "no")
    # Contents are numbered through over all tasks, as officials cite them.
    contents = (content.no for task in pack.task for content in task.content)
    yield from repeated("task.content", contents, "no")
    for key, task in keyed("task", pack.task):
        yield from unresolved(pack, below(key, "lead"), [task.lead])
        yield from unresolved(pack, below(key, "units"), task.units)
        yield from unresolved(pack, below(key, "effective_owners"), task.effective_owners)


def rules(pack: Pack) -> Iterator[Fault]:
    yield from repeated("rule", (rule.id for rule in pack.rule))
    for key, rule in keyed("rule", pack.rule):
        for field in ("clause", "text", "source"):
            if not getattr(rule, field).strip():
                yield Fault(below(key, field), "a refusal must be able to cite this")
