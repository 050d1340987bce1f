//! One description of every setting: its name, default and explanation make the struct, the environment
//! variable, the check and the example file.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A setting of the section `S`.
pub(super) struct Key<S> {
    pub(super) name: &'static str,
    pub(super) docs: &'static [&'static str],
    /// Reads the value of an environment variable into the section.
    pub(super) set: fn(&mut S, &str) -> Result<(), String>,
    /// The value as it stands in TOML; `None` when it is not set.
    pub(super) show: fn(&S) -> Option<String>,
}

/// A table of the configuration file.
pub(super) trait Section: Default + 'static {
    const NAME: &'static str;
    const ABOUT: &'static [&'static str];
    fn keys() -> Vec<Key<Self>>;
}

/// Declares a section. The doc comments are in Chinese because operators read them in `config example`.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        pub struct $name:ident = $section:literal {
            $($(#[doc = $doc:literal])+ $key:ident: $type:ty = $default:expr;)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name { $($(#[doc = $doc])+ pub $key: $type,)+ }

        impl Default for $name {
            fn default() -> Self {
                Self { $($key: $default,)+ }
            }
        }

        impl $crate::config::section::Section for $name {
            const NAME: &'static str = $section;
            const ABOUT: &'static [&'static str] = &[$($about),+];

            fn keys() -> Vec<$crate::config::section::Key<Self>> {
                vec![$($crate::config::section::Key {
                    name: stringify!($key),
                    docs: &[$($doc),+],
                    set: |section, raw| {
                        section.$key = $crate::config::section::parse_value::<$type>(raw)?;
                        Ok(())
                    },
                    show: |section| $crate::config::section::show_value(&section.$key),
                },)+]
            }
        }
    };
}
pub(super) use section;

#[derive(serde::Deserialize)]
struct Holder<T> {
    value: T,
}

/// Reads an environment variable: as text, as a TOML value, or as a list separated by commas.
pub(super) fn parse_value<T: DeserializeOwned>(raw: &str) -> Result<T, String> {
    let as_list = || {
        let parts = raw.split(',').map(str::trim).filter(|part| !part.is_empty());
        toml::Value::Array(parts.map(|part| toml::Value::String(part.to_owned())).collect())
    };
    toml::from_str::<Holder<T>>(&format!("value = {raw}"))
        .map(|holder| holder.value)
        .or_else(|_| T::deserialize(toml::Value::String(raw.to_owned())))
        .or_else(|error| T::deserialize(as_list()).map_err(|_| error.message().to_owned()))
}

/// The value as TOML; an absent option is nothing.
pub(super) fn show_value<T: Serialize>(value: &T) -> Option<String> {
    toml::Value::try_from(value).ok().map(|value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ipnet::IpNet;

    #[test]
    fn variables_are_read_as_text_numbers_flags_and_lists() {
        assert_eq!(parse_value::<String>("3000").unwrap(), "3000");
        assert_eq!(parse_value::<Option<u16>>("8").unwrap(), Some(8));
        assert!(parse_value::<bool>("true").unwrap());
        assert_eq!(parse_value::<Vec<IpNet>>("10.0.0.0/8, ::1/128").unwrap().len(), 2);
        assert!(parse_value::<u16>("many").is_err());
    }
}
