"""Templates: the files that ``rectify new`` begins a list or a register with."""
