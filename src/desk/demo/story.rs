//! Where the made-up city stands each year: people, beds and staff of every unit, brought to rates that rise.

use crate::{
    base::Period,
    desk::demo::{
        draw::{between, key_of, swing},
        register::{COUNTY_WEIGHTS, Register, Seat},
    },
    unit::{Area, Grade, Ownership, UnitKind},
};

/// What the story ends with, in the last complete year, and what it starts with.
const BEDS_PER_1000: (f64, f64) = (6.4, 7.1);
const PHYSICIANS_PER_1000: (f64, f64) = (3.2, 3.75);
const NURSES_PER_1000: (f64, f64) = (3.3, 4.15);
const GP_PER_10000: (f64, f64) = (2.4, 3.3);
/// By how much a county shrinks in a year.
const LOSS: [f64; 4] = [0.002, 0.003, 0.004, 0.003];
/// A bureau is never asked for more people than the catalogue finds plausible.
pub(super) const MOST_PEOPLE: f64 = 2_900_000.0;

/// Quantities other figures are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Beds,
    Physicians,
    Nurses,
    Gp,
    Staff,
    PublicHealth,
    Population,
    Obstetric,
    /// 出院人次 the beds can turn over.
    Turnover,
    Visits,
    One,
}

/// One unit at the end of one year.
#[derive(Clone, Debug)]
pub(super) struct Moment<'a> {
    pub(super) seat: &'a Seat,
    /// Place among the hospitals of its field: 0 is the city's first; `None` for others.
    pub(super) turn: Turn,
    /// 0 at the start of the story, 1 in the last complete year.
    pub(super) progress: f64,
    pub(super) year: i32,
    pub(super) last_year: i32,
    pub(super) key: u64,
    pub(super) level: u8,
    pub(super) grade: Option<Grade>,
    pub(super) ownership: Option<Ownership>,
    beds: f64,
    physicians: f64,
    nurses: f64,
    gp: f64,
    staff: f64,
    public_health: f64,
    population: f64,
}

/// Turns of a unit where a city's total is dealt out among hospitals.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turn {
    /// Among public general and specialty hospitals, with their number.
    pub(super) general: Option<(usize, usize)>,
    /// Among public TCM hospitals, with their number.
    pub(super) tcm: Option<(usize, usize)>,
    /// Among all hospitals of its level.
    pub(super) peer: usize,
}

/// Weights per bed, and what the rest of the staff is beside doctors and nurses.
struct Make {
    physicians: f64,
    nurses: f64,
    gp_share: f64,
    others: f64,
    visits: f64,
    obstetric: f64,
}

const fn make_of(kind: UnitKind) -> Make {
    let (physicians, nurses, gp_share, others, visits, obstetric) = match kind {
        UnitKind::GeneralHospital => (0.50, 0.58, 0.09, 1.33, 1600.0, 1.0),
        UnitKind::TcmHospital => (0.55, 0.50, 0.07, 1.33, 1500.0, 0.0),
        UnitKind::SpecialtyHospital => (0.30, 0.50, 0.03, 1.40, 900.0, 0.0),
        UnitKind::Mch => (1.00, 1.10, 0.03, 1.35, 1500.0, 5.0),
        UnitKind::TownshipCentre => (0.30, 0.27, 0.60, 1.50, 3600.0, 0.0),
        UnitKind::CommunityCentre => (0.42, 0.35, 0.60, 1.40, 3600.0, 0.0),
        UnitKind::CommunityStation => (0.80, 0.70, 0.60, 1.20, 3200.0, 0.0),
        _ => (0.0, 0.0, 0.0, 1.0, 0.0, 0.0),
    };
    Make { physicians, nurses, gp_share, others, visits, obstetric }
}

/// How many residents a primary-care unit looks after, beside a centre's: a station has a few streets.
const fn reach(kind: UnitKind) -> f64 {
    if matches!(kind, UnitKind::CommunityStation) { 0.06 } else { 1.0 }
}

/// Doctors and nurses a unit would have by its beds and offices alone.
fn weights(seat: &Seat) -> (f64, f64, f64) {
    let make = make_of(seat.unit.kind);
    let office = if seat.unit.kind == UnitKind::Cdc { seat.office_staff } else { 0.0 };
    let physicians = seat.beds * make.physicians + office * 0.35;
    (physicians, seat.beds * make.nurses + office * 0.06, physicians * make.gp_share)
}

/// The whole city: who lives where, and by how much every unit is brought to the city's rates.
pub(super) struct Story {
    pub(super) seats: Vec<Seat>,
    turns: Vec<Turn>,
    /// People of each county at the end of the last year.
    people: Vec<f64>,
    primary: Vec<f64>,
    sums: (f64, f64, f64, f64),
    first_year: i32,
    last_year: i32,
    seed: u64,
}

impl Story {
    pub(super) fn new(register: Register, counties: usize, years: u32, last_year: i32, seed: u64) -> Self {
        let seats = register.seats;
        let sums = seats.iter().fold((0.0, 0.0, 0.0, 0.0), |sums, seat| {
            let (physicians, nurses, gp) = weights(seat);
            (sums.0 + seat.beds, sums.1 + physicians, sums.2 + nurses, sums.3 + gp)
        });
        let mut primary = vec![0.0; counties];
        for seat in seats.iter().filter(|seat| seat.unit.kind.is_primary_care()) {
            if let Some(count) = seat.county.and_then(|county| primary.get_mut(county)) {
                *count += reach(seat.unit.kind);
            }
        }
        let total = sums.0 / BEDS_PER_1000.1 * 1000.0;
        let weight = |county: usize| COUNTY_WEIGHTS[county % 4];
        let all: f64 = (0..counties).map(weight).sum();
        let people = (0..counties).map(|county| (total * weight(county) / all).min(MOST_PEOPLE)).collect();
        let turns = turns(&seats);
        Self {
            seats,
            turns,
            people,
            primary,
            sums,
            first_year: last_year - years.max(1) as i32 + 1,
            last_year,
            seed,
        }
    }

    /// Gives how far the story has gone: the last year runs a little beyond its end.
    fn progress(&self, year: i32) -> f64 {
        let span = f64::from((self.last_year - 1 - self.first_year).max(4));
        let back = f64::from(self.last_year - 1 - year);
        if back < 0.0 { 1.0 - back * 0.5 / span } else { 1.0 - back / span }
    }

    fn county_people(&self, county: usize, year: i32) -> f64 {
        let grown = (year..self.last_year).fold(1.0, |grown, _| grown * (1.0 + LOSS[county % 4]));
        (self.people.get(county).copied().unwrap_or_default() * grown).round()
    }

    fn city_people(&self, year: i32) -> f64 {
        (0..self.people.len()).map(|county| self.county_people(county, year)).sum()
    }

    /// Gives what one year has for every unit.
    pub(super) fn year(&self, year: i32) -> impl Iterator<Item = Moment<'_>> {
        let city = self.city_people(year);
        let counties: Vec<f64> =
            (0..self.people.len()).map(|county| self.county_people(county, year)).collect();
        self.seats
            .iter()
            .zip(&self.turns)
            .map(move |(seat, turn)| self.moment(seat, *turn, year, city, &counties))
    }

    fn moment<'a>(&self, seat: &'a Seat, turn: Turn, year: i32, city: f64, counties: &[f64]) -> Moment<'a> {
        let progress = self.progress(year);
        let key = key_of(seat.unit.id.as_str());
        let kind = seat.unit.kind;
        let make = make_of(kind);
        let (physicians, nurses, gp) = weights(seat);
        let drift = |what: u64| {
            let tilt = swing(self.seed, &[key, what]) * 0.03 * (progress - 0.5);
            1.0 + tilt + swing(self.seed, &[key, what, year as u64]) * 0.004
        };
        let share = |own: f64, all: f64, rate: (f64, f64), per: f64, what: u64| {
            if all > 0.0 {
                (own / all * between(rate.0, rate.1, progress) * city / per * drift(what)).round()
            } else {
                0.0
            }
        };
        let beds = share(seat.beds, self.sums.0, BEDS_PER_1000, 1000.0, 1);
        let physicians = share(physicians, self.sums.1, PHYSICIANS_PER_1000, 1000.0, 2);
        let nurses = share(nurses, self.sums.2, NURSES_PER_1000, 1000.0, 3);
        let gp = share(gp, self.sums.3, GP_PER_10000, 10_000.0, 4).min(physicians);
        let office = seat.office_staff * if kind == UnitKind::Cdc { 0.59 } else { 1.0 };
        let staff = ((physicians + nurses) * make.others + office * drift(5)).round();
        let public_health = match kind {
            UnitKind::Cdc | UnitKind::Mch | UnitKind::Supervision => staff,
            _ if kind.is_primary_care() => (staff * 0.12).round(),
            _ => (staff * 0.012).round(),
        };
        let own_county = seat.county.and_then(|county| counties.get(county)).copied();
        let population = match (own_county, kind) {
            (Some(people), _) if kind.is_primary_care() => {
                let shared = seat.county.and_then(|county| self.primary.get(county)).copied().unwrap_or(1.0);
                (people * 0.85 * reach(kind) / shared.max(1.0)).min(120_000.0)
            }
            (Some(people), _) => people,
            (None, UnitKind::Cdc | UnitKind::Mch) => city * 0.2,
            (None, _) => city,
        };
        let standing = seat.unit.standing(Period::year(year).last_day());
        Moment {
            seat,
            turn,
            progress,
            year,
            last_year: self.last_year,
            key,
            level: standing.map_or(0, |standing| standing.level),
            grade: standing.and_then(|standing| standing.grade),
            ownership: standing.map(|standing| standing.ownership),
            beds,
            physicians,
            nurses,
            gp,
            staff,
            public_health,
            population,
        }
    }
}

fn turns(seats: &[Seat]) -> Vec<Turn> {
    let owner = |seat: &Seat| seat.unit.standings.first().map(|standing| standing.ownership);
    let public = |seat: &Seat| owner(seat).is_some_and(Ownership::is_public);
    let is_general = |seat: &&Seat| {
        matches!(seat.unit.kind, UnitKind::GeneralHospital | UnitKind::SpecialtyHospital) && public(seat)
    };
    let is_tcm = |seat: &&Seat| seat.unit.kind == UnitKind::TcmHospital && public(seat);
    let (generals, tcms) = (seats.iter().filter(is_general).count(), seats.iter().filter(is_tcm).count());
    let (mut general, mut tcm, mut peers) = (0, 0, [0_usize; 4]);
    let next = |count: &mut usize| {
        *count += 1;
        *count - 1
    };
    seats
        .iter()
        .map(|seat| {
            let level = seat.unit.standings.first().map_or(0, |standing| usize::from(standing.level.min(3)));
            Turn {
                general: is_general(&seat).then(|| (next(&mut general), generals)),
                tcm: is_tcm(&seat).then(|| (next(&mut tcm), tcms)),
                peer: if seat.unit.kind.is_hospital() { next(&mut peers[level]) } else { 0 },
            }
        })
        .collect()
}

impl Moment<'_> {
    /// Gives a base quantity; counts are whole already.
    pub(super) fn base(&self, base: Base) -> f64 {
        match base {
            // A station keeps people for the day only.
            Base::Beds if self.seat.unit.kind == UnitKind::CommunityStation => 0.0,
            Base::Beds => self.beds,
            Base::Physicians => self.physicians,
            Base::Nurses => self.nurses,
            Base::Gp => self.gp,
            Base::Staff => self.staff,
            Base::PublicHealth => self.public_health,
            Base::Population => self.population,
            Base::Obstetric => self.beds * make_of(self.seat.unit.kind).obstetric,
            Base::Turnover if self.seat.unit.kind == UnitKind::SpecialtyHospital => self.beds * 9.0,
            Base::Turnover => self.beds * 30.5,
            Base::Visits => self.physicians * make_of(self.seat.unit.kind).visits,
            Base::One => 1.0,
        }
    }

    /// Gives the year in which the county's medical community was finished, if it was.
    pub(super) fn community_done(&self) -> Option<i32> {
        let county = self.seat.county?;
        (county % 4 < 3).then(|| self.last_year - 1 - (county % 4) as i32).filter(|done| *done <= self.year)
    }

    /// Says whether the unit belongs to the city and not to a county.
    pub(super) const fn is_city_level(&self) -> bool {
        self.seat.county.is_none()
    }

    /// Says whether the unit is a county's bureau.
    pub(super) fn is_county_bureau(&self) -> bool {
        self.seat.unit.area == Some(Area::County)
    }
}
