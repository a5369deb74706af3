"""What happens between Xingguo and its city in 2022: a matter is taken on in one of three ways."""
