//! Which heading the words of a line stand under.

use crate::layout::Segment;
use crate::matching::join;

/// The segments of a line, each put to the heading that it stands under.
pub(super) fn columns(headings: &[Segment], segments: &[Segment]) -> Vec<Segment> {
    let mut columns =
        vec![Segment { left: f32::MAX, right: f32::MIN, ..Segment::default() }; headings.len()];
    for segment in segments {
        let under = headings.iter().filter(|heading| heading.overlap(segment) > 0.0).count();
        if under > 1 && segment.words.len() > 1 {
            // Cells so near to each other that they look like one: word by word.
            for (range, word) in &segment.words {
                let one = Segment {
                    text: segment.text.get(range.clone()).unwrap_or_default().to_owned(),
                    left: word.x,
                    right: word.x + word.w,
                    words: vec![(0..range.len(), word.clone())],
                };
                put(&mut columns, headings, &one);
            }
        } else {
            put(&mut columns, headings, segment);
        }
    }
    columns
}

fn put(columns: &mut [Segment], headings: &[Segment], segment: &Segment) {
    let apart = |heading: &Segment| {
        let left = (heading.left - segment.left).abs();
        let right = (heading.right - segment.right).abs();
        let edges = left.min(right);
        // An edge in common says more than an overlap, which says more than nearness.
        match (edges < 2.0, heading.overlap(segment) > 0.0) {
            (true, _) => edges - 2000.0,
            (_, true) => edges - 1000.0,
            _ => edges,
        }
    };
    let nearest = headings.iter().enumerate().min_by(|a, b| apart(a.1).total_cmp(&apart(b.1)));
    if let Some(column) = nearest.and_then(|(at, _)| columns.get_mut(at)) {
        join(column, segment, " ");
    }
}
