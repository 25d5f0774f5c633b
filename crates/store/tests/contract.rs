//! The store's contract: what it promises, held on SQLite and on a real PostgreSQL alike.
//!
//! Every case is a function of `contract/` that takes a database of its own; [`contract_suite`]
//! makes it a test on each of the two. PostgreSQL is found by `ANNALS_TEST_DATABASE_URL`; without
//! it those tests fail, since a promise that was not tried is not known to hold.

#[path = "contract/mod.rs"]
mod contract;

/// Makes the named cases tests on one database.
macro_rules! cases_on {
    ($backend:ident: $($subject:ident { $($case:ident),+ $(,)? })+) => {
        mod $backend { $(
            mod $subject { $(
                #[test]
                fn $case() {
                    use crate::contract::{fixture, $subject};
                    fixture::run(fixture::Backend::$backend, |db| Box::pin($subject::$case(db)));
                }
            )+ }
        )+ }
    };
}

/// Makes every case a test on each of the named databases.
macro_rules! contract_suite {
    ($($backend:ident),+ $(,)?) => { $(
        cases_on! { $backend:
            migrations { up_down_and_up_again, twice_is_once, status_tells_what_is_applied }
            creation {
                a_task_comes_with_its_first_run, a_rerun_inherits_nothing_it_was_not_given,
                a_task_that_is_gone_gets_no_run, equal_snapshots_are_stored_once,
                a_duplicate_run_changes_nothing,
            }
            numbers { concurrent_reruns_get_each_number_once, a_failed_creation_takes_no_number }
            groups { each_is_as_if_alone }
            idempotency {
                the_same_request_gets_the_same_run, another_request_is_told_so,
                twenty_at_once_make_one_run, a_failed_creation_leaves_its_key_free,
            }
            run_lists {
                pages_cover_every_run_once_while_runs_are_added, pages_by_time, pages_by_tag,
                every_filter_alone, filters_together, a_cursor_of_another_list_is_refused,
            }
            run_filters {
                any_together_let_through_what_they_say, names_of_very_many_tasks,
                no_run_begins_before_it_was_created,
            }
            task_lists {
                pages_cover_every_task_once_while_tasks_are_added, by_kind_phase_and_tag,
                text_is_taken_literally_in_any_case,
            }
            counters { follow_any_history }
            stats {
                are_what_a_full_count_gives_after_any_history, of_runs_that_were_there_before,
                of_hours_long_ago_are_let_go, tell_the_busiest_tasks,
                of_a_day_that_did_not_change_are_not_read_again,
            }
            state {
                a_run_begins_and_ends, a_terminal_status_never_changes,
                a_stale_attempt_changes_nothing_and_is_counted, forbidden_steps_change_nothing,
                attempts_follow_each_other, open_runs_are_found_again, cancelling_is_noted_once,
            }
            leases {
                a_server_is_there_once, what_waits_goes_first_and_what_ran_with_a_new_epoch,
                what_can_be_followed_goes_on_from_its_place,
                a_server_that_moved_loses_nothing, a_run_begins_at_its_own_server_only,
            }
            automations {
                an_automation_is_kept_changed_listed_and_removed,
                an_event_is_there_once_and_with_it_the_place_after_it,
                what_is_due_is_looked_at_and_failures_are_shown,
                each_step_is_taken_once_and_from_the_one_before,
                an_account_is_kept_encrypted_for_its_user,
            }
            interleaving { any_interleaving_is_read_back }
            ledger {
                concurrent_appends_leave_no_gap,
                a_reopened_store_goes_on, an_append_tried_again_is_not_doubled, the_position_is_the_furthest, a_place_has_its_mark, blocks_are_found_by_line,
                the_furthest_seq_is_no_error,
            }
            heads {
                tell_of_blocks_without_their_lines, blocks_of_an_earlier_version_have_no_filter,
            }
            details {
                artifacts, environments_are_stored_once, nodes_and_outputs, tags_are_replaced,
                tokens, a_setting_is_what_the_first_one_said,
            }
            recordings {
                are_nobodys_and_begin_with_what_is_known,
                that_are_silent_are_found_and_end_once, are_told_of_by_many_at_once,
            }
            jobs {
                are_nobodys_until_submitted, keep_their_files_in_order, count_each_task_once,
                let_go_of_what_is_not_to_stay, keep_their_fields_when_a_template_goes,
                are_counted_and_listed, that_were_left_behind_are_found_by_an_index,
            }
            flows {
                are_there_before_their_runs,
                outputs_are_shared_and_outlive_the_run_that_gave_them,
            }
            flow_lists { any_filters_let_through_what_they_say }
            deletion {
                leaves_nothing, leaves_what_others_use, of_many_at_once_leaves_nothing,
                beside_new_runs_of_equal_snapshots, beside_a_writer_leaves_no_line,
            }
            retention {
                a_run_is_deleted_with_all_that_is_its_own, the_latest_is_the_newest_that_is_left,
                deletions_and_creations_at_once_keep_the_counters, pinned_and_open_runs_are_let_be,
                runs_are_measured_once_they_have_ended, a_day_of_which_nothing_is_kept_is_dropped,
                a_day_that_stays_is_made_smaller_once_half_of_it_is_dead,
                a_day_with_an_open_run_goes_on_taking_lines,
                a_lease_is_one_owners_until_it_expires, a_task_has_limits_of_its_own,
                another_server_goes_on,
            }
            sweeping { removes_what_nothing_needs, a_dry_run_only_counts }
            damage { is_reported_by_table_key_and_column }
        }
    )+ };
}

contract_suite!(sqlite, postgres);

/// What only several servers on one PostgreSQL can show.
mod several_servers {
    use crate::contract::fixture::{self, Backend};
    use crate::contract::servers;

    #[test]
    fn two_stores_give_each_number_once() {
        fixture::run(Backend::postgres, |db| Box::pin(servers::numbers(db)));
    }

    #[test]
    fn a_run_that_moves_to_and_fro_keeps_its_lines() {
        fixture::run(Backend::postgres, |db| Box::pin(servers::to_and_fro(db)));
    }

    #[test]
    fn two_stores_make_one_partition() {
        fixture::run(Backend::postgres, |db| Box::pin(servers::partitions(db)));
    }
}

/// What only a connection that breaks can show.
mod lost_connections {
    use crate::contract::fixture::{self, Backend};
    use crate::contract::retries;

    #[test]
    fn an_append_whose_answer_was_lost_is_not_doubled() {
        fixture::run(Backend::postgres, |db| {
            Box::pin(retries::an_append_whose_answer_was_lost_is_not_doubled(db))
        });
    }
}

/// What needs no database.
mod locations {
    use crate::contract::locations;

    #[test]
    fn a_password_is_never_shown() {
        locations::a_password_is_never_shown();
    }

    #[test]
    fn urls_are_read() {
        locations::urls_are_read();
    }
}
