"""A pack played against a county's real history, writing nothing: what it would have changed."""

from services.rehearsal.play import Rehearsal
from services.rehearsal.report import Report

__all__ = ["Rehearsal", "Report"]
