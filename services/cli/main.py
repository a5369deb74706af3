"""`tongban`: the platform on the command line. Chinese for officials, stable codes beside."""

import sys

import typer
from rich.markup import escape

from infra.config import ConfigError
from infra.database import DatabaseError
from infra.embedded import EmbeddedError
from infra.log import CommandReusedError
from infra.migrate import MigrationError
from infra.vault import WrongMasterKeyError
from projections.runner import RebuildRunningError, UnknownViewError
from services.cli import (
    attempts,
    calendars,
    candidates,
    cases,
    catalogues,
    certificates,
    claims,
    consultations,
    delegations,
    demo,
    differences,
    do,
    due,
    exchange,
    guidance,
    importing,
    inspections,
    jobs,
    liability,
    materials,
    matters,
    old_seals,
    operations,
    periodic_reports,
    policy,
    programmes,
    readiness,
    rehearse,
    reports,
    seals,
    serve,
    service,
    service_points,
    supervision,
    targets,
    tasks,
    tenant,
    tokens,
    trays,
    windows,
    worker,
)
from services.cli.output import errors
from services.execute import BusyError

app = typer.Typer(
    name="tongban",
    help="同办：委托行政权力的总账。The ledger of delegated public authority.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
tenant.app.command("import-matters")(importing.import_matters)
tenant.app.command("diff")(differences.diff)
tenant.app.command("rehearse")(rehearse.rehearse)
app.add_typer(tenant.app, name="tenant")
app.add_typer(policy.app, name="policy")
app.add_typer(cases.app, name="case")
app.add_typer(certificates.app, name="certificates")
app.add_typer(trays.app, name="tray")
app.add_typer(calendars.app, name="calendar")
app.add_typer(operations.projections, name="projections")
app.add_typer(tasks.app, name="tasks")
app.add_typer(jobs.app, name="jobs")
app.add_typer(tokens.app, name="token")
app.add_typer(operations.db, name="db")
for command in (
    demo.demo,
    do.do,
    matters.matters,
    catalogues.catalogues,
    windows.window,
    windows.windows,
    programmes.programmes,
    targets.targets,
    delegations.delegations,
    consultations.consultations,
    service.visits,
    service.styles,
    service_points.service_points,
    service_points.services,
    service_points.points,
    readiness.trainings,
    materials.handovers,
    materials.blanks,
    materials.access,
    materials.readiness,
    guidance.contacts,
    guidance.questions,
    guidance.work_plans,
    guidance.reform_tasks,
    guidance.dispatches,
    reports.summary,
    reports.situations,
    inspections.inspections,
    inspections.circulars,
    periodic_reports.reports,
    periodic_reports.report,
    periodic_reports.collect,
    periodic_reports.overviews,
    periodic_reports.speed,
    supervision.problems,
    candidates.candidates,
    supervision.accountabilities,
    claims.claims,
    attempts.attempts,
    seals.ledger,
    seals.seals,
    old_seals.old_seals,
    liability.liability,
    due.due,
    due.pushes,
    exchange.inquiries,
    exchange.documents,
    exchange.policy_notices,
    delegations.authority,
    operations.feed,
    operations.config,
    operations.erase,
    serve.serve,
    worker.worker,
):
    app.command(rich_help_panel="views and acts")(command)


def main() -> None:
    """Run; a wrong setting or a database out of reach is one line, not a traceback."""
    try:
        app()
    except (
        ConfigError,
        EmbeddedError,
        MigrationError,
        RebuildRunningError,
        UnknownViewError,
        WrongMasterKeyError,
        BusyError,
        CommandReusedError,
        DatabaseError,
        OSError,
    ) as error:
        errors.print(f"[red]tongban:[/] {escape(str(error) or type(error).__name__)}")
        sys.exit(2)


if __name__ == "__main__":
    main()
