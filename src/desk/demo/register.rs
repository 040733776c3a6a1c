//! The register of the made-up city: bureaus, hospitals, primary care and public health, with their dates.

use std::str::FromStr as _;

use chrono::NaiveDate;

use crate::{
    base::{Bilingual, IdError, UnitId},
    desk::demo::DemoSize,
    unit::{Area, Grade, Ownership, Standing, Unit, UnitKind},
};

/// One unit of the register, with what its figures grow from.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub(super) unit: Unit,
    /// Which county it lies in; `None` for the city's own.
    pub(super) county: Option<usize>,
    /// Beds the story ends with, before everything is brought to the city's rates.
    pub(super) beds: f64,
    /// People who are neither in a ward nor at a desk for patients: the staff of public health institutions.
    pub(super) office_staff: f64,
}

/// Builds the register; parents stand before children.
pub(super) struct Register {
    pub(super) seats: Vec<Seat>,
    last_year: i32,
}

/// One line of the tables below.
struct Make {
    code: &'static str,
    name: (&'static str, &'static str),
    kind: UnitKind,
    level: u8,
    grade: Option<Grade>,
    beds: f64,
    office_staff: f64,
}

const fn make(
    code: &'static str,
    name: (&'static str, &'static str),
    kind: UnitKind,
    level: u8,
    grade: Option<Grade>,
    beds: f64,
    office_staff: f64,
) -> Make {
    Make { code, name, kind, level, grade, beds, office_staff }
}

const CITY: [Make; 8] = [
    make("H1", ("人民医院", "People's Hospital"), UnitKind::GeneralHospital, 3, Some(Grade::A), 1700.0, 0.0),
    make(
        "H2",
        ("第二人民医院", "Second People's Hospital"),
        UnitKind::GeneralHospital,
        3,
        Some(Grade::B),
        750.0,
        0.0,
    ),
    make(
        "TCM",
        ("中医蒙医医院", "Hospital of Chinese and Mongolian Medicine"),
        UnitKind::TcmHospital,
        3,
        Some(Grade::A),
        500.0,
        0.0,
    ),
    make(
        "MH",
        ("精神卫生中心", "Mental Health Centre"),
        UnitKind::SpecialtyHospital,
        3,
        Some(Grade::B),
        420.0,
        0.0,
    ),
    make(
        "MCH",
        ("妇幼保健院", "Maternal and Child Health Hospital"),
        UnitKind::Mch,
        3,
        Some(Grade::B),
        180.0,
        0.0,
    ),
    make("CDC", ("疾病预防控制中心", "Centre for Disease Control"), UnitKind::Cdc, 0, None, 0.0, 160.0),
    make("SUP", ("卫生监督所", "Health Supervision Institute"), UnitKind::Supervision, 0, None, 0.0, 48.0),
    make("INS", ("医疗保障局", "Medical Insurance Bureau"), UnitKind::Insurance, 0, None, 0.0, 0.0),
];

const COUNTY: [Make; 4] = [
    make("GH", ("人民医院", "People's Hospital"), UnitKind::GeneralHospital, 2, Some(Grade::A), 770.0, 0.0),
    make(
        "TCM",
        ("蒙医中医医院", "Hospital of Mongolian and Chinese Medicine"),
        UnitKind::TcmHospital,
        2,
        Some(Grade::A),
        325.0,
        0.0,
    ),
    make("MCH", ("妇幼保健院", "Maternal and Child Health Hospital"), UnitKind::Mch, 2, None, 75.0, 0.0),
    make("CDC", ("疾病预防控制中心", "Centre for Disease Control"), UnitKind::Cdc, 0, None, 0.0, 75.0),
];

/// How large the counties are beside each other; the first is above 300 000 people, the last below.
pub(super) const COUNTY_WEIGHTS: [f64; 4] = [1.25, 1.02, 0.95, 0.78];

const STEMS: [(&str, &str); 10] = [
    ("甲", "A"),
    ("乙", "B"),
    ("丙", "C"),
    ("丁", "D"),
    ("戊", "E"),
    ("己", "F"),
    ("庚", "G"),
    ("辛", "H"),
    ("壬", "I"),
    ("癸", "J"),
];
const FORMS: [(&str, &str); 4] = [("区", "District"), ("市", "City"), ("县", "County"), ("旗", "Banner")];
const SIDES: [(&str, &str); 10] = [
    ("东", "East"),
    ("西", "West"),
    ("南", "South"),
    ("北", "North"),
    ("中", "Central"),
    ("上", "Upper"),
    ("下", "Lower"),
    ("前", "Front"),
    ("后", "Rear"),
    ("新", "New"),
];
/// Which primary care institution a county gets next.
const NEXT: [UnitKind; 6] = [
    UnitKind::TownshipCentre,
    UnitKind::CommunityCentre,
    UnitKind::TownshipCentre,
    UnitKind::TownshipCentre,
    UnitKind::CommunityStation,
    UnitKind::TownshipCentre,
];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// Names a county; the tenth and later ones carry a number.
fn county_name(index: usize) -> (String, String) {
    let (stem, form) = (STEMS[index % 10], FORMS[index % 4]);
    let again = if index < 10 { String::new() } else { (index / 10 + 1).to_string() };
    (format!("示例{}{again}{}", stem.0, form.0), format!("Sample {}{again} {}", stem.1, form.1))
}

impl Register {
    /// Builds bureaus, the core of every city and county, and primary care up to the size asked for.
    pub(super) fn new(size: &DemoSize, last_year: i32) -> Result<Self, IdError> {
        let counties = size.counties.max(1) as usize;
        let mut register = Self { seats: Vec::new(), last_year };
        let city = register.bureau(
            "SL-CITY",
            Area::City,
            None,
            None,
            ("示例市卫生健康委员会", "Sample City Health Commission"),
        )?;
        let mut bureaus = Vec::new();
        for index in 0..counties {
            let (zh, en) = county_name(index);
            let name = (format!("{zh}卫生健康局"), format!("{en} Health Bureau"));
            let id = format!("SL-C{}", index + 1);
            bureaus.push(register.bureau(&id, Area::County, Some(&city), Some(index), (&name.0, &name.1))?);
        }
        for line in &CITY {
            let name =
                Bilingual::new(format!("示例市{}", line.name.0), format!("Sample City {}", line.name.1));
            register.institution(
                &format!("SL-{}", line.code),
                name,
                &city,
                None,
                line,
                Ownership::Municipal,
                1.0,
            )?;
        }
        for (index, bureau) in bureaus.iter().enumerate() {
            let (zh, en) = county_name(index);
            for line in &COUNTY {
                let name = Bilingual::new(format!("{zh}{}", line.name.0), format!("{en} {}", line.name.1));
                let id = format!("{bureau}-{}", line.code);
                register.institution(
                    &id,
                    name,
                    bureau,
                    Some(index),
                    line,
                    Ownership::County,
                    COUNTY_WEIGHTS[index % 4],
                )?;
            }
        }
        // The supervision institute and the insurance bureau stand outside the count, as the bureaus do.
        let core = CITY.len() - 2 + COUNTY.len() * counties;
        let further = (size.units as usize).saturating_sub(core);
        register.further(further, &bureaus)?;
        register.mark_dates();
        Ok(register)
    }

    fn bureau(
        &mut self,
        id: &str,
        area: Area,
        parent: Option<&UnitId>,
        county: Option<usize>,
        name: (&str, &str),
    ) -> Result<UnitId, IdError> {
        let ownership = if area == Area::City { Ownership::Municipal } else { Ownership::County };
        let id = UnitId::from_str(id)?;
        let unit = Unit {
            id: id.clone(),
            name: Bilingual::new(name.0, name.1),
            kind: UnitKind::Bureau,
            area: Some(area),
            parent: parent.cloned(),
            opened: None,
            closed: None,
            merged_into: None,
            moves: Vec::new(),
            standings: vec![Standing { from: day(2015, 1, 1), level: 0, grade: None, ownership }],
        };
        self.seats.push(Seat { unit, county, beds: 0.0, office_staff: 0.0 });
        Ok(id)
    }

    #[allow(clippy::too_many_arguments, reason = "one line of a register has as many fields")]
    fn institution(
        &mut self,
        id: &str,
        name: Bilingual,
        parent: &UnitId,
        county: Option<usize>,
        line: &Make,
        ownership: Ownership,
        weight: f64,
    ) -> Result<(), IdError> {
        let standing = Standing { from: day(2015, 1, 1), level: line.level, grade: line.grade, ownership };
        let unit = Unit {
            id: UnitId::from_str(id)?,
            name,
            kind: line.kind,
            area: None,
            parent: Some(parent.clone()),
            opened: None,
            closed: None,
            merged_into: None,
            moves: Vec::new(),
            standings: vec![standing],
        };
        self.seats.push(Seat {
            unit,
            county,
            beds: line.beds * weight,
            office_staff: line.office_staff * weight,
        });
        Ok(())
    }

    /// Adds a private hospital, a community station, then primary care in all counties by turns.
    fn further(&mut self, count: usize, bureaus: &[UnitId]) -> Result<(), IdError> {
        let per_county = count as f64 / bureaus.len() as f64;
        let beds = (900.0 / per_county.max(1.0)).clamp(2.0, 110.0);
        let mut made = vec![[0_usize; 3]; bureaus.len()];
        for turn in 0..count {
            let (at, kind) = match turn {
                0 => (0, UnitKind::GeneralHospital),
                1 => (0, UnitKind::CommunityStation),
                _ => ((turn - 2) % bureaus.len(), NEXT[(turn - 2) / bureaus.len() % NEXT.len()]),
            };
            let (Some(bureau), Some(made)) = (bureaus.get(at), made.get_mut(at)) else { continue };
            let (zh, en) = county_name(at);
            let (slot, code, share) = match kind {
                UnitKind::TownshipCentre => (0, "T", 1.0),
                UnitKind::CommunityCentre => (1, "CHC", 0.8),
                _ => (2, "CHS", 0.04),
            };
            if kind == UnitKind::GeneralHospital {
                let line = make("P1", ("", ""), kind, 2, None, 260.0, 0.0);
                let name = Bilingual::new(format!("{zh}民营医院"), format!("{en} Private Hospital"));
                self.institution(
                    &format!("{bureau}-P1"),
                    name,
                    bureau,
                    Some(at),
                    &line,
                    Ownership::Private,
                    1.0,
                )?;
                continue;
            }
            made[slot] += 1;
            let number = made[slot];
            let side = SIDES[(number - 1) % 10];
            let again = if number <= 10 { String::new() } else { ((number - 1) / 10 + 1).to_string() };
            let (what, what_en, owner) = match kind {
                UnitKind::TownshipCentre if at % 4 == 3 => {
                    ("苏木卫生院", "Sumu Health Centre", Ownership::Township)
                }
                UnitKind::TownshipCentre => ("镇卫生院", "Township Health Centre", Ownership::Township),
                UnitKind::CommunityCentre => {
                    ("街社区卫生服务中心", "Street Community Health Centre", Ownership::County)
                }
                _ => ("街社区卫生服务站", "Street Community Health Station", Ownership::County),
            };
            let name = Bilingual::new(
                format!("{zh}{}{again}{what}", side.0),
                format!("{en} {}{again} {what_en}", side.1),
            );
            let line = make("", ("", ""), kind, 0, None, beds, 0.0);
            self.institution(
                &format!("{bureau}-{code}{number}"),
                name,
                bureau,
                Some(at),
                &line,
                owner,
                share,
            )?;
        }
        Ok(())
    }

    /// Lets the register move: one hospital raised, one institution opened, one closed.
    fn mark_dates(&mut self) {
        let year = self.last_year;
        for seat in &mut self.seats {
            let unit = &mut seat.unit;
            match unit.id.as_str() {
                "SL-TCM" => {
                    let raised = unit
                        .standings
                        .clone()
                        .into_iter()
                        .map(|standing| Standing { from: day(year - 2, 6, 1), ..standing });
                    let raised: Vec<Standing> = raised.collect();
                    for standing in &mut unit.standings {
                        standing.grade = Some(Grade::B);
                    }
                    unit.standings.extend(raised);
                }
                "SL-C2-CHC1" => unit.opened = Some(day(year - 3, 3, 1)),
                "SL-C1-CHS1" => unit.closed = Some(day(year - 2, 12, 31)),
                _ => {}
            }
        }
    }
}
