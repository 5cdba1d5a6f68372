"""Forms as plain values: no database, no clock, no request."""
