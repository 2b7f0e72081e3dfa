"""The logs as the audit administrator reads them: the journal, and the moves of all items."""
