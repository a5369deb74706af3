"""What townships and departments owe each other in writing (RA22-20 to -23, XG22-22)."""

from datetime import datetime

from domain.exchange.document import AcknowledgeDocument, RecordDocument, Way
from domain.exchange.inquiry import AnswerInquiry, SendInquiry, WithdrawInquiry
from domain.exchange.policy_notice import (
    AcknowledgePolicyNotice,
    NotifyApprovers,
    RegisterPolicyDocument,
)
from domain.kernel import streams
from projections.documents import Documents
from projections.inquiries import Inquiries
from projections.policy_notices import PolicyNotices
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
    Act(
        command=RegisterPolicyDocument,
        path="/policy-notices",
        stream=None,  # which document it is follows from the seat of who registers it
        tag=TAG,
        summary="登记政策性文件。A regulating organ registers a policy that approvers must know.",
        example={
            "number": "示府办发〔2022〕7号",
            "level": "city",
            "issued_by": "市人民政府办公室",
            "title": "关于联动审批的通知",
            "issued_on": "2022-09-28",
            "received_on": "2022-09-30",
            "matters": [21],
        },
        created=True,
    ),
    Act(
        command=NotifyApprovers,
        path="/policy-notices/{number}/notice",
        stream=None,  # of the seat's own register
        tag=TAG,
        summary="书面告知审批单位。The regulating organ sends the written notice.",
        example={"document_number": "2022-告-1"},
    ),
    Act(
        command=AcknowledgePolicyNotice,
        path="/policy-notices/{regulator}/{number}/acknowledgement",
        stream=lambda command: streams.policy_document(command.regulator, command.number),
        tag=TAG,
        summary="签收政策告知。An approving organ acknowledges the notice.",
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

POLICY_NOTICES = Listing(
    view=PolicyNotices(),
    path="/policy-notices",
    operation="policy_notices.list",
    tag=TAG,
    summary="政策性文件告知。Policy documents, and whom the regulating organ told of them.",
    filters={
        "regulator": (Text, "regulator = {}"),
        "approver": (Text, "approvers @> to_jsonb({}::text)"),
        "matter": (Number, "matters @> to_jsonb({}::integer)"),
        "open": (bool, "(waiting > 0) = {}"),
    },
    sorts={"registered_at": datetime},
    default="-registered_at",
)

ROUTES = (
    *(act_route(act) for act in ACTS),
    list_route(INQUIRIES),
    list_route(DOCUMENTS),
    list_route(POLICY_NOTICES),
)
