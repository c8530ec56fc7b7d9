//! Limits: every state, and no verdict without knowledge.

use proptest::prelude::*;
use tandem::time::limit::State;
use tandem::time::{HOUR, Heard, Instant, Limit};

const LIMIT: Limit = Limit::elapsed(Instant(0), 2 * HOUR);
const DUE: Instant = Instant(2 * HOUR);

#[test]
fn an_answer_on_the_last_millisecond_is_in_time() {
    let state = |answered: i64| LIMIT.state(Some(Instant(answered)), Heard::Never, Instant(0));
    assert_eq!(state(0), State::Met);
    assert_eq!(state(DUE.0), State::Met);
    assert_eq!(state(DUE.0 + 1), State::Missed);
    assert_eq!(state(-1), State::Inverted);
}

#[test]
fn a_running_limit_opens_warns_and_is_breached() {
    let state = |now: i64| LIMIT.state(None, Heard::Own, Instant(now));
    assert_eq!(state(0), State::Open);
    assert_eq!(state(90 * 60_000 - 1), State::Open);
    assert_eq!(state(90 * 60_000), State::Warned);
    assert_eq!(state(DUE.0), State::Warned);
    assert_eq!(state(DUE.0 + 1), State::Breached);
}

#[test]
fn a_partner_is_never_called_late_before_a_later_file_of_theirs_is_merged() {
    let now = DUE.plus(HOUR);
    assert_eq!(LIMIT.state(None, Heard::Never, now), State::Unknown);
    assert_eq!(LIMIT.state(None, Heard::Until(DUE), now), State::Unknown);
    assert_eq!(
        LIMIT.state(None, Heard::Until(DUE.plus(1)), now),
        State::Breached
    );
}

#[test]
fn late_and_still_open_count_as_missed_and_the_rest_not_at_all() {
    use State::*;
    let counted = [Open, Warned, Unknown, Inverted, Met, Missed, Breached].map(State::in_time);
    assert_eq!(
        counted,
        [None, None, None, None, Some(true), Some(false), Some(false)]
    );
}

proptest! {
    #[test]
    fn nothing_panics_and_a_limit_warns_before_it_is_due(
        since in any::<i64>(), allowed in any::<i64>(), answered in any::<Option<i64>>(), now in any::<i64>(),
    ) {
        let limit = Limit::elapsed(Instant(since), allowed);
        let _ = (limit.state(answered.map(Instant), Heard::Until(Instant(now)), Instant(now)), limit.left(Instant(now)));
        if allowed >= 0 {
            prop_assert!(Some(limit.since) <= limit.warns() && limit.warns() <= limit.due());
        }
    }

    #[test]
    fn once_breached_a_limit_stays_breached_as_time_goes_on(now in 0..10 * HOUR, later in 0..10 * HOUR) {
        if LIMIT.state(None, Heard::Own, Instant(now)) == State::Breached {
            prop_assert_eq!(LIMIT.state(None, Heard::Own, Instant(now + later)), State::Breached);
        }
    }
}
