"""Certificates on paper and on file, in step; the library they are collected in (XG22-24, -25)."""

from datetime import datetime

from domain.kernel import streams
from domain.licences.certificate import (
    AcknowledgeCollection,
    CancelCertificate,
    Certificate,
    ChangeCertificate,
)
from projections.certificates import Certificates
from services.http.act import Act, act_route
from services.http.auth import CASE_DATA
from services.http.fact import fact_route
from services.http.listing import Listing, list_route
from services.http.route import Number, Text

TAG = "证照"
_ONE = "/certificates/{certificate}"


def _stream(command: ChangeCertificate | CancelCertificate | AcknowledgeCollection) -> str:
    return streams.certificate(command.certificate)


ACTS = (
    Act(
        command=ChangeCertificate,
        path=f"{_ONE}/change",
        stream=_stream,
        tag=TAG,
        summary="变更证照。Paper and file are changed together.",
        example={
            "changed": "经营场所地址变更",
            "document_number": "2024-变-1",
            "digest": "0" * 64,
        },
    ),
    Act(
        command=CancelCertificate,
        path=f"{_ONE}/cancellation",
        stream=_stream,
        tag=TAG,
        summary="注销证照。Paper and file end together (行政许可法 70).",
        example={
            "ground": "organisation_ended",
            "reason": "企业依法终止",
            "document_number": "2024-注-1",
        },
    ),
    Act(
        command=AcknowledgeCollection,
        path=f"{_ONE}/collection",
        stream=_stream,
        tag=TAG,
        summary="签收证照归集。The keeper of the e-licence library has what was sent.",
        example={"serial": 1},
    ),
)

LIST = Listing(
    view=Certificates(),
    path="/certificates",
    operation="certificates.list",
    tag=TAG,
    summary="证照登记簿。Certificates, what became of them, what the library has.",
    filters={
        "organ": (Text, "organ = {}"),
        "matter": (Number, "matter = {}"),
        "case": (Text, '"case" = {}'),
        "keeper": (Text, "keeper = {}"),
        "cancelled": (bool, "(cancelled_at is not null) = {}"),
        "collected": (bool, "(waiting = 0) = {}"),
    },
    sorts={"issued_at": datetime},
    default="-issued_at",
)

ROUTES = (
    *(act_route(act) for act in ACTS),
    list_route(LIST),
    fact_route(
        path=_ONE,
        operation="certificates.get",
        tag=TAG,
        summary="一本证照。One certificate as the log has it; its version is the ETag.",
        access=CASE_DATA,
        stream=lambda path: streams.certificate(path.certificate),
        state=Certificate,
        unknown="licences.unknown",
        places={"certificate": Text},
    ),
)
