//! Runs of jobs: set up, submitted, counted and let go of.

use annals_domain::{
    ConfigStep, DataType, EngineName, EngineRef, ExtractionSpec, FieldSpec, FileSource, FileStatus,
    JobField, JobStatus, NodeName, NodeRecord, NodeState, PageSize, RunStatus, Snapshot, Spec,
    TaskKind, TemplateId,
};
use annals_store::{
    Change, Correction, Creation, FileChange, JobChange, JobChanged, JobFilter, JobSubmission,
    KeptFiles, Modes, NewJobFile, NewJobRun, NewTask, RunSource, Store, Template,
};
use serde_json::json;

use super::fixture::Database;
use super::make::{DAY, again, at, change, end, first, run, task};

fn spec(fields: usize) -> ExtractionSpec {
    let engine =
        EngineRef { name: EngineName::Builtin, version: "1".into(), model: None, endpoint: None };
    let fields = (0..fields).map(|n| field(&format!("f{n}"))).collect();
    ExtractionSpec { fields, groups: Vec::new(), engine }
}

fn field(name: &str) -> FieldSpec {
    FieldSpec { field_name: name.into(), data_type: DataType::Text, prompt: None }
}

fn new(creation: Creation) -> NewJobRun {
    let creation = Creation {
        snapshot: Snapshot::freeze(Spec::Extraction(spec(0))),
        nodes: Vec::new(),
        ..creation
    };
    NewJobRun {
        creation,
        fields: vec![JobField { spec: field("A"), display_order: 0 }],
        modes: Modes::new(),
        template: None,
        persist_data: true,
        files: Vec::new(),
    }
}

/// The first run `id` of a new job.
fn first_run(job: &str, id: &str, micros: i64) -> NewJobRun {
    let mut new = new(first(job, id, micros));
    let task = NewTask { id: task(job), kind: TaskKind::Extraction, name: job.into() };
    new.creation.source = RunSource::New(task);
    new
}

fn file(run: &str, id: &str, parent: Option<&str>) -> NewJobFile {
    NewJobFile {
        id: id.parse().expect("an id"),
        name: format!("{id}.txt"),
        path: format!("in/{id}.txt"),
        size: 3,
        media_type: None,
        source: FileSource::Upload,
        status: FileStatus::Uploading,
        parent: parent.map(|id| id.parse().expect("an id")),
        sha256: None,
        object: format!("jobs/j/runs/{run}/uploads/{id}"),
        at: at(1),
    }
}

fn node(name: &str) -> NodeName {
    name.parse().expect("a name")
}

async fn submission(store: &Store, job: &str, id: &str) -> JobSubmission {
    let found = store.job_run(&task(job), Some(&run(id))).await.expect("an answer").expect("a run");
    JobSubmission {
        run: run(id),
        revision: found.row.revision,
        snapshot: Snapshot::freeze(Spec::Extraction(spec(1))),
        nodes: vec![NodeName::setup(), node("t1"), node("t2")],
        owner: "server".into(),
        user_id: Some("ada".into()),
        persist_data: None,
        at: at(20),
    }
}

pub async fn are_nobodys_until_submitted(db: &Database) {
    let store = db.store().await;
    store.begin_job_run(first_run("j", "r1", 1)).await.expect("made");
    let found = store.job_run(&task("j"), None).await.expect("an answer").expect("a run");
    assert_eq!((&found.row.run.owner[..], found.row.step), ("", ConfigStep::Upload));
    assert_eq!(store.nodes(&run("r1"), DAY).await.expect("nodes"), []);

    let stale = submission(&store, "j", "r1").await;
    let fields = vec![JobField { spec: field("B"), display_order: 0 }];
    let changed = JobChange { fields: Some(fields), ..JobChange::default() };
    let done = store.change_job_run(&run("r1"), changed.clone(), at(5)).await.expect("an answer");
    assert_eq!(done, JobChanged::Done);
    assert_eq!(store.submit_job_run(stale).await.expect("an answer"), JobChanged::Stale);
    let submission = submission(&store, "j", "r1").await;
    let done = store.submit_job_run(submission.clone()).await.expect("an answer");
    assert_eq!(done, JobChanged::Done);

    let found = store.job_run(&task("j"), None).await.expect("an answer").expect("a run");
    assert_eq!((&found.row.run.owner[..], found.row.step), ("server", ConfigStep::Submitted));
    assert_eq!(found.row.run.user_id.as_deref(), Some("ada"));
    assert_eq!((found.row.tasks.total, found.fields[0].spec.field_name.as_str()), (2, "B"));
    assert_eq!(found.row.run.snapshot_id, submission.snapshot.id);
    let nodes = store.nodes(&run("r1"), DAY).await.expect("nodes");
    let names: Vec<_> = nodes.iter().map(|node| (node.index, node.name.as_str())).collect();
    assert_eq!(names, [(0, "setup"), (1, "t1"), (2, "t2")]);
    // Nothing of it changes any more.
    assert_eq!(store.submit_job_run(submission).await.expect("an answer"), JobChanged::Fixed);
    let fixed = store.change_job_run(&run("r1"), changed, at(6)).await.expect("an answer");
    assert_eq!(fixed, JobChanged::Fixed);
    let fixed = store.add_job_files(&run("r1"), vec![file("r1", "x", None)], None, at(6)).await;
    assert_eq!(fixed.expect("an answer"), KeptFiles::Changed(JobChanged::Fixed));
    let fixed = store.step_job_run(&run("r1"), 2, ConfigStep::Upload, at(7)).await;
    assert_eq!(fixed.expect("an answer"), JobChanged::Stale);
    let gone = store.change_job_run(&run("r9"), JobChange::default(), at(6)).await;
    assert_eq!(gone.expect("an answer"), JobChanged::Gone);
    store.close().await;
}

pub async fn keep_their_files_in_order(db: &Database) {
    let store = db.store().await;
    let mut begun = first_run("j", "r1", 1);
    begun.files = vec![file("r1", "a", None), file("r1", "b", None)];
    store.begin_job_run(begun).await.expect("made");
    let id = "a".parse().expect("an id");
    let uploaded = FileChange {
        status: Some(FileStatus::Unpacked),
        content: Some((9, "hash".into())),
        ..FileChange::default()
    };
    let within = vec![file("r1", "c", Some("a")), file("r1", "d", Some("c"))];
    let done = store.change_job_file(&run("r1"), &id, uploaded, within, at(3)).await;
    assert_eq!(done.expect("an answer"), JobChanged::Done);
    let files = store.job_files(&run("r1"), false).await.expect("files");
    let shown: Vec<_> = files.iter().map(|f| (f.number, f.file.id.as_str(), f.file.size)).collect();
    assert_eq!(shown, [(1, "a", 9), (2, "b", 3), (3, "c", 3), (4, "d", 3)]);
    assert_eq!(store.job_files(&run("r1"), true).await.expect("files"), []);

    // With a file go those below it, and what lies in the object store is noted.
    let gone = store.delete_job_file(&run("r1"), &id, at(4)).await.expect("an answer");
    assert_eq!(gone, JobChanged::Done);
    let left = store.job_files(&run("r1"), false).await.expect("files");
    assert_eq!(left.iter().map(|f| f.file.id.as_str()).collect::<Vec<_>>(), ["b"]);
    let doomed = store.doomed_prefixes(10).await.expect("prefixes");
    let object = |id: &str| format!("jobs/j/runs/r1/uploads/{id}");
    assert_eq!(doomed, [object("a"), object("c"), object("d")]);
    let gone = store.delete_job_file(&run("r1"), &id, at(4)).await.expect("an answer");
    assert_eq!(gone, JobChanged::Gone);
    store.close().await;
}

pub async fn count_each_task_once(db: &Database) {
    let store = db.store().await;
    store.begin_job_run(first_run("j", "r1", 1)).await.expect("made");
    let submission = submission(&store, "j", "r1").await;
    store.submit_job_run(submission).await.expect("submitted");
    let epoch = store.begin_attempt(&run("r1"), "host", at(21)).await.expect("an attempt");
    change(&store, "r1", epoch, Change::Begin(at(21))).await.expect("begun");
    let nodes = store.nodes(&run("r1"), DAY).await.expect("nodes");
    let ended = |index: usize, state| NodeRecord { state, ..nodes[index].clone() };
    for (index, state, pages) in [
        (1, NodeState::Success, 3),
        // Told again, as after a crash.
        (1, NodeState::Success, 3),
        (2, NodeState::Failure, 0),
    ] {
        let outputs = json!({"columns": ["A"], "results": [["x"]], "pages": pages});
        let node = ended(index, state);
        let told =
            Change::TaskEnded { node: node.name.clone(), state, pages, file: None, at: at(30) };
        change(&store, "r1", epoch, told).await.expect("counted");
        let number = i64::try_from(index).expect("small");
        change(&store, "r1", epoch, Change::NodeOutputs(number, outputs, at(30)))
            .await
            .expect("kept");
        change(&store, "r1", epoch, Change::Node(Box::new(node))).await.expect("ended");
    }
    let found = store.job_run(&task("j"), None).await.expect("an answer").expect("a run");
    assert_eq!((found.row.tasks.completed, found.row.tasks.failed), (1, 1));
    // What failed gave nothing.
    let results = store.task_results(&run("r1"), 0, 10).await.expect("results");
    assert_eq!(results.iter().map(|r| r.node.as_str()).collect::<Vec<_>>(), ["t1"]);
    assert_eq!(store.task_result(&run("r1"), &node("t2")).await.expect("an answer"), None);
    usage_is_of_what_succeeded(&store).await;
    corrections_are_the_newest(&store).await;
    change(&store, "r1", epoch, end(RunStatus::Success, 50, None)).await.expect("ended");
    // Usage stays when the job goes.
    store.delete_task(&task("j")).await.expect("deleted");
    assert_eq!(store.usage(None, None, 10, 0).await.expect("usage").len(), 1);
    assert_eq!(store.doomed_prefixes(10).await.expect("prefixes"), ["jobs/j/runs/r1"]);
    store.prefix_deleted("jobs/j/runs/r1").await.expect("noted");
    assert_eq!(store.doomed_prefixes(10).await.expect("prefixes"), [""; 0]);
    store.close().await;
}

/// One task of three pages, at the moment when it ended.
async fn usage_is_of_what_succeeded(store: &Store) {
    let usage = store.usage(None, None, 10, 0).await.expect("usage");
    let shown: Vec<_> =
        usage.iter().map(|u| (u.job.as_str(), u.user_id.as_deref(), u.tasks, u.pages)).collect();
    assert_eq!(shown, [("j", Some("ada"), 1, 3)]);
    assert_eq!(store.usage(Some(at(31)), None, 10, 0).await.expect("usage"), []);
    assert_eq!(store.usage(None, Some(at(30)), 10, 0).await.expect("usage"), []);
}

/// Of a cell that was corrected twice, the newer correction counts.
async fn corrections_are_the_newest(store: &Store) {
    let correction = |value: &str, micros| Correction {
        node: node("t1"),
        row: 0,
        column: "A".into(),
        value: json!(value),
        user_id: Some("bob".into()),
        at: at(micros),
    };
    store.correct(&run("r1"), correction("first", 40)).await.expect("kept");
    store.correct(&run("r1"), correction("second", 41)).await.expect("kept");
    let kept = store.corrections(&run("r1"), &[node("t1"), node("t2")]).await.expect("corrections");
    assert_eq!(kept, [correction("second", 41)]);
}

pub async fn let_go_of_what_is_not_to_stay(db: &Database) {
    let store = db.store().await;
    let mut begun = first_run("j", "r1", 1);
    begun.persist_data = false;
    store.begin_job_run(begun).await.expect("made");
    let mut kept = new(again("j", "r2", 2));
    kept.persist_data = true;
    store.begin_job_run(kept).await.expect("made");
    for id in ["r1", "r2"] {
        change(&store, id, 0, end(RunStatus::Cancelled, 10, None)).await.expect("ended");
    }
    assert_eq!(store.passing_job_runs(at(10)).await.expect("runs"), []);
    assert_eq!(store.passing_job_runs(at(11)).await.expect("runs"), [run("r1")]);
    store.remove_job_data(&run("r1"), at(12)).await.expect("removed");
    assert_eq!(store.passing_job_runs(at(11)).await.expect("runs"), []);
    assert_eq!(store.doomed_prefixes(10).await.expect("prefixes"), ["jobs/j/runs/r1"]);
    let found =
        store.job_run(&task("j"), Some(&run("r1"))).await.expect("an answer").expect("a run");
    assert_eq!(found.row.data_removed_at, Some(at(12)));
    store.close().await;
}

pub async fn keep_their_fields_when_a_template_goes(db: &Database) {
    let store = db.store().await;
    let id: TemplateId = "t".parse().expect("an id");
    let template = |user: &str, id: &TemplateId, is_public| Template {
        id: id.clone(),
        name: "T".into(),
        description: None,
        fields: vec![field("A")],
        is_public,
        user_id: Some(user.into()),
        created_at: at(1),
        updated_at: at(1),
    };
    store.create_template(template("ada", &id, false), None).await.expect("made");
    let other: TemplateId = "u".parse().expect("an id");
    store.create_template(template("bob", &other, true), None).await.expect("made");
    for (user, count) in [(Some("ada"), 2), (Some("bob"), 1), (None, 2)] {
        let page = store.templates(user, PageSize::new(10), None).await.expect("a page");
        assert_eq!(page.items.len(), count, "{user:?}");
    }
    let mut begun = first_run("j", "r1", 1);
    begun.template = Some(id.clone());
    store.begin_job_run(begun).await.expect("made");
    assert!(store.delete_template(&id).await.expect("an answer"));
    assert!(!store.delete_template(&id).await.expect("an answer"));
    let found = store.job_run(&task("j"), None).await.expect("an answer").expect("a run");
    assert_eq!((found.row.template, found.fields.len()), (None, 1));
    let gone = JobChange { template: Some(Some(id)), ..JobChange::default() };
    let gone = store.change_job_run(&run("r1"), gone, at(5)).await;
    assert!(matches!(gone, Err(annals_store::StoreError::Gone("template"))), "{gone:?}");
    store.close().await;
}

pub async fn are_counted_and_listed(db: &Database) {
    let store = db.store().await;
    for (n, job) in ["a", "b", "c"].into_iter().enumerate() {
        let micros = i64::try_from(n).expect("small");
        store.begin_job_run(first_run(job, &format!("r{job}"), micros)).await.expect("made");
    }
    super::make::created(&store, first("script", "s1", 9)).await;
    assert_eq!(store.job_total().await.expect("a number"), 3);
    let page = store.jobs(&JobFilter::default(), PageSize::new(2), None).await.expect("a page");
    let ids = |page: &annals_domain::Page<annals_store::JobRow>| -> Vec<String> {
        page.items.iter().map(|job| job.task.id.to_string()).collect()
    };
    assert_eq!(ids(&page), ["c", "b"]);
    let next = store.jobs(&JobFilter::default(), PageSize::new(2), page.next.as_ref()).await;
    assert_eq!(ids(&next.expect("a page")), ["a"]);
    change(&store, "rb", 0, end(RunStatus::Failure, 10, Some(annals_domain::ErrorType::Partial)))
        .await
        .expect("ended");
    for (status, found) in [
        (JobStatus::PartiallyCompleted, vec!["b"]),
        (JobStatus::Failed, vec![]),
        (JobStatus::Pending, vec!["c", "a"]),
    ] {
        let filter = JobFilter { status: Some(status), offset: 0 };
        let page = store.jobs(&filter, PageSize::new(5), None).await.expect("a page");
        assert_eq!(ids(&page), found, "{status}");
    }
    store.delete_task(&task("a")).await.expect("deleted");
    assert_eq!(store.job_total().await.expect("a number"), 2);
    store.close().await;
}

/// Of very many files and exports those that are being done; SQLite's plan is seen in the crate.
pub async fn that_were_left_behind_are_found_by_an_index(db: &Database) {
    let store = db.store().await;
    store.begin_job_run(first_run("j", "r1", 0)).await.expect("made");
    let many = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5000)";
    db.execute(&format!(
        "INSERT INTO job_files (id, run_id, n, name, path, size, status, source, object, created_at) \
         {many} SELECT 'f' || n, 'r1', n, 'a', 'a', 1, \
         CASE n WHEN 7 THEN 'importing' WHEN 8 THEN 'unpacking' ELSE 'uploaded' END, 'upload', 'a', 1 \
         FROM c"
    ))
    .await;
    db.execute(&format!(
        "INSERT INTO job_exports (id, run_id, destination, file_type, status, created_at) \
         {many} SELECT 'e' || n, 'r1', 'download', 'csv', \
         CASE n WHEN 7 THEN 'running' ELSE 'completed' END, 1 FROM c"
    ))
    .await;
    db.execute("ANALYZE").await;
    let files = store.stranded_job_files(at(9)).await.expect("an answer");
    let ids: Vec<_> = files.iter().map(|file| file.file.id.as_str()).collect();
    assert_eq!(ids, ["f7", "f8"]);
    let exports = store.stranded_exports(at(9)).await.expect("an answer");
    let ids: Vec<_> = exports.iter().map(|(_, export)| export.id.as_str()).collect();
    assert_eq!(ids, ["e7"]);
    assert!(store.stranded_job_files(at(-1)).await.expect("an answer").is_empty());
    // What a connection has counted is told at its end.
    store.close().await;
    for index in ["job_files_underway", "job_exports_underway"] {
        db.has_used(index).await;
    }
}
