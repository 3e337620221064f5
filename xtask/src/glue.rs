//! The JavaScript that wasm-bindgen writes, made fit to be imported anywhere.
//!
//! It creates a `TextDecoder` and a `TextEncoder` while it is imported. Hosts without them (jest with jsdom is one)
//! then fail before they have called anything. Here both are created at their first use, and where there is no
//! decoder, a slow one takes its place. Whatever else a newer generator might do at that moment, or by a name this
//! file does not know, is an error and not a surprise.

use anyhow::{Context, Result, bail};

/// Stands in until it is called, and is then replaced. The first, empty `decode` is the generator's.
const DECODER: &str = "
let cachedTextDecoder = {
    decode(bytes) {
        cachedTextDecoder = typeof TextDecoder === 'function' ? CREATED : { decode: decodeSlowly };
        cachedTextDecoder.decode();
        return cachedTextDecoder.decode(bytes);
    }
};

function decodeSlowly(bytes = []) {
    return decodeURIComponent(Array.from(bytes, byte => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}
";

/// Called only for text beyond ASCII.
const ENCODER: &str = "
let cachedTextEncoder = {
    encode: text => (cachedTextEncoder = CREATED).encode(text),
    encodeInto: (text, view) => (cachedTextEncoder = CREATED).encodeInto(text, view),
};
";

pub fn lazy(generated: &str) -> Result<String> {
    let mut glue = generated.to_owned();
    if glue.contains("TextDecoder") {
        let created = cut(&mut glue, "let cachedTextDecoder = ", ";\n")?;
        cut(&mut glue, "cachedTextDecoder.decode()", ";\n")?;
        glue.push_str(&DECODER.replace("CREATED", &created));
    }
    if glue.contains("TextEncoder") {
        let created = cut(&mut glue, "const cachedTextEncoder = ", ";\n")?;
        // Every engine that runs the module has `encodeInto`.
        cut(&mut glue, "if (!('encodeInto' in cachedTextEncoder)) {", "\n}\n")?;
        glue.push_str(&ENCODER.replace("CREATED", &created));
    }
    check(&glue)?;
    Ok(glue)
}

/// Takes out what stands at the start of a line from `start` to `end`, and returns the part between the two.
fn cut(glue: &mut String, start: &str, end: &str) -> Result<String> {
    let unknown = || format!("wasm-bindgen's glue has no line `{start}…`: xtask/src/glue.rs must learn the new form");
    let from = glue.find(&format!("\n{start}")).with_context(unknown)? + 1;
    let length = glue[from..].find(end).with_context(unknown)?;
    let between = glue[from + start.len()..from + length].to_owned();
    glue.replace_range(from..from + length + end.len(), "");
    Ok(between)
}

fn check(glue: &str) -> Result<()> {
    for unwanted in ["import.meta", "require(", "instanceof WebAssembly"] {
        if glue.contains(unwanted) {
            bail!("wasm-bindgen's glue contains `{unwanted}`, which some host does not know");
        }
    }
    // A statement of the file itself starts its line; those inside functions are indented.
    let eager = |line: &&str| {
        !line.starts_with([' ', '\t']) && ["new TextDecoder", "new TextEncoder"].iter().any(|text| line.contains(text))
    };
    match glue.lines().find(eager) {
        Some(line) => bail!("wasm-bindgen's glue runs `{line}` while it is imported"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GENERATED: &str = "\
export class Core {}

let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
function decodeText(bytes) {
    if (bytes.length > 9) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
    }
    return cachedTextDecoder.decode(bytes);
}

const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
    };
}

let wasm;
";

    #[test]
    fn coders_are_created_at_first_use() {
        let glue = lazy(GENERATED).unwrap();
        assert!(!glue.contains("\ncachedTextDecoder.decode();"));
        assert!(!glue.contains("'encodeInto' in"));
        assert!(glue.contains("? new TextDecoder('utf-8', { ignoreBOM: true }) : { decode: decodeSlowly };"));
        assert!(glue.contains("(cachedTextEncoder = new TextEncoder()).encodeInto(text, view)"));
        assert!(glue.contains("function decodeText"));
        assert!(glue.contains("let wasm;"));
    }

    #[test]
    fn glue_without_text_stays_as_it_is() {
        assert_eq!(lazy("let wasm;\n").unwrap(), "let wasm;\n");
    }

    #[track_caller]
    fn check_refused(glue: &str, reason: &str) {
        assert!(lazy(glue).unwrap_err().to_string().contains(reason));
    }

    #[test]
    fn unknown_forms_are_refused() {
        check_refused(
            &GENERATED.replace("let cachedTextDecoder", "var cachedTextDecoder"),
            "`let cachedTextDecoder = …`",
        );
        check_refused(
            &GENERATED.replace("let wasm", "const other = new TextEncoder()"),
            "`const other = new TextEncoder();`",
        );
        check_refused("fetch(import.meta.url);\n", "`import.meta`");
    }
}
