//! Rules of this repository that no tool checks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Who may import whom: a module, and the modules of ours it may name. `wasm` and the program may name all.
const IMPORTS: &[(&str, &[&str])] = &[
    ("order", &[]),
    ("json", &["order"]),
    ("bucketing", &[]),
    ("regex", &[]),
    ("text", &["json"]),
    ("time", &["json"]),
    ("entity", &[]),
    ("context", &["json", "order"]),
    ("condition", &["bucketing", "context", "json", "text"]),
    ("problem", &["json", "text"]),
    ("ion", &["json", "time"]),
    ("pattern", &["condition", "context", "json", "order", "problem"]),
    ("rule", &["bucketing", "condition", "context", "entity", "ion", "json", "order", "problem", "regex", "text"]),
    ("project", &["bucketing", "context", "flag", "order", "pattern", "problem", "text", "time"]),
    ("flag", &["bucketing", "problem", "rule"]),
    ("snapshot", &["json", "order", "problem", "time"]),
    (
        "compile",
        &[
            "bucketing",
            "context",
            "entity",
            "flag",
            "json",
            "order",
            "pattern",
            "problem",
            "project",
            "regex",
            "rule",
            "snapshot",
            "text",
            "time",
        ],
    ),
    ("decision", &["flag", "json", "project"]),
    (
        "explain",
        &[
            "bucketing",
            "condition",
            "context",
            "decision",
            "entity",
            "flag",
            "json",
            "pattern",
            "project",
            "text",
            "time",
        ],
    ),
    ("evaluate", &["context", "decision", "entity", "explain", "flag", "project", "time"]),
    ("load", &["compile", "json", "problem", "project"]),
    ("movement", &["bucketing", "context", "flag", "pattern", "project", "rule", "time"]),
    ("control", &["bucketing", "context", "entity", "json", "load", "problem", "project", "request", "time"]),
    (
        "request",
        &["context", "decision", "entity", "evaluate", "explain", "flag", "json", "problem", "project", "time"],
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // What tools have put there is no part of the repository.
        let is_made = ["node_modules", "target", "pkg", ".git"].iter().any(|name| path.ends_with(name));
        if is_made {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The module of the top level that a source file belongs to.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Every top-level module that a text names after `crate::`.
fn named(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>())
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let allowed: BTreeMap<&str, &[&str]> = IMPORTS.iter().copied().collect();
    let mut seen = BTreeSet::new();
    for path in files(&root().join("src"), ".rs") {
        let module = module(&path);
        if ["lib", "wasm", "bin"].contains(&module.as_str()) {
            continue;
        }
        let allowed = allowed.get(module.as_str()).unwrap_or_else(|| panic!("{module} is not in the table"));
        let text = fs::read_to_string(&path).unwrap();
        // There it would be another way to name a module of the top level.
        let is_top_level = path.parent() == Some(root().join("src").as_path());
        assert!(!is_top_level || !text.contains("super::"), "{} names `super`", path.display());
        for import in named(&text) {
            assert!(import == module || allowed.contains(&import.as_str()), "{} imports {import}", path.display());
        }
        seen.insert(module);
    }
    let listed: BTreeSet<String> = allowed.keys().map(ToString::to_string).collect();
    assert_eq!(seen, listed, "the table and the modules differ");
}

#[test]
fn only_the_boundaries_name_wasm_bindgen() {
    for path in files(&root().join("src"), ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        let is_boundary = ["src/wasm/host.rs", "src/wasm/control.rs"].iter().any(|end| path.ends_with(end));
        assert_eq!(text.contains("wasm_bindgen"), is_boundary, "{}", path.display());
    }
}

#[test]
fn no_source_file_has_grown_past_400_lines() {
    let mut sources = files(&root().join("src"), ".rs");
    sources.extend(files(&root().join("xtask/src"), ".rs"));
    // Not the declarations for users: those are documentation, in one file by its nature. Nor tests and tables of data, which
    // are read case by case, and not the page and the benchmarks, which nothing is built on.
    sources.extend(files(&root().join("pkg-template/src"), ".ts"));
    for path in sources {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines: is there a second room in it?", path.display());
    }
}

/// A section's letter and a number in it: `E10`, or `R36` of a ruling.
type Rule = (char, u8);

/// The rules and rulings that a text cites, wherever they stand in it.
fn cited(text: &str) -> BTreeSet<Rule> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter_map(|word| {
            let (section, number) = word.split_at_checked(1)?;
            let section = section.chars().next().filter(|section| "SEBPACR".contains(*section))?;
            Some((section, number.parse().ok().filter(|_| number.len() <= 2)?))
        })
        .collect()
}

/// The rules and rulings that tests/RULES.md defines: each in a heading that begins with it.
fn defined() -> BTreeSet<Rule> {
    let rules = fs::read_to_string(root().join("tests/RULES.md")).unwrap();
    let headings = rules.lines().filter_map(|line| line.strip_prefix("### ").or(line.strip_prefix("#### ")));
    let mut defined = BTreeSet::new();
    for heading in headings {
        let rule = cited(heading.split([' ', '.']).next().unwrap());
        assert!(rule.is_empty() || !defined.is_superset(&rule), "tests/RULES.md defines {heading} twice");
        defined.extend(rule);
    }
    defined
}

/// The sources and documents that cite rules, with their texts.
fn citing() -> Vec<(PathBuf, String)> {
    let endings = [".rs", ".ts", ".mjs", ".py", ".md"];
    let places =
        ["src", "fuzz/src", "fuzz/tests", "pkg-template/src", "tests", "xtask/src"].map(|place| root().join(place));
    let paths = endings.iter().flat_map(|ending| places.iter().flat_map(|place| files(place, ending)));
    paths.map(|path| (path.clone(), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn every_rule_that_is_cited_is_defined() {
    let defined = defined();
    assert!(defined.len() > 100, "{defined:?}");
    for (path, text) in citing() {
        if ["src", "fuzz", "pkg-template"].iter().any(|place| path.starts_with(root().join(place))) {
            let unknown: Vec<Rule> = cited(&text).difference(&defined).copied().collect();
            assert!(unknown.is_empty(), "{} cites {unknown:?}: tests/RULES.md has none of them", path.display());
        }
        // A section of what, nobody could say: this repository has no numbered ones.
        assert!(!text.contains('\u{a7}'), "{} has a section sign", path.display());
    }
}

/// How many vectors cite each rule.
fn citations() -> BTreeMap<String, usize> {
    let arena = variate::json::Arena::new();
    let mut citations = BTreeMap::new();
    for path in files(&root().join("tests/vectors"), ".json") {
        let text = fs::read_to_string(&path).unwrap();
        let document = variate::json::Json::parse(&text, &arena).unwrap();
        let Some(variate::json::Json::Array(vectors)) = document.get("vectors") else { panic!("{}", path.display()) };
        for vector in *vectors {
            let Some(variate::json::Json::Array(rules)) = vector.get("rules") else { panic!("no rules: {vector:?}") };
            for rule in *rules {
                *citations.entry(rule.as_str().unwrap().to_owned()).or_default() += 1;
            }
        }
    }
    citations
}

#[test]
fn every_rule_is_cited_and_the_map_says_how_often() {
    let citations = citations();
    let defined = defined();
    let unknown: Vec<&String> = citations.keys().filter(|rule| !cited(rule).is_subset(&defined)).collect();
    assert!(unknown.is_empty(), "vectors cite {unknown:?}: tests/RULES.md has none of them");
    let rules = defined.iter().filter(|(section, _)| *section != 'R');
    let most = rules.clone().map(|(_, number)| *number).max().unwrap();
    let numbers: String = (1..=most).map(|number| format!(" {number} |")).collect();
    let mut table = format!("| |{numbers}\n|---|{}\n", "---|".repeat(usize::from(most)));
    for section in "SEBPAC".chars() {
        let cells = (1..=most).map(|number| {
            let rule = format!("{section}{number}");
            let count = citations.get(&rule).copied().unwrap_or(0);
            let is_rule = defined.contains(&(section, number));
            assert!(count > 0 || !is_rule, "no vector cites {rule}");
            if is_rule { format!(" {count} |") } else { " |".to_owned() }
        });
        table.push_str(&format!("| {section} |{}\n", cells.collect::<String>()));
    }
    let map = fs::read_to_string(root().join("tests/README.md")).unwrap();
    assert!(map.contains(&table), "tests/README.md should have this table:\n{table}");
}

/// Runners compare what they have run with the folder; so the folder itself must not shrink unnoticed.
#[test]
fn there_are_as_many_vectors_as_there_were() {
    let (mut of_evaluators, mut of_control) = (0, 0);
    let arena = variate::json::Arena::new();
    for path in files(&root().join("tests/vectors"), ".json") {
        let text = fs::read_to_string(&path).unwrap();
        let document = variate::json::Json::parse(&text, &arena).unwrap();
        let Some(variate::json::Json::Array(vectors)) = document.get("vectors") else { panic!("{}", path.display()) };
        let is_control = path.file_name().unwrap().to_string_lossy().starts_with("control");
        *(if is_control { &mut of_control } else { &mut of_evaluators }) += vectors.len();
    }
    assert!(of_evaluators >= 2760 && of_control >= 385, "{of_evaluators} and {of_control}");
}

#[test]
fn versions_agree() {
    let version = env!("CARGO_PKG_VERSION");
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    assert!(changelog.contains(&format!("## {version}")), "CHANGELOG.md has no section {version}");
}

/// The codes of problems: in the core, in the package's types, and in tests/PROBLEMS.md.
#[test]
fn every_problem_code_is_documented_everywhere() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let core = read("src/problem.rs");
    let codes: BTreeSet<&str> = core
        .lines()
        .skip_while(|line| *line != "codes! {")
        .filter_map(|line| line.trim().split_once(" = \""))
        .map(|(code, _)| code)
        .collect();
    assert!(codes.len() > 40, "{codes:?}");
    let types = read("pkg-template/index.d.ts");
    let (_, union) = types.split_once("export type ProblemCode =").unwrap();
    let (union, _) = union.split_once(";\n").unwrap();
    let declared: BTreeSet<&str> =
        union.lines().filter_map(|line| line.rsplit_once("| '")).map(|(_, code)| code.trim_end_matches('\'')).collect();
    assert_eq!(codes, declared, "the package's types");
    let table = read("tests/PROBLEMS.md");
    for code in codes {
        assert!(table.contains(&format!("`{code}`")), "tests/PROBLEMS.md does not have {code}");
    }
}

/// The package's list must be there without its module, and so is a second one.
#[test]
fn the_package_lists_the_operations_of_the_control_plane() {
    let list = fs::read_to_string(root().join("pkg-template/src/control/operations.ts")).unwrap();
    let listed: Vec<&str> = list.lines().filter_map(|line| line.strip_prefix("  '")?.strip_suffix("',")).collect();
    assert_eq!(listed, variate::control::operations().collect::<Vec<_>>());
}

/// A lock file that names where its packages come from would be true of one machine only.
#[test]
fn lock_files_name_no_registry() {
    let locks = files(root(), "package-lock.json");
    assert!(locks.len() >= 7, "{locks:?}");
    for path in locks {
        let lock = fs::read_to_string(&path).unwrap();
        assert!(!lock.contains("\"resolved\""), "{}: npm reads the .npmrc beside it against this", path.display());
    }
}
