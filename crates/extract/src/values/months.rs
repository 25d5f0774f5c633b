//! The names of months in English, German, French and Spanish.

/// The month of a name, 1 to 12, whole or as people shorten it.
pub(super) fn month(name: &str) -> Option<i8> {
    let name = crate::text::folded(name.trim_end_matches('.'));
    let names: [(&[&str], i8); 12] = [
        (&["january", "januar", "janner", "janvier", "enero", "jan", "janv", "ene"], 1),
        (&["february", "februar", "feber", "fevrier", "febrero", "feb", "fevr", "fev"], 2),
        (&["march", "marz", "maerz", "mars", "marzo", "mar", "mrz"], 3),
        (&["april", "avril", "abril", "apr", "avr", "abr"], 4),
        (&["may", "mai", "mayo"], 5),
        (&["june", "juni", "juin", "junio", "jun"], 6),
        (&["july", "juli", "juillet", "julio", "jul", "juil"], 7),
        (&["august", "aout", "agosto", "aug", "ago"], 8),
        (&["september", "septembre", "septiembre", "setiembre", "sep", "sept"], 9),
        (&["october", "oktober", "octobre", "octubre", "oct", "okt"], 10),
        (&["november", "novembre", "noviembre", "nov"], 11),
        (&["december", "dezember", "decembre", "diciembre", "dec", "dez", "dic"], 12),
    ];
    names.iter().find(|(names, _)| names.contains(&name.as_str())).map(|(_, month)| *month)
}
