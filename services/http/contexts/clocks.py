"""The clock of a case's decision: stopping it, resuming it, extending it."""

from domain.cases.clocks import ExtendClock, PauseClock, ResumeClock
from domain.kernel import streams
from services.http.act import Act, act_route

TAG = "办件"


def _stream(command: PauseClock | ResumeClock | ExtendClock) -> str:
    return streams.case(command.case)


ACTS = (
    Act(
        command=PauseClock,
        path="/cases/{case}/clock/pause",
        stream=_stream,
        tag=TAG,
        summary="中止计算期限。Stop the clock, with the notice to the applicant.",
        example={"ground": "expert_review", "notice_number": "2024-0001-告"},
    ),
    Act(
        command=ResumeClock,
        path="/cases/{case}/clock/resumption",
        stream=_stream,
        tag=TAG,
        summary="恢复计算期限。What the clock was stopped for is over.",
        example={},
    ),
    Act(
        command=ExtendClock,
        path="/cases/{case}/clock/extension",
        stream=_stream,
        tag=TAG,
        summary="延长期限。The head of the deciding organ extends the term, once.",
        example={"reason": "需补充现场核查", "notice_number": "2024-0001-延"},
    ),
)

ROUTES = tuple(act_route(act) for act in ACTS)
