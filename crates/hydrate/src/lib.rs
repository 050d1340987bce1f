//! The wasm entry: names the app's islands to the linker and starts them.

use wasm_bindgen::prelude::wasm_bindgen;

// Without this line the linker drops `app`, and every island with it.
use app as _;

/// Called once by `public/boot.js`, which then starts each island of the page.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
