"""What happens in Rong'an: one seal of a township, tried out in two before all may follow."""
