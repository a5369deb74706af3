"""What happens when the province's notice arrives, and after."""
