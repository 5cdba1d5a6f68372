"""Loading code lists, and asking for their entries."""
