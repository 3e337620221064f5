//! Writes the inputs with which fuzzing begins: `cargo run --package variate-fuzz --example seeds -- <folder>` makes a folder
//! for each target in that one.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map(PathBuf::from).ok_or_else(|| io::Error::other("usage: seeds <folder>"))?;
    for (target, inputs) in variate_fuzz::seeds()? {
        let folder = folder.join(target);
        fs::create_dir_all(&folder)?;
        for input in &inputs {
            let mut hasher = DefaultHasher::new();
            input.hash(&mut hasher);
            fs::write(folder.join(format!("{:016x}", hasher.finish())), input)?;
        }
        println!("{target}: {} inputs", inputs.len());
    }
    Ok(())
}
