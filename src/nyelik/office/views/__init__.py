"""One file per page. Every view reaches people through `register.access`, never through the tables."""
