"""Handling modes: their steps, the instruments they need and the duties they lay on parties."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta

from domain.kernel.pack import BESIDE, FORBIDDEN, Duty, Mode, Pack, Step, When
from tenants.binder import parse
from tenants.checks.common import circle, keyed, repeated, unknown
from tenants.checks.needs import needed, withdrawn
from tenants.fault import Fault, below, row

_TAKEN = frozenset({"promise", "renewal"})  # what is due beside a step is named so
_NO_STEP: Mapping[str, str] = {
    "consult": "咨询在收件之前，另行登记，不是办件的步骤：请删去这一步",
    "stamp": "盖章不单独成为步骤：请在产生文书的那一步写 seal，要求已盖章的写 stamped",
}
_ALWAYS = ("receive", "decide")  # every case comes to a step of these kinds


def modes(pack: Pack) -> Iterator[Fault]:
    known = {mode.id for mode in pack.mode}
    yield from repeated("mode", (mode.id for mode in pack.mode))
    for key, sla in keyed("sla", pack.sla):
        yield from _when(pack, key, sla.when, ("power", "outcome", "except_power"))
    for key, mode in keyed("mode", pack.mode):
        if mode.otherwise is not None:
            yield from unknown(below(key, "otherwise.mode"), [mode.otherwise.mode], known, "mode")
        yield from _succession(pack, key, mode)
        yield from withdrawn(pack, key, mode)
        yield from _steps(pack, key, mode)
        yield from _granted(key, mode)
        for need_key, need in keyed(below(key, "needs"), mode.needs):
            yield from needed(pack, mode, need_key, need)
            yield from _when(pack, need_key, need.when, ("power", "power_from", "except_power"))
        for duty_key, duty in keyed(below(key, "duty"), mode.duty):
            yield from _duty(pack, mode, duty_key, duty)
        yield from _shares(key, mode)
    yield from circle("mode", {m.id: (m.otherwise.mode,) for m in pack.mode if m.otherwise})
    yield from circle("mode", {m.id: (m.then,) for m in pack.mode if m.then})


def parties_used(pack: Pack, mode: Mode) -> frozenset[str]:
    """Collect the parties that a mode names, itself or through the seals of its steps."""
    used: set[str | None] = set()
    seals = {rule.id: rule for rule in pack.seal}
    for step in mode.step:
        used.update(step.by, step.to, step.else_, [step.as_])
        for rule in (seals[seal] for seal in step.seal if seal in seals):
            used.update((rule.owner, rule.holder, rule.consent.by if rule.consent else None))
    for need in mode.needs:
        used.update(need.between)
    used.update(mode.withdrawable)
    for duty in mode.duty:
        used.update((duty.bearer, duty.by))
    return frozenset(party for party in used if party in pack.party)


def _succession(pack: Pack, key: str, mode: Mode) -> Iterator[Fault]:
    """Check first and last days: what is routed or handed on must find a mode that has begun."""
    since = {other.id: other.since for other in pack.mode}
    yield from unknown(below(key, "then"), [mode.then], since, "mode")
    if mode.until is not None and mode.then is None:
        yield Fault(below(key, "then"), f"写了最后一天 {mode.until}，要写之后改用哪种方式")
    if mode.then is not None and mode.until is None:
        yield Fault(below(key, "until"), f"写了之后改用“{mode.then}”，要写最后一天")
    if mode.since is not None and mode.until is not None and mode.until < mode.since:
        yield Fault(below(key, "until"), f"最后一天早于第一天 {mode.since}")
    elsewhere = mode.otherwise.mode if mode.otherwise else None
    begins = since.get(elsewhere or "")
    if begins is not None and (mode.since is None or mode.since < begins):
        reason = f"“{elsewhere}”自{begins}起实施，在此之前转去的没有人办：请改一处"
        yield Fault(below(key, "otherwise.mode"), reason)
    begins = since.get(mode.then or "")
    if begins is not None and mode.until is not None and mode.until + timedelta(days=1) < begins:
        reason = f"“{mode.then}”自{begins}起实施，中间几天没有办理方式：请改一处"
        yield Fault(below(key, "then"), reason)


def _granted(mode_key: str, mode: Mode) -> Iterator[Fault]:
    """Check that a row which grants nothing still has a case with a beginning and an end."""
    for kind in _ALWAYS:
        steps = [step for step in mode.step if step.kind == kind]
        if steps and all(step.grant and not step.else_ for step in steps):
            key = below(row(below(mode_key, "step"), 0, identity=steps[0].id), "else")
            yield Fault(key, f"事项没有给这一步时，没有人办 {kind} 这一步：请写 else")
    for key, step in keyed(below(mode_key, "step"), mode.step):
        for party in step.else_:
            if party in step.by:
                reason = f"“{party}”是给了才办的一方，没给的要写别的一方"
                yield Fault(below(key, "else"), reason)


def _steps(pack: Pack, mode_key: str, mode: Mode) -> Iterator[Fault]:
    ids = {step.id for step in mode.step}
    beside = {step.id for step in mode.step if step.kind in BESIDE}
    parent = below(mode_key, "step")
    if not mode.step:
        yield Fault(parent, "至少要有一个步骤")
    yield from repeated(parent, (step.id for step in mode.step))
    for key, step in keyed(parent, mode.step):
        if step.id in _TAKEN:
            yield Fault(below(key, "id"), f"“{step.id}”是系统给别的期限用的名字：请换一个编号")
        for other in step.after:
            if other not in ids:
                yield Fault(below(key, "after"), f"这种办理方式没有步骤“{other}”")
            if other in beside and step.kind not in BESIDE:
                yield Fault(below(key, "after"), f"“{other}”不是在办件里办的，别的步骤不能等它")
        yield from _step_references(pack, key, step)
        yield from _clock(pack, mode, key, step)
        yield from _step_sense(pack, key, step)
        yield from _step_kind(key, step)
    yield from circle(parent, {step.id: step.after for step in mode.step})
    for party in sorted(parties_used(pack, mode)):
        for missing in sorted(_steps_read(pack.party[party]) - ids):
            yield Fault(
                parent, f"当事方“{party}”是办了“{missing}”一步的机构，而这种办理方式没有这一步"
            )


def _step_references(pack: Pack, key: str, step: Step) -> Iterator[Fault]:
    slas, seals = {sla.id for sla in pack.sla}, {rule.id for rule in pack.seal}
    named = {"by": step.by, "as": (step.as_,), "to": step.to, "else": step.else_}
    for field, names in named.items():
        yield from unknown(below(key, field), names, pack.party, "party")
    yield from unknown(below(key, "seal"), step.seal, seals, "seal")
    windows = {window.id for window in pack.window}
    yield from unknown(below(key, "window"), [step.window], windows, "window")
    yield from unknown(below(key, "within"), [step.within], slas, "sla")
    yield from unknown(below(key, "anew"), [step.anew], slas, "sla")
    yield from unknown(below(key, "post"), [step.post], pack.post, "post")


def _clock(pack: Pack, mode: Mode, key: str, step: Step) -> Iterator[Fault]:
    """Check that a step's time limit starts to run in this mode (DESIGN 6)."""
    kinds = {other.kind for other in mode.step if other.id != step.id}
    for sla in pack.sla:
        if sla.id != step.within:
            continue
        if sla.starts is None:
            reason = f"时限“{sla.id}”没有写从哪一步起算（starts）"
            yield Fault(below(key, "within"), reason, ("sla",))
        elif sla.starts not in {*kinds, "conclude"}:
            reason = f"时限“{sla.id}”从 {sla.starts} 起算，而这种办理方式没有另外这样一步"
            yield Fault(below(key, "within"), reason, ("sla",))
        elif (sla.starts == "push") != (step.kind == "feedback"):
            reason = "只有反馈（feedback）可以从推送起算"
            yield Fault(below(key, "within"), reason, ("sla",))


def _step_sense(pack: Pack, key: str, step: Step) -> Iterator[Fault]:
    if not step.by:
        yield Fault(below(key, "by"), "要写由谁办")
    if step.else_ and not step.grant:
        yield Fault(below(key, "else"), "只有 grant = true 的步骤才可以写 else")
    if step.together and step.kind != "session":
        yield Fault(below(key, "together"), "只有远程办理（session）可以要求各方一起办")
    if step.together and len(step.by) == 1:
        yield Fault(below(key, "together"), "只有一方，谈不上一起办：by 要写几方")
    yield from _when(pack, key, step.when, ("power", "outcome", "except_power"))
    in_whose_name = {step.as_} if step.as_ else set(step.by)
    owned = [rule for rule in pack.seal if rule.id in step.seal]
    for (
        kind
    ) in step.stamped_before:  # by whatever seal goes on it: acceptance and decision may differ
        if not any(kind in rule.on for rule in pack.seal):
            yield Fault(below(key, "stamped"), f"没有印章盖“{kind}”这种文书（见 [[seal]] 的 on）")
    for rule in owned:
        # The seal on a document is that of the organ in whose name it stands (行政许可法 39).
        if rule.owner not in in_whose_name:
            reason = f"印章“{rule.id}”是“{rule.owner}”的，这一步不是以它的名义：请改 as 或者 seal"
            yield Fault(below(key, "seal"), reason)


def _step_kind(key: str, step: Step) -> Iterator[Fault]:
    """Check what only steps of one kind can say."""
    for field, kind in (("anew", "accept"), ("external", "forward"), ("staff", "survey")):
        if getattr(step, field) and step.kind != kind:
            yield Fault(below(key, field), f"只有 {kind} 类的步骤可以写 {field}")
    for what in step.forbid:
        if what not in FORBIDDEN:
            reason = f"系统不认识“{what}”：可以写 {'、'.join(sorted(FORBIDDEN))}"
            yield Fault(below(key, "forbid"), reason)
    if step.kind in _NO_STEP:
        yield Fault(below(key, "kind"), _NO_STEP[step.kind])
    if step.kind in BESIDE and not step.to:
        yield Fault(below(key, "to"), f"{step.kind} 类的步骤要写送给谁")
    if step.staff < 0:
        yield Fault(below(key, "staff"), "人数不能小于0")


def _duty(pack: Pack, mode: Mode, key: str, duty: Duty) -> Iterator[Fault]:
    yield from unknown(below(key, "bearer"), [duty.bearer], pack.party, "party")
    yield from unknown(below(key, "by"), [duty.by], pack.party, "party")
    known = ("power", "finding", "outcome", "delegation_basis", "power_from", "except_power")
    yield from _when(pack, key, duty.when, known)
    if duty.when is not None and duty.when.finding in duty.unless:
        yield Fault(below(key, "unless"), f"永远不会承担：“{duty.when.finding}”既是条件又是例外")
    if duty.duty == "recourse" and duty.by is None:
        yield Fault(below(key, "by"), "追偿要写由谁追究")
    for field in ("by", "factors"):
        if duty.duty != "recourse" and getattr(duty, field):
            yield Fault(below(key, field), f"只有追偿（recourse）可以写 {field}")
    if duty.for_ == "granted" and not any(step.grant for step in mode.step):
        yield Fault(below(key, "for"), "这种办理方式没有可以分步赋权（grant = true）的步骤")


def _shares(mode_key: str, mode: Mode) -> Iterator[Fault]:
    """Check the shares: a sole bearer is alone; an equal, joint or part bearer is not."""
    lines = Counter((duty.duty, duty.basis, duty.when) for duty in mode.duty)
    for key, duty in keyed(below(mode_key, "duty"), mode.duty):
        bearers = lines[duty.duty, duty.basis, duty.when]
        if (duty.share == "sole") != (bearers == 1):
            reason = f"{duty.duty} 在同一依据下有{bearers}方承担，份额不能是 {duty.share}"
            yield Fault(below(key, "share"), reason)


def _when(pack: Pack, key: str, when: When | None, allowed: tuple[str, ...]) -> Iterator[Fault]:
    if when is None:
        return
    sources = {matter.power_from.source for matter in pack.matter if matter.power_from}
    if when.power_from is not None and when.power_from not in sources:
        reason = f"永远不会成立：没有事项的权力来自“{when.power_from}”"
        yield Fault(below(key, "when.power_from"), reason, ("matter",))
    given = [name for name in When.__struct_fields__ if getattr(when, name) is not None]
    if not given:
        yield Fault(below(key, "when"), "条件是空的：总是成立的不要写")
    for name in given:
        if name not in allowed:
            reason = f"这里还不知道 {name}；可以用 {'、'.join(allowed)}"
            yield Fault(below(key, f"when.{name}"), reason)


def _steps_read(expression: str) -> frozenset[str]:
    try:
        return parse(expression).steps
    except ValueError:  # reported where the party is bound
        return frozenset()
