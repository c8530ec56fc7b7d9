//! Native tests: one file per area, one binary.
