"""The clock of a decision, and renewals (行政许可法 42, 45, 50)."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "cases.clock_not_running": Advice(
        "办理期限没有在计算",
        "No clock is running",
        "受理之后、作出决定之前方可中止、恢复或者延长期限；请先办理受理。",
        "A term is paused, resumed or extended between acceptance and decision; accept first.",
    ),
    "cases.clock_ground": Advice(
        "不得以此中止期限",
        "The clock does not stop for this",
        "只有听证、检验、检测、检疫、鉴定、专家评审所需时间不计算在内；请按期作出决定。",
        "It stops for hearing, inspection, testing, quarantine, appraisal, expert review only.",
    ),
    "cases.clock_notice": Advice(
        "没有书面告知申请人",
        "The applicant was not told in writing",
        "听证、检验、检测、检疫、鉴定、专家评审所需时间须书面告知申请人：请发出告知书并填写编号。",
        "Send the applicant the notice of how long it takes and give its number.",
    ),
    "cases.clock_paused": Advice(
        "期限已经中止",
        "The clock stands still already",
        "请在所需事项办完之后先恢复计算，再办理其他期限事项。",
        "Resume it when what it was paused for is done; then pause or extend again.",
    ),
    "cases.clock_not_paused": Advice(
        "期限没有中止",
        "The clock is not paused",
        "期限正在计算，无需恢复；请按期作出决定。",
        "It runs; nothing is to be resumed. Decide within the term.",
    ),
    "cases.clock_ended": Advice(
        "期限已经届满",
        "The term is over",
        "届满之后不得延长：请尽快作出决定，并记明逾期的原因。",
        "It cannot be extended any more: decide as soon as possible and note why it is late.",
    ),
    "cases.not_extendable": Advice(
        "本件的期限不得延长",
        "This term cannot be extended",
        "本县规则没有允许延长这一期限：请按期作出决定。",
        "The county's rules know no extension of it: decide within the term.",
    ),
    "cases.extension_reason": Advice(
        "延长期限没有告知申请人理由",
        "The applicant was not told why the term is extended",
        "请写明延长的理由，发出告知书并填写编号。",
        "State the reason, send the notice to the applicant and give its number.",
    ),
    "cases.extended_once": Advice(
        "期限只能延长一次",
        "A term is extended once only",
        "本件已经延长：请在延长后的期限内作出决定。",
        "It was extended already: decide within the extended term.",
    ),
    "cases.extended_by_head": Advice(
        "延长期限须由本机关负责人批准",
        "Only the head of the deciding organ extends a term",
        "请报作出决定的机关主要负责人批准并登记。",
        "Have the principal of the deciding organ approve and record it.",
    ),
    "cases.deemed_renewed": Advice(
        "已视为准予延续",
        "The law has renewed the permit",
        "原证有效期届满前未作决定，不得再不予延续：请办理准予延续和制证。",
        "Nobody decided before the expiry: it cannot be refused now; grant it, issue the permit.",
    ),
    "cases.not_expired": Advice(
        "原证有效期尚未届满",
        "The permit has not expired",
        "请在有效期届满前作出是否准予延续的决定。",
        "Decide on the renewal before the permit expires.",
    ),
    "cases.expiry_date": Advice(
        "有效期届满日不是日期",
        "The day of expiry is not a date",
        "请按原证填写有效期届满日，写作年-月-日，例如2026-12-31。",
        "State the last day of validity as on the permit, like 2026-12-31.",
    ),
    "obligations.paused": Advice(
        "期限中止计算",
        "The term stands still",
        "中止期间不作逾期认定：待恢复计算后再看。",
        "Nobody is late while it is paused: look again once it was resumed.",
    ),
}
