//! A change in the embedded files makes the server anew, also when a file is added or removed.

fn main() {
    println!("cargo::rerun-if-changed=../app/assets");
}
