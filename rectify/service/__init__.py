"""The running service: its processes, their supervisor and the screen of ``rectify up``."""
