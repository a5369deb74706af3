"""Commands, times, tenants, the feed: what holds for everything."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "tenants.unknown": Advice(
        "没有这一租户",
        "There is no such tenant",
        "请核对租户名；新的县区先由操作员采用政策包。",
        "Check the name; for a new county the operator adopts its pack first.",
    ),
    "tenants.name": Advice(
        "租户名不符合要求",
        "This cannot be a tenant's name",
        "请以小写字母开头，只用小写字母、数字、“-”和“_”。",
        "Begin with a lower-case letter; use lower-case letters, digits, - and _.",
    ),
    "command.unstorable": Advice(
        "内容无法保存",
        "The content cannot be stored",
        "请删去空字符和残缺字符，数字不超过64位。",
        "Remove NUL and broken characters; numbers have 64 bits at most.",
    ),
    "command.personal_data": Advice(
        "内容中有公民身份号码",
        "The content holds a citizen's identity number",
        "身份号码只填入申请人栏；理由、说明等请用“申请人”代称。",
        "Give it as the applicant's only; in reasons and remarks write: the applicant.",
    ),
    "time.future": Advice(
        "发生时间晚于现在",
        "It would have happened in the future",
        "请核对发生时间和本机时钟；事情发生后再登记。",
        "Check the time given and your clock; record it once it has happened.",
    ),
    "time.no_zone": Advice(
        "发生时间没有时区",
        "The time has no zone",
        "请写明时区，如 2024-01-31T15:00:00+08:00。",
        "Say the zone, as in 2024-01-31T15:00:00+08:00.",
    ),
    "time.unreal": Advice(
        "日期不合理",
        "No calendar reaches this day",
        "请核对年份。",
        "Check the year.",
    ),
    "time.late_entry_reason": Advice(
        "补录没有写明理由",
        "It is entered late without saying why",
        "请写明补录理由（如停电、系统故障）；事项将标注“补录”，两个时间都保留。",
        "Say why it is entered late; it will be flagged and keep both its times.",
    ),
    "time.before_predecessor": Advice(
        "发生时间早于上一步",
        "It would have happened before the step before it",
        "请核对发生时间，按先后顺序补录。",
        "Check when it happened; enter late acts in their order.",
    ),
    "feed.unknown_type": Advice(
        "没有这样的事件类型",
        "There is no such type of event",
        "请对照 /schemas 所列的类型。",
        "See `/schemas` for the types there are.",
    ),
    "feed.type_not_granted": Advice(
        "未获准读取这类事件",
        "These events are not granted to you",
        "请只订阅凭证所列的类型，或者向操作员申请扩大。",
        "Ask for types that your credential names, or have it widened.",
    ),
    "feed.beyond_head": Advice(
        "日志没有这一位置",
        "The log does not reach that far",
        "请从上次读到的位置继续；核对是否连到了另一租户。",
        "Go on from where you stopped; see whether this is another tenant.",
    ),
}
