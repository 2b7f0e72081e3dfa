"""What every test may use."""

from hypothesis import HealthCheck, settings

pytest_plugins = ("tests.servers", "tests.cast", "tests.registers.one_file")

# A busy machine is slow, and no example is at fault for it.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
