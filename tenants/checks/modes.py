"""Handling modes: their steps, the instruments they need and the duties they lay on parties."""

from collections import Counter
from collections.abc import Collection, Iterator

from domain.kernel.instruments import ANNOUNCEMENT, CONCLUDED, OPEN, SEAL, SIGNED, TRIAL
from domain.kernel.pack import BESIDE, Duty, Mode, Need, Pack, Step, When
from tenants.binder import parse
from tenants.checks.common import circle, keyed, repeated, unknown
from tenants.fault import Fault, below, row

INSTRUMENTS = CONCLUDED | {ANNOUNCEMENT, OPEN, "procedure_fixed"}
_TAKEN = frozenset({"promise", "renewal"})  # what is due beside a step is named so
_ALWAYS = ("receive", "decide")  # every case comes to a step of these kinds


def modes(pack: Pack) -> Iterator[Fault]:
    known = {mode.id for mode in pack.mode}
    yield from repeated("mode", (mode.id for mode in pack.mode))
    for key, sla in keyed("sla", pack.sla):
        yield from _when(pack, key, sla.when, ("power", "outcome"))
    for key, mode in keyed("mode", pack.mode):
        if mode.otherwise is not None:
            yield from unknown(below(key, "otherwise.mode"), [mode.otherwise.mode], known, "mode")
        yield from _succession(key, mode, known)
        yield from _steps(pack, key, mode)
        yield from _granted(key, mode)
        for need_key, need in keyed(below(key, "needs"), mode.needs):
            yield from _need(pack, need_key, need)
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
    for duty in mode.duty:
        used.update((duty.bearer, duty.by))
    return frozenset(party for party in used if party in pack.party)


def _succession(key: str, mode: Mode, known: Collection[str]) -> Iterator[Fault]:
    """Check that a mode with a last day says which one cases run under afterwards."""
    yield from unknown(below(key, "then"), [mode.then], known, "mode")
    if mode.until is not None and mode.then is None:
        yield Fault(below(key, "then"), f"ends on {mode.until}: which mode holds afterwards?")
    if mode.then is not None and mode.until is None:
        yield Fault(below(key, "until"), f"{mode.then!r} follows it, but its last day is missing")


def _granted(mode_key: str, mode: Mode) -> Iterator[Fault]:
    """Check that a row which grants nothing still has a case with a beginning and an end."""
    for kind in _ALWAYS:
        steps = [step for step in mode.step if step.kind == kind]
        if steps and all(step.grant and not step.else_ for step in steps):
            key = below(row(below(mode_key, "step"), 0, identity=steps[0].id), "else")
            yield Fault(key, f"where a matter does not grant it, nobody takes the step {kind!r}")
    for key, step in keyed(below(mode_key, "step"), mode.step):
        for party in step.else_:
            if party in step.by:
                reason = f"{party!r} takes the step where it is granted: who does where it is not?"
                yield Fault(below(key, "else"), reason)


def _steps(pack: Pack, mode_key: str, mode: Mode) -> Iterator[Fault]:
    ids = {step.id for step in mode.step}
    beside = {step.id for step in mode.step if step.kind in BESIDE}
    parent = below(mode_key, "step")
    if not mode.step:
        yield Fault(parent, "a mode must have at least one step")
    yield from repeated(parent, (step.id for step in mode.step))
    for key, step in keyed(parent, mode.step):
        if step.id in _TAKEN:
            yield Fault(below(key, "id"), f"{step.id!r} is the name of something else that is due")
        for other in step.after:
            if other not in ids:
                yield Fault(below(key, "after"), f"this mode has no step {other!r}")
            if other in beside and step.kind not in BESIDE:
                yield Fault(below(key, "after"), f"nobody takes {other!r} in the case itself")
        yield from _step_references(pack, key, step)
        yield from _clock(pack, mode, key, step)
        yield from _step_sense(pack, key, step)
        yield from _step_kind(key, step)
    yield from circle(parent, {step.id: step.after for step in mode.step})
    for party in sorted(parties_used(pack, mode)):
        for missing in sorted(_steps_read(pack.party[party]) - ids):
            yield Fault(
                parent, f"party {party!r} is the actor of {missing!r}, no step of this mode"
            )


def _step_references(pack: Pack, key: str, step: Step) -> Iterator[Fault]:
    slas, seals = {sla.id for sla in pack.sla}, {rule.id for rule in pack.seal}
    named = {"by": step.by, "as": (step.as_,), "to": step.to, "else": step.else_}
    for field, names in named.items():
        yield from unknown(below(key, field), names, pack.party, "party")
    yield from unknown(below(key, "seal"), step.seal, seals, "seal")
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
            reason = f"time limit {sla.id!r} does not say what starts its clock"
            yield Fault(below(key, "within"), reason, ("sla",))
        elif sla.starts not in {*kinds, "conclude"}:
            reason = f"time limit {sla.id!r} starts at {sla.starts!r}, no other step of this mode"
            yield Fault(below(key, "within"), reason, ("sla",))
        elif (sla.starts == "push") != (step.kind == "feedback"):
            reason = "feedback, and nothing else, is due once a result was pushed (RA22-26)"
            yield Fault(below(key, "within"), reason, ("sla",))


def _step_sense(pack: Pack, key: str, step: Step) -> Iterator[Fault]:
    if not step.by:
        yield Fault(below(key, "by"), "somebody must be able to take a step")
    if step.else_ and not step.grant:
        yield Fault(below(key, "else"), "only a step with grant = true can fall to another party")
    if step.together and len(step.by) == 1:
        yield Fault(below(key, "together"), "one party cannot act together with itself")
    yield from _when(pack, key, step.when, ("power", "outcome"))
    in_whose_name = {step.as_} if step.as_ else set(step.by)
    owned = [rule for rule in pack.seal if rule.id in step.seal]
    for kind in step.stamped:  # by whatever seal goes on it: acceptance and decision may differ
        if not any(kind in rule.on for rule in pack.seal):
            yield Fault(below(key, "stamped"), f"no seal goes on a document of kind {kind!r}")
    for rule in owned:
        # The seal on a document is that of the organ in whose name it stands (行政许可法 39).
        if rule.owner not in in_whose_name:
            reason = f"seal {rule.id!r} is owned by {rule.owner!r}, who does not speak in this step"
            yield Fault(below(key, "seal"), reason)


def _step_kind(key: str, step: Step) -> Iterator[Fault]:
    """Check what only steps of one kind can say."""
    for field, kind in (("anew", "accept"), ("external", "forward"), ("staff", "survey")):
        if getattr(step, field) and step.kind != kind:
            yield Fault(below(key, field), f"only a step of kind {kind!r} has {field!r}")
    if step.kind in BESIDE and not step.to:
        yield Fault(below(key, "to"), f"a step of kind {step.kind!r} must say whom it tells")
    if step.staff < 0:
        yield Fault(below(key, "staff"), "a number of people is 0 or more")


def _need(pack: Pack, key: str, need: Need) -> Iterator[Fault]:
    kind, colon, which = need.instrument.partition(":")
    if kind + colon == SEAL:
        seals = {rule.id for rule in pack.seal}
        yield from unknown(below(key, "instrument"), [which], seals, "seal")
    elif kind + colon == TRIAL:
        tried = {phase.programme for phase in pack.phase if phase.pilots is not None}
        if which not in tried:
            reason = f"no phase says in how many townships {which!r} is tried out"
            yield Fault(below(key, "instrument"), reason, ("phase",))
    elif need.instrument not in INSTRUMENTS:
        known = ", ".join(sorted(INSTRUMENTS))
        reason = (
            f"{need.instrument!r} is not an instrument; use {known}, seal:<id> or pilot:<programme>"
        )
        yield Fault(below(key, "instrument"), reason)
    if need.instrument in SIGNED and pack.agreement is None:
        reason = f"needs {need.instrument!r}, but the pack does not say what one contains"
        yield Fault(below(key, "instrument"), reason, ("agreement",))
    if need.instrument in CONCLUDED and len(need.between) != len({"delegator", "delegatee"}):
        yield Fault(below(key, "between"), f"{need.instrument} is concluded between two parties")
    yield from unknown(below(key, "between"), need.between, pack.party, "party")
    yield from _when(pack, key, need.when, ("power", "power_from"))


def _duty(pack: Pack, mode: Mode, key: str, duty: Duty) -> Iterator[Fault]:
    yield from unknown(below(key, "bearer"), [duty.bearer], pack.party, "party")
    yield from unknown(below(key, "by"), [duty.by], pack.party, "party")
    known = ("power", "finding", "outcome", "delegation_basis", "power_from")
    yield from _when(pack, key, duty.when, known)
    if duty.when is not None and duty.when.finding in duty.unless:
        yield Fault(below(key, "unless"), f"never borne: {duty.when.finding!r} is asked and barred")
    if duty.duty == "recourse" and duty.by is None:
        yield Fault(below(key, "by"), "recourse must say who holds the bearer accountable")
    for field in ("by", "factors"):
        if duty.duty != "recourse" and getattr(duty, field):
            yield Fault(below(key, field), f"only recourse has {field!r}, not {duty.duty}")
    if duty.for_ == "granted" and not any(step.grant for step in mode.step):
        yield Fault(below(key, "for"), "this mode has no step that a matter can grant")


def _shares(mode_key: str, mode: Mode) -> Iterator[Fault]:
    """Check the shares: a sole bearer is alone; an equal, joint or part bearer is not."""
    lines = Counter((duty.duty, duty.basis, duty.when) for duty in mode.duty)
    for key, duty in keyed(below(mode_key, "duty"), mode.duty):
        bearers = lines[duty.duty, duty.basis, duty.when]
        if (duty.share == "sole") != (bearers == 1):
            reason = f"{duty.duty} has {bearers} bearer(s) on this basis, so none is {duty.share!r}"
            yield Fault(below(key, "share"), reason)


def _when(pack: Pack, key: str, when: When | None, allowed: tuple[str, ...]) -> Iterator[Fault]:
    if when is None:
        return
    sources = {matter.power_from.source for matter in pack.matter if matter.power_from}
    if when.power_from is not None and when.power_from not in sources:
        reason = f"never so: no matter has its power from {when.power_from!r}"
        yield Fault(below(key, "when.power_from"), reason, ("matter",))
    given = [name for name in When.__struct_fields__ if getattr(when, name) is not None]
    if not given:
        yield Fault(below(key, "when"), "an empty condition; leave it out if it always holds")
    for name in given:
        if name not in allowed:
            reason = f"{name!r} is not known at this point; use {' or '.join(allowed)}"
            yield Fault(below(key, f"when.{name}"), reason)


def _steps_read(expression: str) -> frozenset[str]:
    try:
        return parse(expression).steps
    except ValueError:  # reported where the party is bound
        return frozenset()
