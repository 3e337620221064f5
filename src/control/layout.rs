//! Writes a changed document over its old text: what has not changed is copied as it stands, white space and all, and what is
//! new is laid out as its surroundings are. A snapshot under version control shows what an operation did, and no more.

use serde_json::{Number, Value};

/// A value in the old text.
struct Node<'t> {
    text: &'t str,
    inside: Inside<'t>,
    /// The white space before it, or before its key.
    before: &'t str,
    /// The white space before the bracket that ends it.
    end: &'t str,
}

enum Inside<'t> {
    Nothing,
    Items(Vec<Node<'t>>),
    /// With their keys, as they are written.
    Members(Vec<(&'t str, Node<'t>)>),
}

/// How a document is laid out.
struct Layout<'t> {
    /// One step of indentation; `None` if the document stands in one line.
    step: Option<&'t str>,
    /// What stands after a comma or a colon in a line.
    gap: &'t str,
}

/// What is to stand in brackets.
struct Entry<'v> {
    /// Of a member, as it is to be written.
    key: Option<String>,
    value: &'v Value,
    old: Option<&'v Node<'v>>,
}

/// The text of the document, which was `before`.
#[expect(clippy::arithmetic_side_effects, reason = "the trimmed text is a part of the text")]
pub(super) fn rewrite(before: &str, document: &Value) -> String {
    let start = before.len() - before.trim_start_matches(is_space).len();
    let mut reader = Reader { text: before, at: start };
    let Some(root) = reader.value("") else { return document.to_string() };
    let layout = Layout {
        step: root.first().and_then(|first| indentation(first.before)),
        gap: if before.contains("\": ") { " " } else { "" },
    };
    let mut out = before.get(..start).unwrap_or_default().to_owned();
    layout.write(document, Some(&root), Some(""), &mut out);
    out.push_str(before.get(reader.at..).unwrap_or_default());
    out
}

/// What stands behind the last line break.
fn indentation(space: &str) -> Option<&str> {
    space.rsplit_once('\n').map(|(_, indentation)| indentation)
}

impl Layout<'_> {
    /// Appends a value. `indent` is that of the lines that it stands among; `None` within a line.
    #[expect(clippy::arithmetic_side_effects, reason = "a position in the list")]
    fn write(&self, value: &Value, old: Option<&Node<'_>>, indent: Option<&str>, out: &mut String) {
        let inside = old.map(|node| &node.inside);
        match value {
            _ if old.is_some_and(|node| node.says(value)) => out.push_str(old.map_or("", |node| node.text)),
            Value::Object(members) => {
                let known = if let Some(Inside::Members(known)) = inside { known.as_slice() } else { &[] };
                let entry = |(key, value): (&String, _)| {
                    let key = Value::from(key.as_str()).to_string();
                    // Of a doubled key the last counts (R2).
                    let old = known.iter().rev().find(|(known, _)| *known == key).map(|(_, node)| node);
                    Entry { key: Some(key), value, old }
                };
                self.brackets(members.iter().map(entry).collect(), ["{", "}"], old, indent, out);
            }
            Value::Array(items) => {
                let mut rest = if let Some(Inside::Items(known)) = inside { known.as_slice() } else { &[] };
                let entry = |value| {
                    // The same one further on, if some were removed; else it is the next one, changed.
                    let skipped = rest.iter().position(|node| node.says(value)).unwrap_or(0);
                    let old = rest.get(skipped);
                    rest = rest.get(skipped + 1..).unwrap_or_default();
                    Entry { key: None, value, old }
                };
                self.brackets(items.iter().map(entry).collect(), ["[", "]"], old, indent, out);
            }
            scalar => out.push_str(&scalar.to_string()),
        }
    }

    /// Appends what stands in brackets: what is old as it stood, what is new in a line of its own if the first one is.
    fn brackets(
        &self,
        entries: Vec<Entry<'_>>,
        [open, close]: [&str; 2],
        old: Option<&Node<'_>>,
        indent: Option<&str>,
        out: &mut String,
    ) {
        let first = old.and_then(|node| node.first());
        let own = match (first, indent, self.step) {
            (Some(first), _, _) => indentation(first.before).map(str::to_owned),
            (None, Some(indent), Some(step)) => Some(format!("{indent}{step}")),
            (None, _, _) => None,
        };
        let new_line = |indent: &str| format!("\n{indent}");
        out.push_str(open);
        let is_empty = entries.is_empty();
        for (index, entry) in entries.into_iter().enumerate() {
            let space = match (index, entry.old, first, &own) {
                (0, _, Some(first), _) => first.before.to_owned(),
                (1.., Some(old), _, _) => old.before.to_owned(),
                (_, _, _, Some(own)) => new_line(own),
                (0, _, _, None) => String::new(),
                (1.., _, _, None) => self.gap.to_owned(),
            };
            out.push_str(if index > 0 { "," } else { "" });
            out.push_str(&space);
            if let Some(key) = entry.key {
                out.push_str(&key);
                out.push(':');
                out.push_str(self.gap);
            }
            self.write(entry.value, entry.old, own.as_deref(), out);
        }
        match (first.and(old), own, indent) {
            _ if is_empty => {}
            (Some(old), _, _) => out.push_str(old.end),
            (None, Some(_), Some(indent)) => out.push_str(&new_line(indent)),
            (None, _, _) => {}
        }
        out.push_str(close);
    }
}

impl Node<'_> {
    /// What stands first in it.
    fn first(&self) -> Option<&Node<'_>> {
        match &self.inside {
            Inside::Nothing => None,
            Inside::Items(items) => items.first(),
            Inside::Members(members) => members.first().map(|(_, node)| node),
        }
    }

    /// Whether the old text says this value.
    fn says(&self, value: &Value) -> bool {
        match (&self.inside, value) {
            (Inside::Items(nodes), Value::Array(items)) => {
                nodes.len() == items.len() && nodes.iter().zip(items).all(|(node, item)| node.says(item))
            }
            (Inside::Members(nodes), Value::Object(members)) => {
                nodes.len() == members.len()
                    && nodes.iter().zip(members).all(|((key, node), (name, member))| {
                        unquoted(key).is_some_and(|key| key == *name) && node.says(member)
                    })
            }
            // serde_json has its own way to write an exponent: `1e2` is `1e+2` to it.
            (Inside::Nothing, Value::Number(number)) => {
                number.as_str() == self.text || serde_json::from_str(self.text).is_ok_and(|own: Number| own == *number)
            }
            (Inside::Nothing, Value::String(text)) => unquoted(self.text).is_some_and(|own| own == *text),
            (Inside::Nothing, Value::Null) => self.text == "null",
            (Inside::Nothing, Value::Bool(value)) => self.text == if *value { "true" } else { "false" },
            _ => false,
        }
    }
}

fn unquoted(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// Reads a text that is JSON, as a loaded document is.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

#[expect(clippy::arithmetic_side_effects, reason = "positions in a text")]
impl<'t> Reader<'t> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn since(&self, start: usize) -> Option<&'t str> {
        self.text.get(start..self.at)
    }

    fn space(&mut self) -> Option<&'t str> {
        let start = self.at;
        while self.byte().is_some_and(|byte| is_space(byte.into())) {
            self.at += 1;
        }
        self.since(start)
    }

    fn string(&mut self) -> Option<&'t str> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.byte()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.since(start)
    }

    /// A value, before which there was white space.
    fn value(&mut self, before: &'t str) -> Option<Node<'t>> {
        let start = self.at;
        let (mut inside, mut end) = (Inside::Nothing, "");
        match self.byte()? {
            b'{' => {
                let mut members = Vec::new();
                end = self.list(|reader, before| {
                    let key = reader.string()?;
                    reader.space()?;
                    reader.at += 1;
                    reader.space()?;
                    members.push((key, reader.value(before)?));
                    Some(())
                })?;
                inside = Inside::Members(members);
            }
            b'[' => {
                let mut items = Vec::new();
                end = self.list(|reader, before| {
                    items.push(reader.value(before)?);
                    Some(())
                })?;
                inside = Inside::Items(items);
            }
            b'"' => drop(self.string()?),
            _ => {
                while self.byte().is_some_and(|byte| !is_space(byte.into()) && !b",]}".contains(&byte)) {
                    self.at += 1;
                }
            }
        }
        Some(Node { text: self.since(start)?, inside, before, end })
    }

    /// What stands in brackets, between commas; the white space at the end.
    fn list(&mut self, mut read: impl FnMut(&mut Reader<'t>, &'t str) -> Option<()>) -> Option<&'t str> {
        self.at += 1;
        let mut space = self.space()?;
        while !matches!(self.byte()?, b'}' | b']') {
            read(self, space)?;
            space = self.space()?;
            if self.byte()? == b',' {
                self.at += 1;
                space = self.space()?;
            }
        }
        self.at += 1;
        Some(space)
    }
}
