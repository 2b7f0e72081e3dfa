"""Candidates (拟立项): what looks like a finding, noted once, taken up or dismissed by people."""
