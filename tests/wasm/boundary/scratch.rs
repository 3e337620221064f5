//! Scratch memory: where it lies, how it grows, and that loading and freeing leaves linear memory as it was.

use core::arch::wasm32::memory_size;

use wasm_bindgen_test::wasm_bindgen_test;

use super::{SHOP, load, shop, view, write};

/// The bytes by which linear memory grows.
const PAGE: usize = 65_536;

#[wasm_bindgen_test]
fn its_address_is_a_multiple_of_8_whatever_is_asked_for() {
    let mut core = shop();
    for bytes in (0..100).chain([4095, 4096, PAGE + 1]) {
        assert_eq!(core.reserve(bytes) % 8, 0, "{bytes}");
        assert!(core.scratch.len() * 8 >= bytes, "{bytes}");
    }
}

#[wasm_bindgen_test]
fn it_never_shrinks_and_stays_where_it_is_while_it_is_long_enough() {
    let mut core = shop();
    let address = core.reserve(1000);
    for bytes in [0, 1, 999, 1000] {
        assert_eq!(core.reserve(bytes), address);
    }
    assert_eq!(core.scratch.len(), 125);
}

#[wasm_bindgen_test]
fn what_is_written_stays_when_it_grows_and_linear_memory_with_it() {
    let mut core = shop();
    let written: Vec<u8> = (0..=255).collect();
    write(&mut core, 0, &written);
    let before = memory_size::<0>();
    // The last is more than there is.
    for size in [1000, 100_000, before * PAGE] {
        let address = core.reserve(size);
        assert_eq!(view(address, 256).to_vec(), written, "at {size} bytes");
        assert_eq!(view(address + size - 256, 256).to_vec(), [0; 256], "what is new is empty");
    }
    assert!(memory_size::<0>() > before);
}

#[wasm_bindgen_test]
fn memory_that_there_cannot_be_is_told_by_an_address_behind_all_memory() {
    let mut core = shop();
    write(&mut core, 0, b"anna");
    let before = memory_size::<0>();
    for bytes in [usize::MAX, usize::MAX - 7, 0x8000_0000, 0x7fff_ffff] {
        assert_eq!(core.reserve(bytes), usize::MAX & !7, "{bytes}");
    }
    assert_eq!(memory_size::<0>(), before);
    assert_eq!(view(core.reserve(0), 4).to_vec(), b"anna", "what was there is there");
}

#[wasm_bindgen_test]
fn each_core_has_its_own() {
    let (mut one, mut other) = (shop(), shop());
    write(&mut one, 0, b"one");
    write(&mut other, 0, b"other");
    assert_eq!(view(one.reserve(0), 3).to_vec(), b"one");
}

#[wasm_bindgen_test]
fn loading_and_freeing_leaves_linear_memory_as_it_was() {
    let use_up = || {
        let mut core = shop();
        write(&mut core, 0, &[b'x'; PAGE]);
        core.evaluate_all(0, 0, 3, 0.0);
        drop(core);
        // One that is refused has its problems to free.
        drop(load(&SHOP.replace("\"name\"", "\"nom\"")));
    };
    // What other tests have left free would hide a leak.
    let full = fill();
    use_up();
    let before = memory_size::<0>();
    (0..1000).for_each(|_| use_up());
    assert_eq!(memory_size::<0>(), before);
    drop(full);
}

/// Takes small pieces of linear memory until it has none left and grows.
fn fill() -> Vec<Vec<u8>> {
    const PIECE: usize = 512;
    let mut pieces = Vec::with_capacity(memory_size::<0>() * PAGE / PIECE);
    let before = memory_size::<0>();
    while memory_size::<0>() == before {
        pieces.push(vec![0; PIECE]);
    }
    pieces
}
