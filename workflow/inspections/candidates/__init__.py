"""Candidates (拟立项): possible findings, noted once, taken up or dismissed by people."""
