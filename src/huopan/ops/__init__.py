"""Whatever touches several rooms by hand: the command line, schedules, the demo world, imports."""
