//! What is secret shows nothing of itself in logs.

/// A `Debug` that says the name alone.
macro_rules! hide {
    ($($name:ident)+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
pub(crate) use hide;
