//! The README as it is in the package: nothing there leads out of the package, for nobody knows from where it is read.

use std::{fs, path::Path};

use anyhow::{Result, ensure};

/// The text with its relative links followed: one to a file that the package has too stays a link, and one to any other file or
/// folder of the repository becomes its words. Links to headings and to the web stay.
///
/// # Errors
/// A link leads to a file, a folder or a heading that is not there.
pub fn packaged(text: &str, repository: &Path, package: &[&str]) -> Result<String> {
    let mut packaged = String::new();
    let mut end = 0;
    for link in links(text) {
        packaged.push_str(&text[end..link.start]);
        end = link.end;
        let (file, heading) = link.target.split_once('#').unwrap_or((link.target, ""));
        if file.contains(':') {
            packaged.push_str(&text[link.start..link.end]);
            continue;
        }
        let path = repository.join(file);
        ensure!(file.is_empty() || path.exists(), "README.md: a link leads to {file}, which is not there");
        let of = if file.is_empty() { text.to_owned() } else { fs::read_to_string(&path).unwrap_or_default() };
        let is_there = heading.is_empty() || headings(&of).any(|anchor| anchor == heading);
        ensure!(is_there, "README.md: a link leads to {}, and there is no such heading", link.target);
        let stays = file.is_empty() || package.contains(&file);
        packaged.push_str(if stays { &text[link.start..link.end] } else { link.words });
    }
    packaged.push_str(&text[end..]);
    Ok(packaged)
}

/// A link as it is written: `[words](target)`.
struct Link<'a> {
    start: usize,
    end: usize,
    words: &'a str,
    target: &'a str,
}

/// The links of a text, but for what looks like one in code.
fn links(text: &str) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    let mut opened = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        if ticks > 0 {
            // Code ends at as many backticks as it begins with, whether it is a block or a few words.
            let fence = &rest[..ticks];
            at += ticks + rest[ticks..].find(fence).map_or(0, |code| code + ticks);
            continue;
        }
        if rest.starts_with('[') {
            opened = Some(at);
        }
        if let (true, Some(start)) = (rest.starts_with("]("), opened)
            && let Some(length) = rest.find(')')
        {
            let (words, target) = (&text[start + 1..at], &rest[2..length]);
            links.push(Link { start, end: at + length + 1, words, target });
            opened = None;
            at += length;
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    links
}

/// The anchors of a document's headings, as GitHub and npm make them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter_map(|line| line.strip_prefix('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{headings, packaged};

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    #[test]
    fn what_leads_out_of_the_package_becomes_words() {
        let text = "# A b\n[map](src/lib.rs), [`www`](www), [log](CHANGELOG.md), [here](#a-b), [there](https://example.com/x).\n";
        let expected = "# A b\nmap, `www`, [log](CHANGELOG.md), [here](#a-b), [there](https://example.com/x).\n";
        assert_eq!(packaged(text, root(), &["CHANGELOG.md"]).unwrap(), expected);
    }

    #[test]
    fn code_has_no_links() {
        let text = "`[a](b)` and ``[`a`](b)``\n```js\nlist[0](call);\n```\n";
        assert_eq!(packaged(text, root(), &[]).unwrap(), text);
    }

    #[test]
    fn a_link_to_nothing_is_refused() {
        for link in ["[a](no/such/file.md)", "[a](#nowhere)", "[a](README.md#nowhere)"] {
            assert!(packaged(link, root(), &[]).is_err(), "{link}");
        }
    }

    #[test]
    fn headings_have_the_anchors_that_github_gives_them() {
        let anchors: Vec<String> = headings("# Evidently's API\ntext # no\n### Bucketing, version 1\n").collect();
        assert_eq!(anchors, ["evidentlys-api", "bucketing-version-1"]);
    }

    /// As the build does it.
    #[test]
    fn the_readme_leads_nowhere_that_is_not_there() {
        let readme = fs::read_to_string(root().join("README.md")).unwrap();
        let packaged = packaged(&readme, root(), &["CHANGELOG.md", "LICENSE"]).unwrap();
        assert!(!packaged.contains("](tests/") && packaged.contains("](#use)"));
    }
}
