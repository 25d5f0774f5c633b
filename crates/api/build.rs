//! Builds this crate again when the web pages were built, since they are part of the program.

fn main() {
    println!("cargo:rerun-if-changed=../../web/dist");
}
