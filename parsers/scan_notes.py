"""Notes a scanned PDF carries from the reader of its pictures to the reader of its paper."""

ARCHIVAL = "pdf-a"  # the file calls itself PDF/A
SEARCHABLE = "text-layer"  # every page carries a text of its own
