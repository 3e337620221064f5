//! The control plane: its vectors (see ../README.md), and what has no vector.

mod operations;
mod sequences;
mod vectors;
mod well_formed;
