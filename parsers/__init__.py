"""Files of a dossier to facts. Knows nothing of rules; the public door is `parsers.dossier.parse_dossier`."""
