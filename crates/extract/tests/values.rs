//! Values of each type in the ways that people write them, and that no text makes a parser fail.

use annals_extract::values::{DataType, Find as _, Hints};
use proptest::prelude::*;
use serde_json::{Value, json};

fn value_with(data_type: DataType, text: &str, hints: &Hints) -> Value {
    data_type.find(text, hints).map_or(Value::Null, |found| found.value)
}

/// What a text of its own says; what the rest of a document would tell is not there.
fn all(data_type: DataType, expected: &[(&str, Value)]) {
    for (text, expected) in expected {
        let found = value_with(data_type, text, &Hints::default());
        let equal =
            found == *expected || (found.is_number() && found.as_f64() == expected.as_f64());
        assert!(equal, "{data_type} of {text:?}: {found}, not {expected}");
    }
}

#[test]
fn numbers() {
    all(
        DataType::Number,
        &[
            ("1,234.56", json!(1234.56)),
            ("1.234,56", json!(1234.56)),
            ("1 234,56", json!(1234.56)),
            ("1\u{202f}234\u{a0}567,8", json!(1_234_567.8)),
            ("1'234.50", json!(1234.5)),
            ("12,34,567.00", json!(1_234_567)),
            ("(123.45)", json!(-123.45)),
            ("-5", json!(-5)),
            ("−5.5", json!(-5.5)),
            ("123.45-", json!(-123.45)),
            ("0,125", json!(0.125)),
            ("1,234", json!(1234)),
            ("weighs 12kg", json!(12)),
            ("v-12", Value::Null),
            ("A-3391", Value::Null),
            ("12/03/2024", Value::Null),
            ("1.2.3.4", Value::Null),
            ("no digits", Value::Null),
        ],
    );
    let german = Hints::of("Summe 12,50 und 3,75");
    assert_eq!(value_with(DataType::Number, "1.234", &german), json!(1234));
    assert_eq!(value_with(DataType::Number, "1,234", &german), json!(1.234));
    let english = Hints::of("Sum 12.50 and 3.75");
    assert_eq!(value_with(DataType::Number, "1.234", &english), json!(1.234));
}

#[test]
fn integers_and_percentages() {
    all(
        DataType::Integer,
        &[
            ("12,480 users", json!(12480)),
            ("1.234", json!(1234)),
            ("4.00", json!(4)),
            ("4.5", Value::Null),
            ("30 days", json!(30)),
        ],
    );
    all(
        DataType::Percentage,
        &[
            ("12.5 %", json!(12.5)),
            ("zzgl. 19% MwSt.", json!(19)),
            ("7 percent of 300", json!(7)),
            ("12,5 Prozent", json!(12.5)),
            ("-3%", json!(-3)),
            ("8 von 100 sind 8 %", json!(8)),
        ],
    );
}

#[test]
fn currencies() {
    let unit = |text: &str| {
        let found = DataType::Currency.find(text, &Hints::default()).expect(text);
        (found.value.as_f64().expect("a number"), found.unit, text[found.range].to_owned())
    };
    assert_eq!(unit("CHF 1'234.50"), (1234.5, Some("CHF"), "CHF 1'234.50".to_owned()));
    assert_eq!(unit("1.298,00 €"), (1298.0, Some("EUR"), "1.298,00 €".to_owned()));
    assert_eq!(unit("Total: $1,401.01 due"), (1401.01, Some("USD"), "$1,401.01".to_owned()));
    assert_eq!(unit("-$35"), (-35.0, Some("USD"), "-$35".to_owned()));
    assert_eq!(unit("($35.00)"), (-35.0, Some("USD"), "($35.00)".to_owned()));
    assert_eq!(unit("US$ 20"), (20.0, Some("USD"), "US$ 20".to_owned()));
    assert_eq!(unit("EUR612"), (612.0, Some("EUR"), "EUR612".to_owned()));
    assert_eq!(unit("19 % of 246,91"), (246.91, None, "246,91".to_owned()));
    assert_eq!(unit("2 pieces at £3.50"), (3.5, Some("GBP"), "£3.50".to_owned()));
}

#[test]
fn dates() {
    all(
        DataType::DateYmd,
        &[
            ("2024-03-05", json!("2024-03-05")),
            ("2024-03-05T10:00:00Z", json!("2024-03-05")),
            ("5 March 2024", json!("2024-03-05")),
            ("March 5, 2024", json!("2024-03-05")),
            ("5. März 2024", json!("2024-03-05")),
            ("3 mars 2025", json!("2025-03-03")),
            ("1er août 2025", json!("2025-08-01")),
            ("9 de octubre de 2024", json!("2024-10-09")),
            ("12-Mar-24", json!("2024-03-12")),
            ("05.02.2025", json!("2025-02-05")),
            ("13/01/2024", json!("2024-01-13")),
            ("01/13/2024", json!("2024-01-13")),
            ("20240314", json!("2024-03-14")),
            ("31.02.2024", Value::Null),
            ("Call 555 2024", Value::Null),
        ],
    );
    all(
        DataType::DateMdy,
        &[("03/04/2024", json!("03/04/2024")), ("4 May 2024", json!("05/04/2024"))],
    );
    all(
        DataType::DateDmy,
        &[("03/04/2024", json!("03/04/2024")), ("May 4, 2024", json!("04/05/2024"))],
    );
    let american = Hints::of("03/04/2024 and 03/25/2024");
    assert_eq!(value_with(DataType::DateYmd, "03/04/2024", &american), json!("2024-03-04"));
    let british = Hints::of("03/04/2024 and 25/04/2024");
    assert_eq!(value_with(DataType::DateMdy, "03/04/2024", &british), json!("04/03/2024"));
}

#[test]
fn times_and_booleans() {
    all(
        DataType::Time,
        &[
            ("14:45", json!("14:45")),
            ("2:45 pm", json!("14:45")),
            ("12:05 a.m.", json!("00:05")),
            ("9 am", json!("09:00")),
            ("14h30", json!("14:30")),
            ("14.30 Uhr", json!("14:30")),
            ("23:59:58", json!("23:59:58")),
            ("25:00", Value::Null),
            ("14.30", Value::Null),
            ("13 pm", Value::Null),
        ],
    );
    all(
        DataType::Boolean,
        &[
            ("Yes", json!(true)),
            ("nein", json!(false)),
            ("Oui.", json!(true)),
            ("Sí", json!(true)),
            ("☐", json!(false)),
            ("[x]", json!(true)),
            ("true, since May", json!(true)),
            ("☐ ja ☒ nein", json!(false)),
            ("ja ☒ nein ☐", json!(true)),
            ("[x] yes [] no", json!(true)),
            ("☐ rot ☒ blau", Value::Null),
            ("maybe", Value::Null),
        ],
    );
}

#[test]
fn addresses_of_mail_and_web() {
    all(
        DataType::Email,
        &[
            ("write to a.b+c@mail.example.", json!("a.b+c@mail.example")),
            ("<müller@köln.example>", json!("müller@köln.example")),
            ("a@b", Value::Null),
        ],
    );
    all(
        DataType::Url,
        &[
            ("see https://a.example/x?y=1.", json!("https://a.example/x?y=1")),
            ("a@b.example or www.c.example", json!("www.c.example")),
            ("shop.example/sale", json!("shop.example/sale")),
            ("me@mail.example", Value::Null),
        ],
    );
}

#[test]
fn phones_and_names_and_addresses() {
    all(
        DataType::Phone,
        &[
            ("Tel. +49 761 5550123", json!("+49 761 5550123")),
            ("(503) 555-0142", json!("(503) 555-0142")),
            ("044 555 01 77 · info", json!("044 555 01 77")),
            ("IBAN DE89 3704 0044 0532 0130 00", Value::Null),
            ("05.02.2025", Value::Null),
            ("12345", Value::Null),
        ],
    );
    all(
        DataType::Name,
        &[
            ("Dr. Ingrid Solberg", json!("Dr. Ingrid Solberg")),
            ("Billing <b@c.example>", json!("Billing")),
            ("Talleres Ibáñez S.L.", json!("Talleres Ibáñez S.L.")),
            ("a@b.example", Value::Null),
        ],
    );
    all(
        DataType::Address,
        &[("77 Mill Road\nAsheville, NC 28801", json!("77 Mill Road, Asheville, NC 28801"))],
    );
}

#[test]
fn names_of_types_are_those_of_the_api() {
    let names: Vec<&str> = DataType::ALL.iter().copied().map(DataType::as_str).collect();
    let expected = "text email phone address name url number currency percentage integer date_mdy \
                    date_dmy date_ymd time boolean";
    assert_eq!(names.join(" "), expected);
    for data_type in DataType::ALL.iter().copied() {
        assert_eq!(data_type.as_str().parse(), Ok(data_type));
        assert_eq!(serde_json::to_value(data_type).expect("a name"), data_type.as_str());
    }
    assert!("colour".parse::<DataType>().is_err());
}

/// A number as people of some places write it.
fn written(cents: i64, group: &str, point: &str) -> String {
    let (whole, fraction) = (cents.abs() / 100, cents.abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped += group;
        }
        grouped.push(digit);
    }
    format!("{}{grouped}{point}{fraction:02}", if cents < 0 { "-" } else { "" })
}

proptest! {
    #[test]
    fn no_text_makes_a_type_fail(text in "\\PC{0,60}|[0-9 .,:/()+$€%'-]{0,40}|[ -~\\n\\t°ñß\u{a0}]{0,60}") {
        let hints = Hints::of(&text);
        for data_type in DataType::ALL.iter().copied() {
            for found in data_type.find_all(&text, &hints) {
                prop_assert!(text.get(found.range.clone()).is_some(), "{data_type} {:?}", found.range);
                prop_assert!((0.0..=1.0).contains(&found.strength));
                prop_assert!(!found.value.is_null());
            }
        }
    }

    #[test]
    fn amounts_are_read_as_they_are_written(cents in -99_999_999_999_i64..99_999_999_999, style in 0_usize..5, money in 0_usize..4) {
        let (group, point) = [(",", "."), (".", ","), (" ", ","), ("'", "."), ("", ".")][style];
        let number = written(cents, group, point);
        let expected = cents as f64 / 100.0;
        let found = DataType::Number.find(&number, &Hints::default());
        prop_assert_eq!(found.and_then(|found| found.value.as_f64()), Some(expected), "{}", number);
        let amount = match money {
            0 => format!("Total {number} €"),
            1 => format!("CHF {number}"),
            2 => format!("due: ${number}."),
            _ => format!("{number} EUR"),
        };
        let found = DataType::Currency.find(&amount, &Hints::default());
        prop_assert_eq!(found.and_then(|found| found.value.as_f64()), Some(expected), "{}", amount);
    }

    #[test]
    fn dates_are_read_as_they_are_written(days in 0_i32..40_000, style in 0_usize..6) {
        let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).expect("a date");
        let form = ["%Y-%m-%d", "%d.%m.%Y", "%-d %B %Y", "%B %-d, %Y", "%d-%b-%Y", "%A, %d %B %Y"][style];
        let text = date.strftime(form).to_string();
        let found = DataType::DateYmd.find(&text, &Hints::default()).map(|found| found.value);
        prop_assert_eq!(found, Some(json!(date.to_string())), "{}", text);
        for (data_type, form) in [(DataType::DateMdy, "%m/%d/%Y"), (DataType::DateDmy, "%d/%m/%Y")] {
            let text = date.strftime(form).to_string();
            let found = data_type.find(&text, &Hints::default()).map(|found| found.value);
            prop_assert_eq!(found, Some(json!(text)));
        }
    }

    #[test]
    fn times_are_read_as_they_are_written(hour in 0_u8..24, minute in 0_u8..60) {
        let half = if hour < 12 { "am" } else { "pm" };
        let of_twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        for text in [format!("{hour:02}:{minute:02}"), format!("{of_twelve}:{minute:02} {half}"), format!("{hour}.{minute:02} Uhr")] {
            let found = DataType::Time.find(&text, &Hints::default()).map(|found| found.value);
            prop_assert_eq!(found, Some(json!(format!("{hour:02}:{minute:02}"))), "{}", text);
        }
    }
}
