"""What waits for a seat, asked by every door."""
