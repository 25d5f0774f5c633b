//! The build history: what it promises, held on SQLite and on a real PostgreSQL alike.

#[path = "contract/fixture.rs"]
#[allow(dead_code, reason = "shared with the contract suite, which uses all of it")]
mod fixture;
#[path = "contract/make.rs"]
#[allow(dead_code, reason = "shared with the contract suite, which uses all of it")]
mod make;

mod timeline {
    pub mod automatic;
    pub mod keeping;
    pub mod ledgers;
    pub mod reading;
    pub mod support;
    pub mod writing;
}

/// Makes the named cases tests on both databases.
macro_rules! on_both {
    ($($subject:ident { $($case:ident),+ $(,)? })+) => { on_both! { @ sqlite: $($subject { $($case),+ })+ } on_both! { @ postgres: $($subject { $($case),+ })+ } };
    (@ $backend:ident: $($subject:ident { $($case:ident),+ })+) => {
        mod $backend { $( mod $subject { $(
            #[test]
            fn $case() {
                use crate::fixture::{self, Backend};
                fixture::run(Backend::$backend, |db| Box::pin(crate::timeline::$subject::$case(db)));
            }
        )+ } )+ }
    };
}

on_both! {
    writing {
        numbers_are_one_two_three, a_list_is_all_or_none, what_is_not_there_is_gone,
        a_key_answers_the_same_again, the_documented_api,
    }
    keeping {
        of_105_in_one_millisecond_the_last_100_stay, a_list_beyond_the_limit_leaves_its_end,
        writers_at_once_keep_the_limit, two_stores_at_once_keep_the_limit,
        expired_entries_are_never_answered, limits_by_type, an_expired_entry_takes_no_place, limits_of_a_task,
        old_entries_are_packed_and_read_alike, deleting,
    }
    ledgers {
        an_entry_takes_the_next_place, beside_a_recorder_no_number_is_given_twice,
        a_caller_that_goes_away_leaves_no_gap_in_memory, what_goes_leaves_its_number_unused,
        several_runs_at_once,
    }
    reading { every_filter, pages_both_ways, across_tasks, across_tasks_a_list_keeps_its_order, text_is_found_packed_or_not }
    automatic { a_runs_facts_are_told_once, a_runs_session_is_its_entries }
}
