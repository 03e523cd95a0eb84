"""Words people read: the Vietnamese stands in the code, the English in the catalogue beside this file."""
