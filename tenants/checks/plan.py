"""The work around the matters: agreements, time limits, reports, tasks and the rules cited."""

from collections.abc import Iterator

from domain.kernel.pack import AgreementTerms, Pack
from domain.kernel.words import DUE
from tenants.binder import parse
from tenants.checks.common import keyed, nobody, organ_ids, repeated, unknown, unresolved
from tenants.fault import Fault, below

_MOST_LATE = 1_000


def agreement(pack: Pack) -> Iterator[Fault]:
    if pack.agreement is not None:
        yield from _terms("agreement", pack.agreement)
        if pack.agreement.mode:
            reason = "[agreement] 是其余各种办理方式的：只管几种的请写 [[agreement_of]]"
            yield Fault("agreement.mode", reason)
    taken: dict[str, int] = {}
    for place, (key, terms) in enumerate(keyed("agreement_of", pack.agreement_of)):
        yield from _terms(key, terms)
        yield from unknown(below(key, "mode"), terms.mode, _modes(pack), "mode")
        if not terms.mode:
            yield Fault(below(key, "mode"), "要写是哪几种办理方式的；都管的写 [agreement]")
        for mode in terms.mode:
            if taken.setdefault(mode, place) != place:
                yield Fault(below(key, "mode"), f"“{mode}”已经写在 agreement_of[{taken[mode]}]")


def _terms(key: str, terms: AgreementTerms) -> Iterator[Fault]:
    if terms.notice_days is not None and terms.notice_days < 1:
        yield Fault(below(key, "notice_days"), "到期告知至少提前1天")
    if not terms.contents:
        yield Fault(below(key, "contents"), f"协议必须写明内容：请写 [{key}.contents]")
    for content, words in terms.contents.items():
        if not words.strip():
            yield Fault(below(below(key, "contents"), content), "要写文件的原文，不能空着")


def _modes(pack: Pack) -> frozenset[str]:
    return frozenset(mode.id for mode in pack.mode)


def slas(pack: Pack) -> Iterator[Fault]:
    if pack.renewal is not None and pack.renewal.remind_days < 0:
        yield Fault("renewal.remind_days", "不提醒写0")
    yield from repeated("sla", (sla.id for sla in pack.sla))
    for key, sla in keyed("sla", pack.sla):
        # Pushed at the moment itself, by the platform: on that day (RA22-25).
        if sla.days < 0 or (sla.days == 0 and not _at_once(pack, sla.id)):
            yield Fault(below(key, "days"), "时限至少是1；只有推送、反馈、证照归集可以是0")
        if sla.lapse is not None and not _accepts_within(pack, sla.id):
            reason = f"“{sla.lapse}”是逾期不受理的后果，而没有受理步骤用这个时限"
            yield Fault(below(key, "lapse"), reason, ("mode",))
        if sla.roll and sla.unit == "working_days":
            yield Fault(below(key, "roll"), "按工作日计的时限不会落在节假日，不用写 roll")
        if sla.extension is not None and sla.extension.days <= 0:
            yield Fault(below(key, "extension.days"), "时限至少是1")


def escalation(pack: Pack) -> Iterator[Fault]:
    """Check who is told of what is late, and of what (DESIGN 6)."""
    yield from repeated("escalation", (step.id for step in pack.escalation))
    roles = {role for organ in pack.organ for role in organ.roles}
    for key, step in keyed("escalation", pack.escalation):
        if "/" in step.id:
            yield Fault(below(key, "id"), "编号不能带“/”")
        if not 1 <= step.after <= _MOST_LATE:
            yield Fault(below(key, "after"), f"逾期天数须在1至{_MOST_LATE}之间")
        if not (step.to or step.organ):
            yield Fault(below(key, "to"), "写明提请谁：to 或者 organ 至少写一个")
        yield from nobody(pack, below(key, "organ"), [it for it in step.organ if it not in roles])
        yield from unknown(below(key, "post"), [step.post], set(pack.post), "post")
        for kind in step.kind:
            if kind not in DUE:
                known = "、".join(f"{name} {words}" for name, words in DUE.items())
                yield Fault(below(key, "kind"), f"没有“{kind}”这类到期事项，有：{known}")


def tolerance(pack: Pack) -> Iterator[Fault]:
    if pack.tolerant is not None and pack.tolerant.days <= 0:
        yield Fault("tolerant.days", "时限至少是1")


def exchange(pack: Pack) -> Iterator[Fault]:
    """Check who gets copies, and by when an inquiry is answered (RA22-20, -23)."""
    if pack.inquiry is not None:
        limits = {sla.id for sla in pack.sla}
        yield from unknown("inquiry.reply_within", [pack.inquiry.reply_within], limits, "sla")
        if pack.inquiry.post is not None:
            yield from unknown("inquiry.post", [pack.inquiry.post], set(pack.post), "post")
    if pack.copies is None:
        return
    if not pack.copies.to:
        yield Fault("copies.to", "至少要写一个收文单位")
    yield from nobody(pack, "copies.to", pack.copies.to)


def policy_notice(pack: Pack) -> Iterator[Fault]:
    """Check by whom, to whom and by when a policy is told of (XG22-22).

    A policy is about matters, not about one case: nobody came anywhere, nobody took a step.
    """
    terms = pack.policy_notice
    if terms is None:
        return
    limits = {sla.id for sla in pack.sla}
    yield from unknown("policy_notice.within", [terms.within], limits, "sla")
    if terms.post is not None:
        yield from unknown("policy_notice.post", [terms.post], set(pack.post), "post")
    yield from nobody(pack, "policy_notice.each", terms.each)
    for key, parties in (("policy_notice.by", terms.by), ("policy_notice.to", terms.to)):
        yield from unknown(key, parties, pack.party, "party")
        if not parties:
            yield Fault(key, "至少要写一个当事方")
        for party in parties:
            if party in pack.party and not _without_a_case(pack.party[party]):
                reason = f"“{party}”要看办件才知道是谁，政策性文件没有办件：请改用只看事项的当事方"
                yield Fault(key, reason, ("party",))


def _without_a_case(expression: str) -> bool:
    try:
        binder = parse(expression)
    except ValueError:  # told where the party is written
        return True
    return not binder.steps and not binder.facts & {"case.receiver", "instrument.delegatee"}


def _accepts_within(pack: Pack, sla: str) -> bool:
    return any(
        step.kind == "accept" and step.within == sla for mode in pack.mode for step in mode.step
    )


def licences(pack: Pack) -> Iterator[Fault]:
    """Check who keeps the e-licence library, and by when it has what happens (XG22-25)."""
    terms = pack.licences
    if terms is not None:
        limits = {sla.id for sla in pack.sla}
        yield from unknown("licences.within", [terms.within], limits, "sla")
        yield from unknown("licences.keeper", [terms.keeper], pack.party, "party")


def _at_once(pack: Pack, sla: str) -> bool:
    """What the platform sends by itself may be due on the very day."""
    collects = pack.licences is not None and pack.licences.within == sla
    steps = [s for mode in pack.mode for s in mode.step if sla in (s.within, s.anew)]
    return (collects and not steps) or _only_pushes(pack, sla)


def _only_pushes(pack: Pack, sla: str) -> bool:
    kinds = {
        step.kind for mode in pack.mode for step in mode.step if sla in (step.within, step.anew)
    }
    return kinds == {"push"}


def summary(pack: Pack) -> Iterator[Fault]:
    """Check that somebody sends it, and that it says something (JX24-39)."""
    terms = pack.summary
    if terms is None:
        return
    roles = {role for organ in pack.organ for role in organ.roles}
    # The organ in a role may be in the rules that this pack is laid beside.
    if pack.upper is None and terms.by not in roles | organ_ids(pack):
        reason = f"“{terms.by}”既不是机构编号，也没有机构担任这个角色"
        yield Fault("summary.by", reason, ("organ",))
    if not terms.to.strip():
        yield Fault("summary.to", "写明报给谁")
    if not terms.contents:
        yield Fault("summary.contents", "写明汇总要有哪些内容")
    for item, words in terms.contents.items():
        if not words.strip():
            yield Fault(below("summary.contents", item), "办理人员要看，不能空着")


def reports(pack: Pack) -> Iterator[Fault]:
    known = {sla.id for sla in pack.sla}
    yield from repeated("report", (report.id for report in pack.report))
    for key, report in keyed("report", pack.report):
        for field in ("by", "to"):
            yield from unknown(below(key, field), [getattr(report, field)], pack.party, "party")
        yield from unknown(below(key, "mode"), report.mode, _modes(pack), "mode")
        yield from unknown(below(key, "due"), [report.due], known, "sla")


def tasks(pack: Pack) -> Iterator[Fault]:
    known = {programme.id for programme in pack.programme}
    for programme in dict.fromkeys(task.programme for task in pack.task):
        own = [task for task in pack.task if task.programme == programme]
        yield from repeated("task", (task.no for task in own), "no")
        # Contents are numbered through over all tasks of a plan, as officials cite them.
        contents = (content.no for task in own for content in task.content)
        yield from repeated("task.content", contents, "no")
    for key, task in keyed("task", pack.task):
        yield from unknown(below(key, "programme"), [task.programme], known, "programme")
        leads = (task.lead or None, task.lead_in_text or None)
        yield from unresolved(pack, below(key, "lead"), leads)
        yield from unresolved(pack, below(key, "units"), task.units)
        yield from unresolved(pack, below(key, "units_in_text"), task.units_in_text)
        for content_key, content in keyed(below(key, "content"), task.content):
            named = (content.lead or None, *content.units)
            yield from unresolved(pack, content_key, named)
            if content.due_on is not None and not content.due:
                yield Fault(below(content_key, "due"), "写了完成日期，就要照印写出完成时限")
        yield from unresolved(pack, below(key, "effective_owners"), task.effective_owners)


def rules(pack: Pack) -> Iterator[Fault]:
    """Of one code there may be several rules, each for other modes (B-23)."""
    taken: dict[tuple[str, str], int] = {}
    for place, (key, rule) in enumerate(keyed("rule", pack.rule)):
        yield from unknown(below(key, "mode"), rule.mode, _modes(pack), "mode")
        for scope in rule.mode or ("",):
            if taken.setdefault((rule.id, scope), place) != place:
                under = f"在“{scope}”下" if scope else "不分办理方式的"
                reason = f"“{rule.id}”{under}写了两次：只留一条，或者用 mode 分开"
                yield Fault(below(key, "mode" if scope else "id"), reason)
        for field in ("clause", "text", "source"):
            if not getattr(rule, field).strip():
                yield Fault(below(key, field), "拒绝时要引用，不能空着")
