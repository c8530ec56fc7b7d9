//! Fair comparison of two programs on a machine that others use too.
//! What is compared belongs to the rows.

/// Rounds whose figures count, and those before them that only warm up.
pub const ROUNDS: usize = 25;
pub const WARM_UP: usize = 3;

/// A run is void when the same work, measured twice, differs by more than this.
const TWIN_LIMITS: std::ops::RangeInclusive<f64> = 0.9..=1.1;

/// One figure per round and lane, in any unit that all lanes share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    pub ours: Vec<f64>,
    /// The same work as `ours` once more, in a lane of its own.
    pub twin: Vec<f64>,
    pub theirs: Vec<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    Stands { ratio: f64, spread: f64 },
    Void { twin: f64 },
}

/// Runs the lanes in turn, each round beginning with another one, so that what slows the machine
/// for a while slows them alike. A lane gives its own figure, so that it can leave the checking of
/// results outside the time.
pub fn interleave(
    mut ours: impl FnMut() -> Result<f64, String>,
    mut theirs: impl FnMut() -> Result<f64, String>,
) -> Result<Measured, String> {
    let mut measured = Measured::default();
    for round in 0..WARM_UP + ROUNDS {
        let mut figures = [0.0; 3];
        for turn in 0..3 {
            let lane = (round + turn) % 3;
            figures[lane] = if lane == 2 { theirs()? } else { ours()? };
        }
        if round >= WARM_UP {
            measured.ours.push(figures[0]);
            measured.twin.push(figures[1]);
            measured.theirs.push(figures[2]);
        }
    }
    Ok(measured)
}

impl Measured {
    /// Figures that do not vary: bytes, instructions.
    pub fn exact(ours: f64, theirs: f64) -> Measured {
        Measured {
            ours: vec![ours],
            twin: vec![ours],
            theirs: vec![theirs],
        }
    }

    pub fn verdict(&self) -> Verdict {
        let twin = median(&self.twin) / median(&self.ours);
        if !TWIN_LIMITS.contains(&twin) {
            return Verdict::Void { twin };
        }
        let ratios: Vec<f64> = self
            .ours
            .iter()
            .zip(&self.theirs)
            .map(|(ours, theirs)| ours / theirs)
            .collect();
        let ratio = median(&self.ours) / median(&self.theirs);
        Verdict::Stands {
            ratio,
            spread: quantile(&ratios, 0.75) - quantile(&ratios, 0.25),
        }
    }
}

fn median(figures: &[f64]) -> f64 {
    quantile(figures, 0.5)
}

/// NaN of nothing, which no limit contains.
fn quantile(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1) as f64;
    let (below, above) = ((last * share).floor(), (last * share).ceil());
    let at = |place: f64| sorted.get(place as usize).copied().unwrap_or(f64::NAN);
    at(below) + (at(above) - at(below)) * (last * share - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_take_turns_and_warm_ups_do_not_count() {
        let mut clock = 0.0;
        let mut tick = || {
            clock += 1.0;
            Ok(clock)
        };
        let measured = interleave(&mut tick, || Ok(7.0)).expect("nothing fails");
        assert_eq!(measured.ours.len(), ROUNDS);
        assert!(measured.ours.iter().zip(&measured.twin).any(|(a, b)| a < b));
        assert!(measured.ours.iter().zip(&measured.twin).any(|(a, b)| a > b));
        assert_eq!(measured.theirs, vec![7.0; ROUNDS]);
    }

    #[test]
    fn a_run_whose_twins_differ_is_void() {
        let calm = Measured {
            ours: vec![2.0, 2.0],
            twin: vec![2.1, 2.1],
            theirs: vec![4.0, 4.0],
        };
        assert_eq!(
            calm.verdict(),
            Verdict::Stands {
                ratio: 0.5,
                spread: 0.0
            }
        );
        let wild = Measured {
            twin: vec![2.5, 2.5],
            ..calm
        };
        assert_eq!(wild.verdict(), Verdict::Void { twin: 1.25 });
        assert!(matches!(
            Measured::default().verdict(),
            Verdict::Void { .. }
        ));
    }
}
