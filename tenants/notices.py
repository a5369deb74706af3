"""What a pack may say and the platform does not obey yet: no fault, and nobody may rely on it."""

from collections.abc import Iterator

from domain.kernel.pack import Pack, Step
from tenants.checks.common import keyed
from tenants.fault import Fault, below

_NOBODY_TAKES = frozenset({"consult", "session", "stamp"})


def notices(pack: Pack) -> Iterator[Fault]:
    for key, mode in keyed("mode", pack.mode):
        for step_key, step in keyed(below(key, "step"), mode.step):
            yield from _step(step_key, step)
    for key, rule in keyed("seal", pack.seal):
        if rule.consent is not None and rule.consent.for_ == "case":
            reason = "平台按每份文书签字同意，一件一次的同意尚不执行"
            yield Fault(below(key, "consent.for"), reason)


def _step(key: str, step: Step) -> Iterator[Fault]:
    if step.kind in _NOBODY_TAKES:
        reason = "平台还没有办理这类环节的操作；后面的环节等着它的，办件会停在这里"
        yield Fault(below(key, "kind"), reason)
    if step.together:
        yield Fault(below(key, "together"), "平台尚不核对两方是否同时在场，由其中一方登记")
