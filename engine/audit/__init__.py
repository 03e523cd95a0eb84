"""Many dossiers: find them, check them in parallel, keep the results, tell the committee. See ARCHITECTURE.md."""
