"""Advice without a model: an engine over data, the TOML files of ``catalog/advice``."""
