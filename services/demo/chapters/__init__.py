"""What happens in a county, by theme: each chapter has the acts of some threads, dated."""
