//! Retention as a whole, on SQLite and on a real PostgreSQL alike: what goes, what stays, what a dry
//! run says of it, and what comes back to the disk.

#[path = "../../store/tests/contract/fixture.rs"]
#[allow(dead_code, reason = "shared with the store's suites, which use all of it")]
mod fixture;
#[path = "../../store/tests/contract/make.rs"]
#[allow(dead_code, reason = "shared with the store's suites, which use all of it")]
mod make;

mod retention {
    pub mod limits;
    pub mod lost;
    pub mod offload;
    pub mod readers;
    pub mod searched;
    pub mod support;
    pub mod walk;
}

/// Makes the named cases tests on both databases.
macro_rules! on_both {
    ($($subject:ident { $($case:ident),+ $(,)? })+) => { on_both! { @ sqlite: $($subject { $($case),+ })+ } on_both! { @ postgres: $($subject { $($case),+ })+ } };
    (@ $backend:ident: $($subject:ident { $($case:ident),+ })+) => {
        mod $backend { $( mod $subject { $(
            #[test]
            fn $case() {
                use crate::fixture::{self, Backend};
                fixture::run(Backend::$backend, |db| Box::pin(crate::retention::$subject::$case(db)));
            }
        )+ } )+ }
    };
}

on_both! {
    limits {
        without_limits_everything_stays, each_limit_alone, all_limits_together,
        a_tasks_own_limits_come_first, pinned_and_open_runs_stay, only_one_at_a_time,
        a_crash_between_leaves_nothing_behind, step_by_step_is_the_same,
    }
    offload {
        a_moved_log_is_read_as_before, a_moved_log_goes_when_its_time_has_come,
        a_log_stays_where_the_object_store_is_away, a_move_that_is_cut_short_is_harmless,
        blocks_that_are_left_are_harmless,
    }
    lost {
        what_is_lost_is_told, a_value_is_masked_in_moved_logs, masking_that_is_cut_short_is_made_whole,
    }
    searched { a_search_that_is_under_way_goes_on, a_removed_log_is_not_found }
    walk { after_any_history_nothing_dangles }
}
