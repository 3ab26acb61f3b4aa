"""Gigawatt reads what is announced about AI infrastructure and says what will really be switched on."""

__version__ = "0.1.0"
