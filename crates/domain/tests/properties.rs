//! What must hold for any cursor and for any history of a run.

use annals_domain::{Cursor, CursorError, Epoch, RunState, RunStatus, Timestamp, TransitionError};
use proptest::prelude::*;

/// A name of a list: lists are named in the code, on one line.
const LIST: &str = "[a-z:_]{1,12}";

fn cursors() -> impl Strategy<Value = Cursor> {
    let id = prop_oneof!["[A-Za-z0-9._:-]{0,128}", any::<String>()];
    (LIST, any::<i64>(), id).prop_map(|(list, key, id)| Cursor::new(&list, key, &id))
}

/// One character of a text changed, removed or added.
#[derive(Debug, Clone)]
enum Edit {
    Change(prop::sample::Index, char),
    Remove(prop::sample::Index),
    Add(prop::sample::Index, char),
}

impl Edit {
    fn any() -> impl Strategy<Value = Self> {
        // Mostly digits, since others are refused for what they are.
        let digit = prop::char::ranges(vec!['0'..='9', 'a'..='f', 'A'..='F'].into());
        let character = prop_oneof![4 => digit, 1 => any::<char>()];
        let index = any::<prop::sample::Index>();
        prop_oneof![
            (index.clone(), character.clone()).prop_map(|(at, c)| Self::Change(at, c)),
            index.clone().prop_map(Self::Remove),
            (index, character).prop_map(|(at, c)| Self::Add(at, c)),
        ]
    }

    fn apply(&self, text: &str) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        match self {
            Self::Change(at, c) => *at.get_mut(&mut characters) = *c,
            Self::Remove(at) => {
                characters.remove(at.index(characters.len()));
            }
            Self::Add(at, c) => characters.insert(at.index(characters.len() + 1), *c),
        }
        characters.into_iter().collect()
    }
}

proptest! {
    #[test]
    fn a_cursor_reads_back_as_itself(cursor in cursors()) {
        prop_assert_eq!(Cursor::decode(&cursor.encode(), &cursor.list), Ok(cursor));
    }

    #[test]
    fn a_changed_cursor_is_refused(cursor in cursors(), edit in Edit::any()) {
        let text = cursor.encode();
        let changed = edit.apply(&text);
        prop_assume!(changed != text);
        prop_assert_eq!(Cursor::decode(&changed, &cursor.list), Err(CursorError));
    }

    #[test]
    fn a_cursor_of_another_list_is_refused(cursor in cursors(), other in LIST) {
        prop_assume!(other != cursor.list);
        prop_assert_eq!(Cursor::decode(&cursor.encode(), &other), Err(CursorError));
    }

    #[test]
    fn any_text_is_no_cursor_and_no_panic(
        text: String, hex in "[0-9a-f]{0,80}", wide in "[0-9a-f]{0,14}[é€😀][0-9a-f]{0,20}", list in LIST,
    ) {
        for text in [text, hex, wide] {
            prop_assert_eq!(Cursor::decode(&text, &list), Err(CursorError));
        }
    }
}

/// Something that happens to a run.
#[derive(Debug, Clone)]
enum Act {
    /// Another attempt takes over.
    Attempt,
    /// A writer says what the run became: its epoch, counted back from the run's, and when.
    Become(RunStatus, Epoch, i64),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let status = prop::sample::select(RunStatus::ALL);
    // Clocks of several machines: an end may be told with an instant before the beginning.
    let epoch = prop_oneof![6 => Just(0), 1 => 1_i64..4, 1 => -2_i64..0];
    let become_ = (status, epoch, 0_i64..1000).prop_map(|(to, back, at)| Act::Become(to, back, at));
    prop::collection::vec(prop_oneof![1 => Just(Act::Attempt), 4 => become_], 0..40)
}

/// What `act` makes of `state`, and whether its writer was a stale one.
fn act(state: &RunState, act: &Act) -> (Result<RunState, TransitionError>, bool) {
    match *act {
        Act::Attempt => (state.clone().begin_attempt(), false),
        Act::Become(to, back, at) => {
            let at = Timestamp::from_micros(at);
            (state.clone().become_(to, state.epoch - back, at), back != 0)
        }
    }
}

proptest! {
    #[test]
    fn any_history_of_a_run_keeps_the_rules(acts in acts()) {
        let mut state = RunState::new();
        for step in &acts {
            let (answer, stale) = act(&state, step);
            if stale {
                let refused = matches!(&answer, Err(TransitionError::Stale { .. }));
                prop_assert!(refused, "{:?} of {:?}: {:?}", step, state, answer);
            }
            if state.status.is_terminal() {
                prop_assert!(answer.is_err(), "{:?} changed {:?}", step, state);
            }
            let Ok(next) = answer else { continue };
            check(&state, &next)?;
            state = next;
        }
    }

    #[test]
    fn an_older_attempt_never_writes_again(acts in acts(), to in prop::sample::select(RunStatus::ALL)) {
        let mut state = RunState::new();
        for step in &acts {
            let old = state.epoch;
            state = act(&state, step).0.unwrap_or(state);
            if state.epoch != old {
                let late = state.clone().become_(to, old, Timestamp::from_micros(1));
                prop_assert_eq!(late, Err(TransitionError::Stale { given: old, current: state.epoch }));
            }
        }
    }
}

/// The rules that hold between a state and the next.
fn check(before: &RunState, after: &RunState) -> Result<(), TestCaseError> {
    prop_assert!(after.epoch >= before.epoch);
    prop_assert!(before.status != RunStatus::Pending || after.status != RunStatus::Success);
    prop_assert!(before.status == RunStatus::Pending || after.status != RunStatus::Pending);
    prop_assert_eq!(after.ended_at.is_some(), after.status.is_terminal());
    prop_assert_eq!(
        before.started_at.is_some() || after.status == RunStatus::Running,
        after.started_at.is_some()
    );
    if before.started_at.is_some() {
        prop_assert_eq!(before.started_at, after.started_at);
    }
    if let (Some(started), Some(ended)) = (after.started_at, after.ended_at) {
        prop_assert!(ended >= started);
    }
    Ok(())
}
