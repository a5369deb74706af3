"""Who may not ask the applicant for materials any more: what a step of the mode forbids."""

from domain.cases.case import Case
from domain.kernel.parties import performers
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook


def require_asking(case: Case, organ: str, rules: Rulebook) -> None:
    """Refuse to ask for materials where a step forbids it: to whoever takes it, and once it waits.

    The upper organ has what the lower one reviewed and sent on, and may not make the applicant
    bring it again (行政许可法 35, B-34).
    """
    steps = rules.mode(case.mode).step
    forwarding = {step.id for step in steps if step.kind == "forward"}
    for step in steps:
        if "request_materials" not in step.forbid:
            continue
        before = [name for name in step.after if name in forwarding] or list(step.after)
        reached = bool(before) and all(name in case.steps for name in before)
        if reached or organ in performers(rules, step, case.cast(rules)):
            raise rules.refuse(
                NotPermitted,
                "cases.asks_again",
                f"材料已由下级审查并直接报送，“{step.name or step.id}”时不得要求申请人重复提供",
                step=step.id,
            )
