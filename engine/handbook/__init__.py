"""The handbook: every rule as pages to read without a network, made from the rule files."""
