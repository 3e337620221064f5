//! The million decisions of `../digest/README.md` on the native core. Its checksums are the reference's, and each runtime's.

use serde_json::Value;
use sha2::{Digest, Sha256};
use variate::request::{EvaluationRequest, FlagRequest, evaluate_feature, evaluate_one_flag};
use variate::{Project, Timestamp, load};

const SCENES: &str = include_str!("../digest/scenes.json");
const EXPECTED: &str = include_str!("../digest/expected.json");
const DECISIONS: u32 = 1_000_000;
const CHUNK: u32 = 10_000;
const FIRST_MS: i64 = 1_700_000_000_000;
const LONGEST: u32 = 512;

#[test]
fn a_million_decisions_have_the_checksum_of_the_reference() {
    let expected: Value = serde_json::from_str(EXPECTED).unwrap();
    let scenes = Scenes::read();
    let mut all = Sha256::new();
    for (chunk, first) in (0..DECISIONS).step_by(CHUNK as usize).enumerate() {
        let digest = hex(Sha256::digest(scenes.lines(first..first + CHUNK)).as_slice());
        assert_eq!(digest, expected["chunks"][chunk], "of the decisions from {first}");
        all.update(digest);
    }
    assert_eq!(hex(all.finalize().as_slice()), expected["sha256"]);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the cases are about.
struct Scenes {
    letters: Vec<String>,
    characters: Vec<String>,
    signs: Vec<String>,
    /// The name and the JSON texts of the values.
    attributes: Vec<(String, Vec<String>)>,
    scenes: Vec<Scene>,
}

struct Scene {
    project: Project,
    features: Vec<String>,
    flags: Vec<String>,
}

impl Scenes {
    fn read() -> Scenes {
        let document: Value = serde_json::from_str(SCENES).unwrap();
        let attributes = document["attributes"].as_array().unwrap();
        let attributes =
            attributes.iter().map(|one| (one["name"].as_str().unwrap().to_owned(), texts(&one["values"]))).collect();
        let scenes = document["scenes"].as_array().unwrap().iter().map(|scene| Scene {
            project: load(scene["snapshot"].to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}")),
            features: texts(&scene["features"]),
            flags: texts(&scene["flags"]),
        });
        Scenes {
            letters: texts(&document["letters"]),
            characters: texts(&document["characters"]),
            signs: texts(&document["signs"]),
            attributes,
            scenes: scenes.collect(),
        }
    }

    fn lines(&self, cases: std::ops::Range<u32>) -> String {
        let mut lines = String::new();
        for case in cases {
            self.write_line(case, &mut lines);
        }
        lines
    }

    fn write_line(&self, case: u32, out: &mut String) {
        let mut draws = Draws::of(case);
        let scene = draws.pick(&self.scenes);
        let name = draws.below((scene.features.len() + scene.flags.len()) as u32) as usize;
        let entity_id = self.entity_id(&mut draws);
        let context = self.context(&mut draws);
        let context = context.as_deref();
        match scene.features.get(name) {
            Some(feature) => {
                let now = FIRST_MS + 1000 * i64::from(draws.below(1_000_000));
                let request = EvaluationRequest { feature, entity_id: &entity_id, evaluation_context: context };
                let now = Timestamp::from_millis(now).unwrap();
                let decision = evaluate_feature(&scene.project, &request, None, now).unwrap();
                write_name(feature, &entity_id, out);
                out.push('{');
                decision.write_members(out);
                out.push_str("}\n");
            }
            None => {
                let flag = &scene.flags[name - scene.features.len()];
                let entity_id = (draws.below(16) != 0).then_some(entity_id.as_str());
                let decision = evaluate_one_flag(&scene.project, flag, &FlagRequest { entity_id, context }).unwrap();
                write_name(flag, entity_id.unwrap_or_default(), out);
                decision.write_json(out);
                out.push('\n');
            }
        }
    }

    fn entity_id(&self, draws: &mut Draws) -> String {
        match draws.below(64) {
            0..16 => format!("user-{}", draws.below(2000)),
            16..28 => draws.below(1_000_000).to_string(),
            28..44 => draws.uuid(),
            44..50 => {
                let mut word = || {
                    let length = 3 + draws.below(6);
                    draws.some(length, &self.letters)
                };
                format!("{}.{}@example.com", word(), word())
            }
            50..55 => draws.up_to(3, &self.letters),
            55..59 => draws.up_to(6, &self.characters),
            59..63 => draws.up_to(3, &self.signs),
            _ => draws.pick(&self.characters).repeat(1 + draws.below(LONGEST) as usize),
        }
    }

    fn context(&self, draws: &mut Draws) -> Option<String> {
        if draws.below(8) == 0 {
            return None;
        }
        let mut members = Vec::new();
        for (name, values) in &self.attributes {
            if let Some(value) = values.get(draws.below(values.len() as u32 + 2) as usize) {
                members.push(format!("\"{name}\":{value}"));
            }
        }
        // Text or object: here there are only texts.
        draws.below(2);
        Some(format!("{{{}}}", members.join(",")))
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

fn write_name(name: &str, entity_id: &str, out: &mut String) {
    out.push_str(name);
    out.push('\0');
    out.push_str(entity_id);
    out.push('\0');
}

struct Draws {
    state: u32,
}

impl Draws {
    fn of(case: u32) -> Draws {
        Draws { state: mix(case + 1) }
    }

    fn next(&mut self) -> u32 {
        self.state = self.state.wrapping_add(0x9e37_79b9);
        mix(self.state)
    }

    fn below(&mut self, count: u32) -> u32 {
        ((u64::from(self.next()) * u64::from(count)) >> 32) as u32
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u32) as usize]
    }

    fn some(&mut self, count: u32, list: &[String]) -> String {
        (0..count).map(|_| self.pick(list).as_str()).collect()
    }

    /// At least one.
    fn up_to(&mut self, most: u32, list: &[String]) -> String {
        let count = 1 + self.below(most);
        self.some(count, list)
    }

    fn uuid(&mut self) -> String {
        let mut digits: String = (0..4).map(|_| format!("{:08x}", self.next())).collect();
        for place in [20, 16, 12, 8] {
            digits.insert(place, '-');
        }
        digits
    }
}

fn mix(number: u32) -> u32 {
    let mut x = number;
    x = (x ^ (x >> 16)).wrapping_mul(0x7feb_352d);
    x = (x ^ (x >> 15)).wrapping_mul(0x846c_a68b);
    x ^ (x >> 16)
}
