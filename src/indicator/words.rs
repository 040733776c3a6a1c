//! Types, reporters and ways of combining as people read them.

use crate::{
    base::Bilingual,
    indicator::{Better, Combine, ElementKind, IndicatorKind, Reporter},
};

impl ElementKind {
    /// Gives the type in both languages, with the places of a decimal and the ends of a level.
    pub fn name(&self) -> Bilingual {
        match self {
            Self::Count => Bilingual::new("整数", "Whole number"),
            Self::Decimal(places) => {
                let ending = if *places == 1 { "" } else { "s" };
                Bilingual::new(format!("小数，{places} 位"), format!("Decimal, {places} place{ending}"))
            }
            Self::YesNo => Bilingual::new("是/否", "Yes/no"),
            Self::Level(from, to) => {
                Bilingual::new(format!("级别，{from}—{to} 级"), format!("Level {from} to {to}"))
            }
            Self::Choice(_) => Bilingual::new("单选", "One of a list"),
            Self::Text => Bilingual::new("文字", "Words"),
        }
    }
}

impl Reporter {
    /// Gives the letter of the inventory.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hospital => "H",
            Self::PrimaryCare => "P",
            Self::CountyBureau => "C",
            Self::CityBureau => "M",
            Self::Cdc => "D",
            Self::MaternalChild => "W",
            Self::Insurance => "I",
            Self::Supervision => "S",
            Self::Register => "R",
        }
    }

    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Hospital => Bilingual::new("医院", "Hospital"),
            Self::PrimaryCare => Bilingual::new("基层医疗卫生机构", "Primary care institution"),
            Self::CountyBureau => Bilingual::new("县级卫生健康部门", "County health bureau"),
            Self::CityBureau => Bilingual::new("市级卫生健康部门", "City health bureau"),
            Self::Cdc => Bilingual::new("疾控机构", "CDC"),
            Self::MaternalChild => Bilingual::new("妇幼保健机构", "Maternal & child health institution"),
            Self::Insurance => Bilingual::new("医保部门", "Medical insurance bureau"),
            Self::Supervision => Bilingual::new("监督机构", "Health supervision institution"),
            Self::Register => Bilingual::new("机构登记", "Register"),
        }
    }
}

impl Combine {
    /// Names the way as the command line does.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Max => "max",
            Self::Min => "min",
            Self::Own | Self::OwnOrSum => "own",
            Self::CountYes => "count_yes",
            Self::None => "none",
        }
    }

    /// Gives the way in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Sum => Bilingual::new("各单位合计", "Sum over units"),
            Self::Mean => Bilingual::new("已填单位的平均", "Mean over the units that answered"),
            Self::Max => Bilingual::new("取最大值", "Largest value"),
            Self::Min => Bilingual::new("取最小值", "Smallest value"),
            Self::Own => {
                Bilingual::new("本级自填，不由下级汇总", "The bureau's own figure, not summed from below")
            }
            Self::OwnOrSum => {
                Bilingual::new("本级自填，未填时合计下级", "The bureau's own figure, else the sum from below")
            }
            Self::CountYes => Bilingual::new("计“是”的家数", "Number of units that say yes"),
            Self::None => Bilingual::new("不汇总", "Not combined"),
        }
    }
}

impl Better {
    /// Gives the direction in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Higher => Bilingual::new("越高越好", "Higher is better"),
            Self::Lower => Bilingual::new("越低越好", "Lower is better"),
            Self::Neutral => Bilingual::new("不分高低", "Neither way is better"),
        }
    }
}

impl IndicatorKind {
    /// Gives the kind in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Count => Bilingual::new("计数", "Count"),
            Self::Percent => Bilingual::new("百分比", "Percentage"),
            Self::RatePer1000 => Bilingual::new("千分率", "Rate per 1,000"),
            Self::RatePer10000 => Bilingual::new("万分率", "Rate per 10,000"),
            Self::Ratio => Bilingual::new("比例", "Ratio"),
            Self::Level => Bilingual::new("级别", "Level"),
            Self::Boolean => Bilingual::new("是否完成", "Done or not"),
            Self::Index => Bilingual::new("指数", "Index"),
            Self::Rank => Bilingual::new("位次", "Rank"),
            Self::Distance => Bilingual::new("距离", "Distance"),
            Self::Currency => Bilingual::new("金额", "Money"),
            Self::Years => Bilingual::new("岁", "Years of age"),
            Self::Duration => Bilingual::new("时长", "Duration"),
        }
    }
}
