"""Facts and rules to findings and reports. The public door is `engine.check.check`."""
