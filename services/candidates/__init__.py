"""What the platform makes of the log for supervisors to judge, asked by every door."""
