//! Replaces a file as a whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A text that is written and lies beside the file in whose place it is to be.
pub struct Replacement {
    beside: PathBuf,
    target: PathBuf,
}

impl Replacement {
    /// Writes the text, and changes nothing yet.
    pub fn write(path: &Path, text: &str) -> io::Result<Replacement> {
        let target = target(path)?;
        // In the same folder, for a file cannot be renamed to another device; by a name that is short however long the file's is.
        // What a killed process has left is in nobody's way: numbers of processes come again, the time does not.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let beside = target.with_file_name(format!(".variate-{}-{now}.tmp", std::process::id()));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        let replacement = Replacement { beside, target };
        if let Ok(old) = fs::metadata(&replacement.target) {
            file.set_permissions(old.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(replacement)
    }

    /// Puts it there: who reads the file meanwhile sees the old one or the new one, and a failure leaves the old one.
    pub fn put(self) -> io::Result<()> {
        fs::rename(&self.beside, &self.target)?;
        // The new name lasts too, where folders can be written through.
        if let Some(folder) = self.target.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        // Not there any more, if it was put in its place.
        let _ = fs::remove_file(&self.beside);
    }
}

/// What a link names is replaced, not the link; also if it names a file that is yet to be.
fn target(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::read_link(path) {
            // Where the link leads in circles, that is another error.
            Ok(next) => target(&path.with_file_name("").join(next)),
            Err(_) => Ok(path.to_owned()),
        },
        found => found,
    }
}
