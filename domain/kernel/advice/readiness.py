"""What townships need before they exercise a power: trainings and whatever else they are given."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "readiness.training_taken": Advice(
        "培训编号已经使用",
        "The training's number is taken",
        "请换一个编号；同一场培训只登记一次。",
        "Use another number: a training is put on record once.",
    ),
    "readiness.no_such_form": Advice(
        "没有这种培训形式",
        "There is no such form of training",
        "请填写本县政策包 [training] 所列的形式编号。",
        "Name a form by its id in the county's rules.",
    ),
    "readiness.not_organiser": Advice(
        "不是组织培训的单位",
        "Another organ holds trainings",
        "请由本县规定的单位组织并登记。",
        "Whoever the county's rules name organises it and puts it on record.",
    ),
    "readiness.training_incomplete": Advice(
        "培训登记不完整",
        "The training is not complete",
        "请写明名称，并按单位列出参加人员的代号，不写姓名。",
        "Say its title and who came from which organ, by staff id.",
    ),
    "readiness.not_invited": Advice(
        "应当参加的单位没有通知",
        "Who must be invited was not",
        "请通知所列单位参加；已经通知而未参加的，填入受邀单位。",
        "Invite the bodies named; where they were and did not come, say so.",
    ),
}
