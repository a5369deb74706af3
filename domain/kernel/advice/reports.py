"""What a county reports upwards."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "reports.no_summary": Advice(
        "没有规定报送这一年的汇总",
        "No summary is due for that year",
        "请核对年份；报送的单位、期限和内容由现行规则（summary）规定。",
        "Check the year; the rules in force (summary) say who sends what by when.",
    ),
    "reports.summary_sent": Advice(
        "汇总已经报送",
        "The summary was sent already",
        "已报送的汇总不再改动；有新情况的，作为重要情况报告。",
        "What was sent stays; report what is new as an important situation.",
    ),
    "reports.summary_contents": Advice(
        "汇总的内容不全或者多余",
        "The summary lacks an item or has another",
        "请按规则所列各项逐项填写，不写个人信息；数据由平台自动统计。",
        "Fill in each item that the rules list; the platform counts the figures.",
    ),
    "reports.document_number": Advice(
        "没有填写文书编号",
        "The document has no number",
        "请填写报送文书的编号。",
        "Give the number of the paper that is sent.",
    ),
    "reports.no_report": Advice(
        "没有规定这种定期报告",
        "No such periodic report is due",
        "请核对报告的编号；谁多久向谁报什么，由现行规则（report）规定。",
        "Check its id; the rules in force (report) say who reports what to whom how often.",
    ),
    "reports.no_period": Advice(
        "期间写得不对",
        "That is no period",
        "按月写作2024-03，按季2024-Q1，按年2024。",
        "Months are written 2024-03, quarters 2024-Q1, years 2024.",
    ),
    "reports.period_not_over": Advice(
        "报告期尚未结束",
        "The period is not over",
        "期间结束后由平台确定谁应当报告。",
        "When it is over, the platform finds out who owes the report.",
    ),
    "reports.period_open": Advice(
        "报告期尚未结束",
        "The period is still open",
        "期间结束后由平台确定谁向谁报告，再行报送（tongban reports）。",
        "When it is over, the platform finds out who owes whom (`tongban reports`); send it then.",
    ),
    "reports.not_owed": Advice(
        "没有这份应报的报告",
        "No such report is owed",
        "请核对报告单位和接收单位；期内有事项委托的才报告（tongban reports）。",
        "Check who reports to whom: only where something was handed down (`tongban reports`).",
    ),
    "reports.report_sent": Advice(
        "报告已经报送",
        "The report was sent already",
        "已报送的报告不再改动；数据有变的，作补正并说明原因。",
        "What was sent stays; where the figures have changed, restate them with the reason.",
    ),
    "reports.not_sent": Advice(
        "报告尚未报送",
        "The report was not sent yet",
        "请先签发报送。",
        "Sign and send it first.",
    ),
    "reports.nothing_new": Advice(
        "没有需要补正的内容",
        "There is nothing to restate",
        "现在的数据与最近报送的相同，无须补正。",
        "The figures are those that were stated last.",
    ),
    "reports.not_receiver": Advice(
        "报告不是报给本单位的",
        "The report is not for this organ",
        "由接收单位的在岗人员签收。",
        "Somebody who sits at the organ that it is for receives it.",
    ),
    "reports.already_received": Advice(
        "已经签收",
        "It was received already",
        "无须重复签收；另有补正报来的，再行签收。",
        "Nothing is left to do until something else is sent.",
    ),
    "reports.no_overview": Advice(
        "没有规定这种不定期报告",
        "No such report at no fixed time is provided for",
        "请核对报告的编号；谁向谁不定期报告，由现行规则（report）规定。",
        "Check its id; the rules in force (report) say who makes it to whom.",
    ),
    "reports.overview_periods": Advice(
        "没有写明所报告的各期",
        "The periods are not given, or twice",
        "写明所报告的各期，如2024-01、2024-02，不重复。",
        "Give the periods that it is about, such as 2024-01, each once.",
    ),
    "reports.overview_contents": Advice(
        "报告的内容不全或者多余",
        "The report lacks an item or has another",
        "请按规则所列各项逐项填写，不写个人信息；数据由平台汇总。",
        "Fill in each item that the rules list; the platform sums up the figures.",
    ),
    "reports.number_taken": Advice(
        "报告编号已被使用",
        "The number of the report is taken",
        "请换一个编号。",
        "Choose another number.",
    ),
    "reports.incomplete": Advice(
        "报告或者答复不完整",
        "The report or the reply is incomplete",
        "请填写完整，不写个人信息。",
        "Fill it in, without personal data.",
    ),
    "reports.unknown": Advice(
        "没有这份报告",
        "There is no such report",
        "请核对编号（tongban overviews 或者 tongban situations）。",
        "Check the number with `tongban overviews` or `tongban situations`.",
    ),
    "reports.already_replied": Advice(
        "该报告已有答复",
        "The report has its reply already",
        "无须重复登记；又有新情况的，另行报告。",
        "Nothing is left to do; report anew if something else happened.",
    ),
}
