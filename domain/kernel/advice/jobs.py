"""Long work that somebody asked for."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "jobs.unknown": Advice(
        "没有这一任务",
        "There is no such job",
        "请核对编号；结束已久的任务连同文件已被清理，需要时重新提交。",
        "Check the id; jobs that ended long ago are gone with their files: ask again.",
    ),
    "jobs.id_taken": Advice(
        "任务编号已被使用",
        "The id of the job is taken",
        "请换一个编号（UUID）提交。",
        "Choose another id (a UUID).",
    ),
    "jobs.too_many": Advice(
        "没有结束的任务太多",
        "Too many jobs have not ended",
        "请等其中一些完成，或者取消不需要的（tongban jobs list）。",
        "Wait for some of them, or cancel what nobody needs (`tongban jobs list`).",
    ),
    "jobs.ended": Advice(
        "任务已经结束",
        "The job has ended",
        "已结束的任务不能取消；文件在到期后自动清理。",
        "Nothing is left to cancel; its files go by themselves.",
    ),
    "jobs.binding": Advice(
        "任务正在登记结果",
        "The job is recording its result",
        "已到登记结果的一步，不能再取消；请稍候查看结果。登记时中断的，由运维人员重新执行。",
        "It is about to be recorded and cannot be cancelled any more; look again in a moment. "
        "If it was given up there, the operator replays its task (`tongban tasks replay`).",
    ),
    "jobs.no_seat": Advice(
        "须由在岗人员提交",
        "A person in a post must ask for it",
        "这一任务以岗位办理，请用本人凭据、以任职的岗位提交。",
        "It is an act of a post: ask with a person's credential, by a post that the person holds.",
    ),
    "jobs.not_asker": Advice(
        "任务由他人提交",
        "Somebody else asked for the job",
        "请提交该任务的人取消，或者由运维人员用命令行（tongban jobs cancel）取消。",
        "Whoever asked cancels it, or the operator with `tongban jobs cancel`.",
    ),
    "jobs.not_done": Advice(
        "任务尚未完成",
        "The job is not done",
        "请稍后再取文件；任务失败或者被取消的，重新提交。",
        "Come back later; ask again if it failed or was cancelled.",
    ),
}
