use annals_domain::*;
use annals_executor::local::*;
use annals_executor::*;
use std::time::Instant;
fn launch(i: usize, code: &str, deps: Option<&str>) -> Launch {
    Launch {
        attempt: AttemptRef {
            run_id: format!("m-{}-{i}", std::process::id()).parse().unwrap(),
            epoch: 1,
        },
        task_id: "t".parse().unwrap(),
        number: RunNumber::new(1).unwrap(),
        plan: Plan {
            steps: vec![Step {
                name: NodeName::main(),
                code: code.into(),
                requested: requirements::Requested {
                    dependencies: deps.map(Into::into),
                    requirements_file: None,
                },
                env: Default::default(),
                after: vec![],
            }],
        },
        inputs: serde_json::json!({}),
        timeout_ms: None,
        exact: None,
        api_url: None,
        api_token: None,
    }
}
async fn go(e: &LocalExecutor, l: &Launch) -> (usize, std::time::Duration) {
    let t = Instant::now();
    e.launch(l).await.unwrap();
    let lt = t.elapsed();
    let mut f = e.follow(&l.attempt, 0).await.unwrap();
    let mut n = 0;
    loop {
        match f.next().await.unwrap() {
            Reports::Some(r) => {
                let mut fin = false;
                for x in &r {
                    match &x.observation {
                        Observation::Lines(c) => n += memchr::memchr_iter(b'\n', &c.bytes).count(),
                        Observation::Fact(_, s) => fin |= matches!(**s, Seen::Finished { .. }),
                    }
                }
                if fin {
                    break;
                }
            }
            o => panic!("{o:?}"),
        }
    }
    e.forget(&l.attempt).await.unwrap();
    (n, lt)
}
#[tokio::main]
async fn main() {
    let a: Vec<String> = std::env::args().collect();
    let e = LocalExecutor::new(LocalConfig::new(a[1].clone().into(), a[2].clone().into()));
    let mut i = 0;
    if a.get(3).is_some_and(|m| m == "lines") {
        let l = launch(std::process::id() as usize, &a[4], None);
        let t = Instant::now();
        let (n, _) = go(&e, &l).await;
        let s = t.elapsed().as_secs_f64();
        println!("{n} lines in {s:.2} s: {:.0}/s", n as f64 / s);
        return;
    }
    for deps in [None, Some("six")] {
        for _ in 0..3 {
            go(&e, &launch(i, "", deps)).await;
            i += 1;
        }
        let mut ours = vec![];
        let mut bare = vec![];
        let mut lts = vec![];
        for _ in 0..60 {
            let t = Instant::now();
            let (_, lt) = go(&e, &launch(i, "", deps)).await;
            i += 1;
            ours.push(t.elapsed().as_secs_f64() * 1e3);
            lts.push(lt.as_secs_f64() * 1e3);
            let t = Instant::now();
            std::process::Command::new(&a[3]).args(["-c", "pass"]).status().unwrap();
            bare.push(t.elapsed().as_secs_f64() * 1e3);
        }
        let med = |v: &mut Vec<f64>| {
            v.sort_by(f64::total_cmp);
            (v[0], v[v.len() / 2], v[v.len() * 9 / 10])
        };
        println!(
            "deps {deps:?}: ours {:?} bare {:?} launch {:?}",
            med(&mut ours),
            med(&mut bare),
            med(&mut lts)
        );
    }
    for code in [
        "import sys\nb=('x'*99+'\\n')*655\nfor _ in range(5000): sys.stdout.write(b)",
        "for i in range(500000): print('x'*99)",
    ] {
        let l = launch(i, code, None);
        i += 1;
        let t = Instant::now();
        let (n, _) = go(&e, &l).await;
        let s = t.elapsed().as_secs_f64();
        println!("{n} lines in {s:.2} s: {:.0}/s", n as f64 / s);
    }
}
