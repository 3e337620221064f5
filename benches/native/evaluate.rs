//! One evaluation, by what decides it and by the form of its context.

use divan::{Bencher, black_box};
use variate::json::Arena;
use variate::{Context, EntityId, Slots, evaluate};

use crate::snapshots::{CONTEXT, context, entity, feature, kinds, loaded, now};

/// No rule: the default. The least there is.
#[divan::bench]
fn plain(bencher: Bencher<'_, '_>) {
    decide(bencher, "plain", entity());
}

#[divan::bench]
fn entity_override(bencher: Bencher<'_, '_>) {
    decide(bencher, "launched", EntityId::new("vip").unwrap());
}

/// A launch that takes everybody, in halves.
#[divan::bench]
fn launch(bencher: Bencher<'_, '_>) {
    decide(bencher, "launched", entity());
}

/// A segment of three attributes, then a split four ways; the context has been read before.
#[divan::bench]
fn segment(bencher: Bencher<'_, '_>) {
    decide(bencher, "targeted", entity());
}

#[divan::bench]
fn experiment(bencher: Bencher<'_, '_>) {
    decide(bencher, "tested", entity());
}

/// The segment again, with the context as text.
#[divan::bench]
fn segment_of_text(bencher: Bencher<'_, '_>) {
    let (project, now) = (loaded(&kinds()), now());
    let feature = feature(&project, "targeted");
    bencher.bench_local(|| {
        let arena = Arena::new();
        let context = Context::parse(black_box(CONTEXT), &arena).unwrap();
        evaluate(feature, black_box(entity()), &context, now).number()
    });
}

/// The segment again, with the context as slots: as the package gives it.
#[divan::bench]
fn segment_of_slots(bencher: Bencher<'_, '_>) {
    let (project, now) = (loaded(&kinds()), now());
    let feature = feature(&project, "targeted");
    let read: Vec<&str> = feature.attributes().iter().filter_map(|number| path(&project, *number)).collect();
    // The attributes are numbered in the order of their names.
    assert_eq!(read, ["age", "country", "email"]);
    let cells = [double(46.0), text(48, "DK"), text(50, "user-0@example.com")].concat();
    let slots = [cells, b"DKuser-0@example.com".to_vec()].concat();
    let context = Context::Slots(Slots::new(&slots));
    let same = evaluate(feature, entity(), &context, now).number();
    assert_eq!(same, evaluate(feature, entity(), &self::context(&Arena::new()), now).number());
    bencher.bench_local(|| evaluate(feature, black_box(entity()), black_box(&context), now).number());
}

fn decide(bencher: Bencher<'_, '_>, name: &str, entity: EntityId<'_>) {
    let arena = Arena::new();
    let (project, context, now) = (loaded(&kinds()), context(&arena), now());
    let feature = feature(&project, name);
    bencher.bench_local(|| evaluate(feature, black_box(entity), black_box(&context), now).number());
}

fn path(project: &variate::Project, number: u32) -> Option<&str> {
    project.attributes().paths().get(number as usize).map(|path| &**path)
}

/// A cell of [`Slots`] with a double.
fn double(value: f64) -> Vec<u8> {
    [&4_u64.to_le_bytes()[..], &value.to_le_bytes()].concat()
}

/// A cell with a text that begins there.
fn text(start: u32, text: &str) -> Vec<u8> {
    let header = 5 | (u32::try_from(text.len()).unwrap() << 8);
    [header, start, 0, 0].iter().flat_map(|word| word.to_le_bytes()).collect()
}
