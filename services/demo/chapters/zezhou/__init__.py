"""What happens in Zezhou: towns with one seal each, steps as the lists grant them."""
