//! Where a module of WebAssembly can trap. Every panic ends in an `unreachable`, and so does running out of memory: nothing is
//! looked for by its name. A function that can do nothing but end there is machinery; what matters is who calls it and could
//! have gone on.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use wasmparser::{
    ElementItems, ExternalKind, FunctionBody, KnownCustom, Name, NameSectionReader, Operator, Parser, Payload, TypeRef,
};

mod names;

/// A way to trap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trap {
    /// The function, which can also go on. What the compiler has put in line belongs to the function it was put into.
    pub function: String,
    /// The function it calls that never returns, or the instruction; [`ALWAYS`] of one that never returns itself.
    pub cause: String,
}

/// The cause of a function that never returns, and that may be called from where no call names it: by the host, or through a table.
/// Nobody else would be reported for it.
const ALWAYS: &str = "always";

/// All that a module has, each once. Its functions must have names.
pub fn traps(module: &[u8]) -> Result<BTreeSet<Trap>> {
    let (mut imported, mut names, mut sources) = (0, BTreeMap::new(), Vec::new());
    let mut reachable = BTreeSet::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        reachable.insert(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => {
                reachable.insert(func);
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    match element?.items {
                        ElementItems::Functions(functions) => {
                            for function in functions {
                                reachable.insert(function?);
                            }
                        }
                        ElementItems::Expressions(..) => bail!("a table that is filled by expressions"),
                    }
                }
            }
            Payload::CodeSectionEntry(source) => sources.push(source),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    names = function_names(section)?;
                }
            }
            _ => {}
        }
    }
    let name = |index: &u32| names.get(index).with_context(|| format!("function {index} has no name")).cloned();
    let functions: Vec<(u32, FunctionBody<'_>)> = (imported..).zip(sources).collect();
    let mut endless = BTreeSet::new();
    loop {
        let mut found = BTreeSet::new();
        let mut traps = BTreeSet::new();
        for (index, source) in &functions {
            let body = Body::read(source, &endless)?;
            if !body.returns {
                found.insert(*index);
                continue;
            }
            let called: Vec<String> = body.ended_by.iter().map(name).collect::<Result<_>>()?;
            for cause in called.into_iter().chain(body.traps.into_iter().map(str::to_owned)) {
                traps.insert(Trap { function: name(index)?, cause });
            }
        }
        // Who only calls those is one of them.
        if found == endless {
            for index in found.intersection(&reachable) {
                traps.insert(Trap { function: name(index)?, cause: ALWAYS.to_owned() });
            }
            return Ok(traps);
        }
        endless = found;
    }
}

fn function_names(section: NameSectionReader<'_>) -> Result<BTreeMap<u32, String>> {
    let mut names = BTreeMap::new();
    for part in section {
        let Name::Function(map) = part? else { continue };
        for naming in map {
            let naming = naming?;
            names.insert(naming.index, names::plain(naming.name));
        }
    }
    Ok(names)
}

/// What a function comes to.
struct Body {
    /// Whether its end is reached, or a `return`.
    returns: bool,
    /// The functions it calls that never return.
    ended_by: BTreeSet<u32>,
    /// Instructions that can trap. Not those on memory and tables: safe code has none that does.
    traps: BTreeSet<&'static str>,
}

/// A block that has begun and not ended.
struct Block {
    /// Whether the code at hand is reached.
    live: bool,
    /// Whether a branch leads to what is behind it. To a loop, it leads to the beginning.
    left: bool,
    is_loop: bool,
    /// An `if` without an `else`, which may be passed by.
    optional: bool,
}

impl Block {
    fn new(live: bool) -> Block {
        Block { live, left: false, is_loop: false, optional: false }
    }
}

impl Body {
    /// Follows the code as far as these functions let it.
    fn read(source: &FunctionBody<'_>, endless: &BTreeSet<u32>) -> Result<Body> {
        let mut body = Body { returns: false, ended_by: BTreeSet::new(), traps: BTreeSet::new() };
        let mut blocks = vec![Block::new(true)];
        let mut divisor = None;
        for operator in source.get_operators_reader()? {
            let operator = operator?;
            let live = blocks.last().is_some_and(|block| block.live);
            if live && let Some(trap) = trap(&operator, divisor) {
                body.traps.insert(trap);
            }
            divisor = match operator {
                Operator::I32Const { value } => Some(i64::from(value)),
                Operator::I64Const { value } => Some(value),
                _ => None,
            };
            let mut leave = |depth: u32| {
                let block = blocks.iter_mut().rev().nth(depth as usize).context("a branch out of the function")?;
                block.left |= live;
                Ok::<_, anyhow::Error>(())
            };
            let mut goes_on = true;
            match operator {
                Operator::Block { .. } => blocks.push(Block::new(live)),
                Operator::Loop { .. } => blocks.push(Block { is_loop: true, ..Block::new(live) }),
                Operator::If { .. } => blocks.push(Block { optional: true, ..Block::new(live) }),
                Operator::Else => {
                    let before = blocks.pop().context("an else too many")?;
                    let outside = blocks.last().is_some_and(|block| block.live);
                    blocks.push(Block { left: before.left || before.live, ..Block::new(outside) });
                }
                Operator::End => {
                    let block = blocks.pop().context("an end too many")?;
                    let passes = block.live || block.optional || (block.left && !block.is_loop);
                    match blocks.last_mut() {
                        Some(outside) => outside.live &= passes,
                        None => body.returns |= passes,
                    }
                }
                Operator::Br { relative_depth } => {
                    leave(relative_depth)?;
                    goes_on = false;
                }
                Operator::BrIf { relative_depth } => leave(relative_depth)?,
                Operator::BrTable { targets } => {
                    targets.targets().try_for_each(|target| leave(target?))?;
                    leave(targets.default())?;
                    goes_on = false;
                }
                Operator::Return => {
                    body.returns |= live;
                    goes_on = false;
                }
                Operator::Call { function_index } if endless.contains(&function_index) => {
                    if live {
                        body.ended_by.insert(function_index);
                    }
                    goes_on = false;
                }
                Operator::Unreachable => goes_on = false,
                _ => {}
            }
            if let Some(block) = blocks.last_mut() {
                block.live &= goes_on;
            }
        }
        Ok(body)
    }
}

/// What an instruction that can trap is called. A division cannot by a constant above 0.
fn trap(operator: &Operator<'_>, divisor: Option<i64>) -> Option<&'static str> {
    match operator {
        Operator::Unreachable => Some("unreachable"),
        Operator::I32DivS | Operator::I32DivU | Operator::I32RemS | Operator::I32RemU => {
            divisor.is_none_or(|divisor| divisor <= 0).then_some("i32 division")
        }
        Operator::I64DivS | Operator::I64DivU | Operator::I64RemS | Operator::I64RemU => {
            divisor.is_none_or(|divisor| divisor <= 0).then_some("i64 division")
        }
        Operator::I32TruncF32S
        | Operator::I32TruncF32U
        | Operator::I32TruncF64S
        | Operator::I32TruncF64U
        | Operator::I64TruncF32S
        | Operator::I64TruncF32U
        | Operator::I64TruncF64S
        | Operator::I64TruncF64U => Some("float to integer"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of functions without parameters and results, with these bodies, named `a`, `b` and so on.
    fn module(bodies: &[&[u8]]) -> Vec<u8> {
        with_sections(bodies, &[])
    }

    /// The same with these sections before the code.
    fn with_sections(bodies: &[&[u8]], sections: &[(u8, &[u8])]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let mut section = |id: u8, content: Vec<u8>| {
            module.extend([id, content.len() as u8]);
            module.extend(content);
        };
        let count = bodies.len() as u8;
        section(1, vec![1, 0x60, 0, 0]);
        section(3, [vec![count], vec![0; bodies.len()]].concat());
        for (id, content) in sections {
            section(*id, content.to_vec());
        }
        let code = bodies.iter().flat_map(|body| [&[body.len() as u8 + 2, 0], *body, &[END]].concat());
        section(10, [count].into_iter().chain(code).collect());
        let names = (0..count).flat_map(|index| [index, 1, b'a' + index]);
        let names: Vec<u8> = [count].into_iter().chain(names).collect();
        section(0, [&b"\x04name\x01"[..], &[names.len() as u8], names.as_slice()].concat());
        module
    }

    /// The traps as `function cause`.
    fn found(bodies: &[&[u8]]) -> Vec<String> {
        let traps = traps(&module(bodies)).unwrap();
        traps.into_iter().map(|trap| format!("{} {}", trap.function, trap.cause)).collect()
    }

    const UNREACHABLE: u8 = 0x00;
    const BLOCK: [u8; 2] = [0x02, 0x40];
    const LOOP: [u8; 2] = [0x03, 0x40];
    const IF: [u8; 2] = [0x04, 0x40];
    const ELSE: u8 = 0x05;
    const END: u8 = 0x0b;
    const BR: u8 = 0x0c;
    const CALL: u8 = 0x10;
    const DROP: u8 = 0x1a;
    const ONE: [u8; 2] = [0x41, 1];
    const ZERO: [u8; 2] = [0x41, 0];
    const DIVIDE: u8 = 0x6e;

    #[test]
    fn a_function_that_never_returns_is_the_cause_of_those_that_could_go_on() {
        let machinery: [&[u8]; 2] = [&[UNREACHABLE], &[CALL, 0]];
        // Whether it does is not known.
        let caller = [&ONE[..], &IF, &[CALL, 1, END]].concat();
        assert_eq!(found(&[machinery[0], machinery[1], &caller]), ["c b"]);
        // As LLVM writes it.
        assert_eq!(found(&[machinery[0], &[CALL, 0, UNREACHABLE], &caller]), ["c b"]);
        assert!(found(&[machinery[0], machinery[1], &[]]).is_empty());
    }

    #[test]
    fn a_function_that_never_returns_is_told_where_no_call_names_it() {
        let bodies: [&[u8]; 2] = [&[UNREACHABLE], &[]];
        let found = |sections: &[(u8, &[u8])]| -> Vec<String> {
            let traps = traps(&with_sections(&bodies, sections)).unwrap();
            traps.into_iter().map(|trap| format!("{} {}", trap.function, trap.cause)).collect()
        };
        assert!(found(&[]).is_empty());
        // Exported as `x`: that one, and the other.
        assert_eq!(found(&[(7, &[1, 1, b'x', 0, 0])]), ["a always"]);
        assert!(found(&[(7, &[1, 1, b'x', 0, 1])]).is_empty());
        // In a table of two.
        let table: (u8, &[u8]) = (4, &[1, 0x70, 0, 2]);
        assert_eq!(found(&[table, (9, &[1, 0, 0x41, 0, END, 2, 0, 1])]), ["a always"]);
        assert!(found(&[table, (9, &[1, 0, 0x41, 0, END, 1, 1])]).is_empty());
    }

    #[test]
    fn an_instruction_traps_where_it_is_reached() {
        assert_eq!(found(&[&[&ONE[..], &IF, &[UNREACHABLE, END]].concat()]), ["a unreachable"]);
        assert_eq!(found(&[&[&ONE[..], &IF, &[ELSE, UNREACHABLE, END]].concat()]), ["a unreachable"]);
        assert!(found(&[&[&BLOCK[..], &[BR, 0, UNREACHABLE, END]].concat()]).is_empty());
        // Neither arm goes on, nor does a loop that is only left to its beginning.
        assert!(found(&[&[&ONE[..], &IF, &[UNREACHABLE, ELSE, UNREACHABLE, END]].concat()]).is_empty());
        assert!(found(&[&[&LOOP[..], &[BR, 0, END, UNREACHABLE]].concat()]).is_empty());
    }

    #[test]
    fn a_division_traps_but_by_a_constant() {
        assert!(found(&[&[&ONE[..], &ONE, &[DIVIDE, DROP]].concat()]).is_empty());
        assert_eq!(found(&[&[&ONE[..], &ZERO, &[DIVIDE, DROP]].concat()]), ["a i32 division"]);
        assert_eq!(found(&[&[&ONE[..], &ONE, &ONE, &[DIVIDE, DIVIDE, DROP]].concat()]), ["a i32 division"]);
    }

    #[test]
    fn functions_have_names() {
        assert!(traps(&module(&[&[UNREACHABLE], &[]])).is_ok());
        let mut nameless = module(&[&[UNREACHABLE], &[&ONE[..], &IF, &[CALL, 0, END]].concat()]);
        nameless.truncate(nameless.len() - 15);
        assert!(traps(&nameless).is_err());
    }
}
