//! The tests of the native core, in one program so that it links once. `../README.md` is the map.

mod differential;
mod examples;
mod mutations;
mod properties;
mod tidy;
mod vector;
mod vectors;
