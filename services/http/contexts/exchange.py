"""What townships and departments owe each other in writing (RA22-20 to -23)."""

from datetime import datetime

from domain.exchange.document import AcknowledgeDocument, RecordDocument, Way
from domain.exchange.inquiry import AnswerInquiry, SendInquiry, WithdrawInquiry
from domain.kernel import streams
from projections.documents import Documents
from projections.inquiries import Inquiries
from services.http.act import Act, act_route
from services.http.listing import Listing, list_route
from services.http.route import Number, Text

TAG = "函询与文件"
_INQUIRY = "/inquiries/{number}"


def _inquiry(command: SendInquiry | AnswerInquiry | WithdrawInquiry) -> str:
    return streams.inquiry(command.number)


ACTS = (
    Act(
        command=SendInquiry,
        path="/inquiries",
        stream=_inquiry,
        tag=TAG,
        summary="函询。A township's body asks a county department.",
        example={
            "number": "2024-函-0001",
            "to": "department",
            "subject": "材料要求",
            "question": "本事项第三项材料是否可以用电子证照代替？",
            "matter": 21,
        },
        created=True,
    ),
    Act(
        command=AnswerInquiry,
        path=f"{_INQUIRY}/answer",
        stream=_inquiry,
        tag=TAG,
        summary="函复。The department that was asked answers.",
        example={"answer": "可以，窗口自行核验电子证照。", "document_number": "2024-复-1"},
    ),
    Act(
        command=WithdrawInquiry,
        path=f"{_INQUIRY}/withdrawal",
        stream=_inquiry,
        tag=TAG,
        summary="撤回函询。Whoever asked needs no answer any more.",
        example={"reason": "问题已经当面解决"},
    ),
    Act(
        command=RecordDocument,
        path="/documents",
        stream=None,  # which document it is follows from the seat of its issuer
        tag=TAG,
        summary="登记文件主送。A document on base-level matters, and whom it is addressed to.",
        example={
            "number": "2024-文-1",
            "title": "关于规范办理的通知",
            "addressees": ["township"],
            "matters": [21],
            "way": "issued",
        },
        created=True,
    ),
    Act(
        command=AcknowledgeDocument,
        path="/documents/{issuer}/{number}/acknowledgement",
        stream=lambda command: streams.document(command.issuer, command.number),
        tag=TAG,
        summary="签收文件。An addressee acknowledges the document.",
        example={},
    ),
)

INQUIRIES = Listing(
    view=Inquiries(),
    path="/inquiries",
    operation="inquiries.list",
    tag=TAG,
    summary="函询函复。Inquiries and their answers, the newest first.",
    filters={
        "organ": (Text, "organ = {}"),
        "department": (Text, "department = {}"),
        "matter": (Number, "matter = {}"),
        "case": (Text, '"case" = {}'),
        "open": (bool, "open = {}"),
    },
    sorts={"sent_at": datetime},
    default="-sent_at",
)

DOCUMENTS = Listing(
    view=Documents(),
    path="/documents",
    operation="documents.list",
    tag=TAG,
    summary="文件主送。Documents, to whom they were addressed, who has them.",
    filters={
        "issuer": (Text, "issuer = {}"),
        "addressee": (Text, "addressees @> to_jsonb({}::text)"),
        "way": (Way, "way = {}"),
        "acknowledged": (bool, "(waiting = 0) = {}"),
    },
    sorts={"addressed_at": datetime},
    default="-addressed_at",
)

ROUTES = (
    *(act_route(act) for act in ACTS),
    list_route(INQUIRIES),
    list_route(DOCUMENTS),
)
