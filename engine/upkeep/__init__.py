"""Tools for the people who keep the rules: examples, step trials, explanations, comparison, coverage, rule pages."""
