"""函询函复, 文件主送, 会议和培训: what bodies and departments write to each other (RA22-19…-23)."""

from collections.abc import Iterator

from domain.exchange.document import AcknowledgeDocument, RecordDocument
from domain.exchange.inquiry import AnswerInquiry, SendInquiry, WithdrawInquiry
from services.demo.act import Act
from services.demo.stage import Stage


def inquiries(stage: Stage, hall: str, prompt: str, slow: str) -> Iterator[Act]:
    """One answered in time, one late, one taken back."""
    clerk = stage.by(hall, "window_clerk")
    asked = (
        ("2022-03-17 09:00", "函询-演示-01", prompt, "许可条件的适用"),
        ("2022-03-22 09:00", "函询-演示-02", slow, "取水口位置的认定"),
        ("2022-04-08 09:00", "函询-演示-03", slow, "材料样式"),
    )
    for moment, number, to, subject in asked:
        inquiry = SendInquiry(
            number=number, to=to, subject=f"{subject}（演示）", question="请予指导。（演示）"
        )
        says = f"{stage.called(hall)}向{stage.called(to)}函询：{subject}"
        yield from stage.at(moment, says, (clerk, inquiry))
    for moment, number, organ in (
        ("2022-03-21 15:00", "函询-演示-01", prompt),
        ("2022-04-11 15:00", "函询-演示-02", slow),
    ):
        answer = AnswerInquiry(
            number=number,
            answer="按指南办理即可。（演示）",
            document_number=f"演示复〔2022〕{number[-2:]}号",
        )
        says = f"{stage.called(organ)}函复{number}"
        yield from stage.at(moment, says, (stage.by(organ, "liaison"), answer))
    back = WithdrawInquiry(number="函询-演示-03", reason="已在培训中说明（演示）")
    yield from stage.at("2022-04-13 09:00", f"{stage.called(hall)}撤回函询-演示-03", (clerk, back))


def documents(
    stage: Stage, issuer: str, halls: tuple[str, ...], matters: tuple[int, ...]
) -> Iterator[Act]:
    """应同时主送基层政务服务机构 (RA22-20), and invited to the training (RA22-21)."""
    by, name = stage.by(issuer, "liaison"), stage.called(issuer)
    title = "关于规范基层办理有关事项的通知（演示）"
    number = "演示〔2022〕31号"
    alone = RecordDocument(number=number, title=title, addressees=stage.towns, matters=matters)
    yield from stage.refused(
        "2022-03-24 09:00", f"{name}发文只主送乡镇人民政府", "exchange.not_copied", (by, alone)
    )
    everybody = RecordDocument(
        number=number, title=title, addressees=(*stage.towns, *halls), matters=matters
    )
    says = f"{name}发文同时主送{len(halls)}个基层政务服务机构"
    yield from stage.at("2022-03-24 10:00", says, (by, everybody))
    training = RecordDocument(
        number="演示〔2022〕35号",
        title="基层办理业务培训通知（演示）",
        addressees=halls,
        way="training",
    )
    yield from stage.at("2022-04-07 10:00", f"{name}通知各机构参加培训", (by, training))
    for hall in halls[:2]:
        got = AcknowledgeDocument(issuer=issuer, number=number)
        says = f"{stage.called(hall)}签收"
        yield from stage.at("2022-03-25 09:00", says, (stage.by(hall, "window_clerk"), got))
