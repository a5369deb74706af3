"""A county at work, played through the real command path. Everybody in it is plainly synthetic."""
