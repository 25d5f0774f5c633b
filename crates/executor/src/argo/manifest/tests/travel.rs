//! How what pods are told travels: in the Workflow below a limit, else fetched from the server.

use super::*;
use crate::Parcel;
use crate::argo::manifest::told::MOST_WITHIN;

/// A launch whose code has so many bytes.
fn with_code(bytes: usize) -> Launch {
    let code = noise(bytes);
    launch(&script(&code[..bytes]))
}

/// What the server is to keep, by the whole way.
fn kept(launch: &Launch) -> Vec<Parcel> {
    let workflow = manifest(&ArgoConfig::default(), launch).expect("a workflow");
    let size = serde_json::to_vec(&workflow).expect("JSON").len();
    assert!(size <= LARGEST, "{size}");
    parcels(&ArgoConfig::default(), launch).expect("parcels")
}

/// The most bytes of code that travel in the Workflow.
fn most_code() -> usize {
    let told = AllTold::of(&ArgoConfig::default(), &with_code(0)).expect("told");
    let besides = [&told.run, &told.steps[0]].map(Told::size).iter().sum::<usize>();
    MOST_WITHIN - besides
}

#[test]
fn up_to_the_limit_all_is_in_the_workflow_and_beyond_it_the_server_keeps_it() {
    let most = most_code();
    for bytes in [1, most - 1, most] {
        assert_eq!(kept(&with_code(bytes)), [], "{bytes}");
    }
    for bytes in [most + 1, 2 * most] {
        let kept = kept(&with_code(bytes));
        assert_eq!(kept.len(), 2, "{bytes}");
        for Parcel { id, content } in &kept {
            assert_eq!(*id, annals_domain::ParcelId::of(content));
        }
    }
}

#[test]
fn many_steps_are_fetched_even_if_each_is_small() {
    let ids: Vec<_> = (0..500).map(|n| format!("c{n}")).collect();
    let components = ids.iter().map(|id| component(id, &noise(100))).collect();
    let spec = Spec::Flow(FlowSpec { components, edges: Vec::new() });
    assert_eq!(kept(&launch(&spec)).len(), 501);
}

#[test]
fn the_more_steps_give_and_take_the_less_of_outputs_stands_in_the_workflow() {
    assert_eq!(outputs_within(&launch(&script("pass"))), 128 << 10);
    // Four components and four edges.
    assert_eq!(outputs_within(&launch(&flow())), 32 << 10);
}
