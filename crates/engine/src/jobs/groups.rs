//! Which tasks the files of a run become; decided without I/O.

use std::collections::BTreeMap;

use annals_domain::{FileGroup, FileRef, Mode, NodeName};
use annals_store::{JobFile, Modes};

/// The tasks that these files become, in the order of their first files.
pub(super) fn of(files: &[JobFile], modes: &Modes) -> Vec<FileGroup> {
    let mut groups: Vec<FileGroup> = Vec::new();
    // The folders that are one task, each within its archive.
    let mut combined = BTreeMap::new();
    for file in files {
        let folder = folder(&file.file.path);
        let mode = mode_of(folder, modes);
        if mode == Mode::Combined {
            let place = (file.file.parent.clone(), folder);
            if let Some(at) = combined.get(&place) {
                let group: Option<&mut FileGroup> = groups.get_mut::<usize>(*at);
                group.into_iter().for_each(|group| group.files.push(reference(file)));
                continue;
            }
            combined.insert(place, groups.len());
        }
        let path = match mode {
            Mode::Individual => file.file.path.clone(),
            Mode::Combined if folder.is_empty() => "/".to_owned(),
            Mode::Combined => folder.to_owned(),
        };
        groups.extend(task(groups.len() + 1).map(|task| FileGroup {
            task,
            mode,
            path,
            files: vec![reference(file)],
        }));
    }
    groups
}

/// The name of task `n`: letters and digits are always a name.
fn task(n: usize) -> Option<NodeName> {
    format!("t{n}").parse().ok()
}

fn reference(file: &JobFile) -> FileRef {
    let file = &file.file;
    FileRef {
        id: file.id.clone(),
        path: file.path.clone(),
        object: file.object.clone(),
        bytes: file.size,
        sha256: file.sha256.clone(),
        media_type: file.media_type.clone(),
    }
}

/// The folder of a path, without slashes around it; empty at the top.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder).trim_matches('/')
}

/// The mode of a folder: its own, or that of the nearest one above it that has one.
fn mode_of(folder: &str, modes: &Modes) -> Mode {
    let mut at = folder;
    loop {
        if let Some(mode) = modes.get(at) {
            return *mode;
        }
        match at {
            "" => return Mode::Individual,
            _ => at = at.rsplit_once('/').map_or("", |(above, _)| above),
        }
    }
}

/// A folder as modes are kept by it: without slashes around it and without `.`.
pub(super) fn key(folder: &str) -> String {
    let parts = folder.split('/').filter(|part| !part.is_empty() && *part != ".");
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use annals_domain::{FileSource, FileStatus, Timestamp};
    use annals_store::NewJobFile;

    use super::*;

    fn file(n: i64, path: &str, parent: Option<&str>) -> JobFile {
        let id = format!("f{n}");
        JobFile {
            file: NewJobFile {
                id: id.parse().expect("an id"),
                name: path.into(),
                path: path.into(),
                size: 1,
                media_type: None,
                source: FileSource::Upload,
                status: FileStatus::Uploaded,
                parent: parent.map(|id| id.parse().expect("an id")),
                sha256: None,
                object: id,
                at: Timestamp::from_micros(0),
            },
            run: "r".parse().expect("an id"),
            number: n,
            pages: None,
            error: None,
        }
    }

    fn told(files: &[JobFile], modes: &[(&str, Mode)]) -> Vec<(String, String, usize)> {
        let modes = modes.iter().map(|(folder, mode)| (key(folder), *mode)).collect();
        let told = |group: FileGroup| (group.task.to_string(), group.path, group.files.len());
        of(files, &modes).into_iter().map(told).collect()
    }

    #[test]
    fn a_folder_is_one_task_where_it_is_to_be_combined() {
        let files = [
            file(1, "a/1.txt", None),
            file(2, "b.txt", None),
            file(3, "a/2.txt", None),
            file(4, "a/deep/3.txt", None),
            file(5, "a/1.txt", Some("zip")),
        ];
        let one = |task: &str, path: &str, files| (task.to_owned(), path.to_owned(), files);
        assert_eq!(told(&files, &[]).len(), 5);
        let combined = [
            one("t1", "a", 2),
            one("t2", "b.txt", 1),
            one("t3", "a/deep", 1),
            // Another archive has folders of its own.
            one("t4", "a", 1),
        ];
        assert_eq!(told(&files, &[("./a/", Mode::Combined)]), combined);
        let back = [("a", Mode::Combined), ("a/deep", Mode::Individual)];
        assert_eq!(told(&files, &back)[2], one("t3", "a/deep/3.txt", 1));
        assert_eq!(told(&files[1..2], &[("/", Mode::Combined)]), [one("t1", "/", 1)]);
    }
}
