"""Every view of the platform. A new one adds its folder and its line here."""

from projections.accesses import Accesses
from projections.accountabilities import Accountabilities
from projections.attempts import Attempts
from projections.blanks import Blanks
from projections.candidates import Candidates
from projections.case_register import CaseRegister
from projections.certificates import Certificates
from projections.circulars import Circulars
from projections.claims import Claims
from projections.consultations import Consultations
from projections.contacts import Contacts
from projections.delegation_register import DelegationRegister
from projections.dispatches import Dispatches
from projections.documents import Documents
from projections.handovers import Handovers
from projections.inquiries import Inquiries
from projections.inspections import Inspections
from projections.liability import Liability
from projections.matter_list import MatterList
from projections.obligations import Obligations
from projections.old_seals import OldSeals
from projections.overviews import Overviews
from projections.periodic_reports import PeriodicReports
from projections.points import Points
from projections.policy_notices import PolicyNotices
from projections.problems import Problems
from projections.pushes import Pushes
from projections.questions import Questions
from projections.redemptions import Redemptions
from projections.report_periods import ReportPeriods
from projections.seal_demands import SealDemands
from projections.seal_ledger import SealLedger
from projections.seal_register import SealRegister
from projections.service_points import ServicePoints
from projections.services import Services
from projections.situations import Situations
from projections.summaries import Summaries
from projections.summary_counts import SummaryCounts
from projections.task_reports import TaskReports
from projections.trainings import Trainings
from projections.tray import Tray
from projections.work_plans import WorkPlans

VIEWS = (
    MatterList(),
    CaseRegister(),
    Certificates(),
    Consultations(),
    SealLedger(),
    SealRegister(),
    OldSeals(),
    SealDemands(),
    Tray(),
    DelegationRegister(),
    Liability(),
    Obligations(),
    Pushes(),
    Inquiries(),
    Documents(),
    PolicyNotices(),
    ServicePoints(),
    Services(),
    Points(),
    Redemptions(),
    Trainings(),
    Handovers(),
    Blanks(),
    Accesses(),
    Contacts(),
    Questions(),
    WorkPlans(),
    TaskReports(),
    Dispatches(),
    Summaries(),
    SummaryCounts(),
    ReportPeriods(),
    PeriodicReports(),
    Overviews(),
    Situations(),
    Inspections(),
    Circulars(),
    Problems(),
    Candidates(),
    Accountabilities(),
    Claims(),
    Attempts(),
)
