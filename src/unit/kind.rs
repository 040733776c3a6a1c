//! The closed lists a unit is described with.

use serde::{Deserialize, Serialize};

use crate::base::Bilingual;

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident => $code:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$item_doc])* #[serde(rename = $code)] $item,)+ }

        impl $name {
            /// Every item, in the order people expect.
            pub const ALL: &'static [Self] = &[$(Self::$item,)+];

            /// Gives the code used in files and on the command line.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$item => $code,)+ }
            }

            /// Reads a code, or the Chinese or English name.
            pub fn from_text(text: &str) -> Option<Self> {
                let text = text.trim();
                match text { $($code | $zh | $en => Some(Self::$item),)+ _ => None }
            }

            /// Gives the name in both languages.
            pub fn name(self) -> Bilingual {
                match self { $(Self::$item => Bilingual::new($zh, $en),)+ }
            }
        }
    };
}

closed_list! {
    /// 机构类别.
    UnitKind {
        /// 综合医院.
        GeneralHospital => "general_hospital", "综合医院", "General hospital";
        /// 中医(蒙医)医院, 中西医结合医院.
        TcmHospital => "tcm_hospital", "中医(民族医)医院", "TCM hospital";
        /// 专科医院.
        SpecialtyHospital => "specialty_hospital", "专科医院", "Specialty hospital";
        /// 妇幼保健机构.
        Mch => "mch", "妇幼保健机构", "Maternal & child health institution";
        /// 社区卫生服务中心.
        CommunityCentre => "community_centre", "社区卫生服务中心", "Community health centre";
        /// 社区卫生服务站.
        CommunityStation => "community_station", "社区卫生服务站", "Community health station";
        /// 乡镇(苏木)卫生院.
        TownshipCentre => "township_centre", "乡镇卫生院", "Township health centre";
        /// 村卫生室.
        VillageClinic => "village_clinic", "村卫生室", "Village clinic";
        /// 门诊部, 诊所.
        Clinic => "clinic", "门诊部(诊所)", "Clinic";
        /// 疾病预防控制中心.
        Cdc => "cdc", "疾病预防控制中心", "Centre for disease control";
        /// 卫生监督机构.
        Supervision => "supervision", "卫生监督机构", "Health supervision institution";
        /// 急救中心(站).
        Emergency => "emergency", "急救中心(站)", "Emergency centre";
        /// 其他专业公共卫生机构.
        OtherPublicHealth => "other_public_health", "其他专业公共卫生机构", "Other public health institution";
        /// 卫生健康行政部门.
        Bureau => "bureau", "卫生健康委(局)", "Health bureau";
        /// 医疗保障部门.
        Insurance => "insurance", "医疗保障局", "Medical insurance bureau";
    }
}

closed_list! {
    /// 举办主体: who runs a unit.
    Ownership {
        /// 国家、省(自治区)办.
        Provincial => "provincial", "省办及以上", "Province-run or above";
        /// 市(地、州、盟)办.
        Municipal => "municipal", "市办", "City-run";
        /// 县(市、区、旗)办.
        County => "county", "县办", "County-run";
        /// 乡镇、街道办.
        Township => "township", "乡镇(街道)办", "Township-run";
        /// 社会办, 其他.
        Private => "private", "社会办", "Private";
    }
}

closed_list! {
    /// 医院等次.
    Grade {
        /// 特等.
        Special => "special", "特等", "Special";
        /// 甲等.
        A => "A", "甲等", "Grade A";
        /// 乙等.
        B => "B", "乙等", "Grade B";
        /// 丙等.
        C => "C", "丙等", "Grade C";
    }
}

closed_list! {
    /// 行政区划层级 of a bureau's area.
    Area {
        /// 国家.
        Nation => "nation", "国家", "Nation";
        /// 省(自治区、直辖市).
        Province => "province", "省", "Province";
        /// 市(地、州、盟).
        City => "city", "市", "City";
        /// 县(市、区、旗).
        County => "county", "县", "County";
        /// 乡镇(街道).
        Township => "township", "乡镇", "Township";
    }
}

impl UnitKind {
    /// Says whether it is a hospital in the statistical sense (医院): general, TCM or specialty.
    pub const fn is_hospital(self) -> bool {
        matches!(self, Self::GeneralHospital | Self::TcmHospital | Self::SpecialtyHospital)
    }

    /// Says whether it is a primary-care institution (基层医疗卫生机构).
    pub const fn is_primary_care(self) -> bool {
        matches!(
            self,
            Self::CommunityCentre
                | Self::CommunityStation
                | Self::TownshipCentre
                | Self::VillageClinic
                | Self::Clinic
        )
    }

    /// Says whether it is a professional public health institution (专业公共卫生机构).
    pub const fn is_public_health(self) -> bool {
        matches!(self, Self::Cdc | Self::Mch | Self::Supervision | Self::Emergency | Self::OtherPublicHealth)
    }
}

impl Ownership {
    /// Says whether the government runs it (公立).
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Private)
    }
}
