"""Workers: what happens without anybody asking, in time and after every crash."""
