//! Ids as types of their own, so that an element cannot be taken for an indicator.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// Why a text is no id.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum IdError {
    /// The text is empty.
    #[error("an id is empty")]
    Empty,
    /// The text is longer than 64 characters.
    #[error("the id {0:?} is longer than 64 characters")]
    Long(String),
    /// The text holds something else than letters, digits, `_`, `-` and `.`, or starts with a dot.
    #[error("the id {0:?} may hold only a-z, A-Z, 0-9, _, - and ., and starts with no dot")]
    Characters(String),
}

fn id_checked(text: &str) -> Result<Arc<str>, IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > 64 {
        return Err(IdError::Long(text.chars().take(64).collect()));
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if text.starts_with('.') || !text.chars().all(fits) {
        return Err(IdError::Characters(text.to_owned()));
    }
    Ok(Arc::from(text))
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Gives the id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                id_checked(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

id_type! {
    /// 数据项代码, such as `beds_icu`.
    ElementId
}
id_type! {
    /// 指标代码, such as `beds_per_1000`.
    IndicatorId
}
id_type! {
    /// 填报单位代码; also a file name, therefore ASCII.
    UnitId
}
id_type! {
    /// 报表代码, such as `hospital`.
    FormId
}
id_type! {
    /// 规划代码, such as `hulunbuir-2024`.
    PlanId
}
id_type! {
    /// 范围代码: a named filter on units, such as `public_general_2plus`.
    ScopeId
}
id_type! {
    /// 审核关系代码, such as `icu_beds_within_beds`.
    CheckId
}
