"""What an office sends, put together from what was recorded: papers for `infra.papers` to make."""
