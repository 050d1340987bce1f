//! The wasm entry: names the app's islands to the linker.
