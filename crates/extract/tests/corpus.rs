//! The built-in engine against the corpus: documents that real programs made, half of them held
//! out. What is measured here is stated in `docs/extraction.md`.

mod score;

use score::{SETS, Score, cases, measure};

#[expect(clippy::cast_precision_loss, reason = "a few cases")]
fn mean(of: &[f64]) -> f64 {
    of.iter().sum::<f64>() / of.len().max(1) as f64
}

fn tell(set: &str) -> (Score, f64) {
    let score = measure(set).expect("the set is read");
    // Whoever reads the faults of the held-out half is tempted to mend just those.
    if set == SETS[0] || set == SETS[1] {
        score.faults.iter().for_each(|fault| println!("  {fault}"));
    }
    for (data_type, tally) in &score.types {
        println!("{set} {data_type}: {:.3} of {} cells", tally.share(), tally.len());
    }
    let over = mean(&score.cases);
    println!(
        "{set}: {:.3} of {} cells, {over:.3} over the cases",
        score.all.share(),
        score.all.len()
    );
    (score, over)
}

#[test]
fn the_open_half_is_found() {
    let (score, over) = tell(SETS[1]);
    assert!(score.all.share() >= 0.99 && over >= 0.99);
}

#[test]
fn the_held_out_half_is_mostly_found() {
    let (score, over) = tell(SETS[2]);
    assert!(score.all.share() >= 0.95 && over >= 0.9);
}

#[test]
fn what_latex_and_mail_programs_make_is_mostly_found() {
    let (score, over) = tell(SETS[3]);
    assert!(score.all.share() >= 0.9 && over >= 0.9);
}

#[test]
fn the_corpus_has_what_it_should() {
    let cases: Vec<_> = SETS.iter().flat_map(|set| cases(set).expect("the set is read")).collect();
    let mut files: Vec<_> = cases
        .iter()
        .flat_map(|case| case.files.iter().map(|file| case.folder.join(file)))
        .collect();
    files.sort();
    files.dedup();
    println!("{} documents, {} cases", files.len(), cases.len());
    assert!(files.len() >= 60, "{} documents", files.len());
    let fields = || cases.iter().flat_map(|case| &case.fields);
    for data_type in annals_extract::values::DataType::ALL.iter().copied() {
        let count = fields().filter(|field| field.data_type == data_type).count();
        assert!(count >= 5, "only {count} fields of {data_type}");
    }
}
