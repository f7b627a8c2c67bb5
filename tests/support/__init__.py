"""What several test folders need: settings, throwaway databases, a browser, a served office."""
