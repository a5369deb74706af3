"""What a matter's new handling mode means: who decides now, in whose name, who answers outside."""

from collections.abc import Iterator

from domain.kernel.pack import Duty, Matter, Mode
from tenants.diff.wording import NOTHING, Wording


def outlook(old: Matter, new: Matter, before: Wording, after: Wording) -> Iterator[str]:
    """Phrases beside the changed mode; none where the mode is the same."""
    if old.mode == new.mode:
        return
    for name, say in (("决定机关", _decides), ("盖章", _seals), ("对外责任", _answers)):
        was, becomes = say(old, before), say(new, after)
        if was != becomes:
            yield f"{name}由{was}改为{becomes}"


def _mode(matter: Matter, words: Wording) -> Mode:
    return words.rules.mode(matter.mode)


def _decides(matter: Matter, words: Wording) -> str:
    said = []
    for step in _mode(matter, words).step:
        if step.kind != "decide":
            continue
        by = step.else_ if step.grant and step.id not in matter.grants else step.by
        who = "或者".join(dict.fromkeys(words.party(party, matter) for party in by))
        name = words.party(step.as_, matter) if step.as_ else ""
        said.append(f"{who}（以{name}名义）" if name and name != who else who)
    return "、".join(dict.fromkeys(said)) or NOTHING


def _seals(matter: Matter, words: Wording) -> str:
    seals = [seal for step in _mode(matter, words).step for seal in step.seal]
    return "、".join(map(words.seal, dict.fromkeys(seals))) or "不盖本政策包的章"


def _answers(matter: Matter, words: Wording) -> str:
    """In the ordinary run: what a finding changes is the mode's own to say."""
    said = [
        f"{words.party(duty.bearer, matter)}（{duty.clause or duty.source}）"
        for duty in _mode(matter, words).duty
        if duty.duty == "external" and _ordinary(duty, matter)
    ]
    return "、".join(dict.fromkeys(said)) or "没有规定"


def _ordinary(duty: Duty, matter: Matter) -> bool:
    when = duty.when
    if when is None:
        return True
    basis = matter.delegation_basis and matter.delegation_basis.finding
    source = matter.power_from and matter.power_from.source
    return (
        when.finding is None
        and when.concerns(matter.power)
        and when.delegation_basis in (None, basis)
        and when.power_from in (None, source)
    )
